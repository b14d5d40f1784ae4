from odoo import api, models
from odoo.tools import SQL

#: Nothing is left to invoice of orders in the other states.
OPEN = ("no", "to invoice")


class SomCredit(models.AbstractModel):
    """What confirmed orders will still add to the books.

    Of a line counts what will be invoiced by then, less what invoices have of
    it already, those in draft included: they count as drafts.

    * Invoiced on order: the quantity ordered.
    * Invoiced on delivery: what was delivered, more than was ordered included,
      and what is still on its way. What was cancelled and will never ship does
      not count; a line that never had a transfer (a service, a dropshipment
      not yet bought) counts as ordered.
    * A down payment is deducted, for the invoice to come will deduct it.

    Goods that came back after they were invoiced count negative: a credit note is due.
    """

    _inherit = "som.credit"

    @api.model
    def _som_orders_to_invoice(self, debtors, companies):
        """Amounts in the currency of the order, or of the down payment's invoice; see ``_som_amounts``."""
        self._som_flush_orders()
        rows = self.env.execute_query(SQL(
            "SELECT * FROM (%s UNION ALL %s) amounts",
            self._som_sql_lines(debtors, companies), self._som_sql_down_payments(debtors, companies)))
        for debtor, company, currency, amount in rows:
            yield debtor, company, currency, "to_invoice", float(amount or 0.0), None
        yield from self._som_unordered_lines(debtors, companies)

    @api.model
    def _som_flush_orders(self):
        self.env["sale.order"].flush_model([
            "state", "invoice_status", "partner_invoice_id", "company_id", "currency_id"])
        self.env["sale.order.line"].flush_model([
            "order_id", "display_type", "is_downpayment", "product_id", "product_uom_id", "product_uom_qty",
            "qty_delivered", "qty_invoiced", "price_total", "invoice_lines"])
        self.env["stock.move"].flush_model(["sale_line_id", "state", "product_id", "product_qty", "location_id"])
        self.env["account.move.line"].flush_model(["move_id", "price_total"])
        self.env["account.move"].flush_model(["state", "move_type", "currency_id"])
        self.env["product.template"].flush_model(["invoice_policy"])
        self.env["product.product"].flush_model(["product_tmpl_id"])

    @api.model
    def _som_sql_orders(self, debtors, companies):
        """The orders that something is left to invoice of."""
        return SQL(
            """SELECT sale.id, partner.commercial_partner_id AS partner_id, sale.company_id, sale.currency_id
                 FROM sale_order sale
                 JOIN res_partner partner ON partner.id = sale.partner_invoice_id
                WHERE partner.commercial_partner_id = ANY(%s)
                  AND sale.company_id = ANY(%s)
                  AND sale.state = 'sale'
                  AND sale.invoice_status IN %s""", debtors, companies, OPEN)

    @api.model
    def _som_sql_expected(self):
        """Quantity of ``line`` that will have been invoiced in the end, in the unit of the line."""
        return SQL(
            """CASE WHEN template.invoice_policy = 'order' THEN line.product_uom_qty
                    WHEN transfers.total IS NULL THEN GREATEST(line.product_uom_qty, COALESCE(line.qty_delivered, 0))
                    ELSE COALESCE(line.qty_delivered, 0) + LEAST(
                        GREATEST(line.product_uom_qty - COALESCE(line.qty_delivered, 0), 0),
                        CASE WHEN transfers.parts THEN line.product_uom_qty
                             ELSE transfers.outgoing * unit.factor / line_unit.factor END)
               END""")

    @api.model
    def _som_sql_line_tables(self, debtors, companies):
        """Lines of open orders with what is needed to tell how much of them will be invoiced.

        ``transfers``: ``outgoing`` is the open quantity in the product's unit, never more than is left however
        many steps it takes; ``parts`` where the parts of a kit move instead of the product.
        """
        return SQL(
            """(%s) sale
                 JOIN sale_order_line line ON line.order_id = sale.id
                 JOIN product_product product ON product.id = line.product_id
                 JOIN product_template template ON template.id = product.product_tmpl_id
                 JOIN uom_uom unit ON unit.id = template.uom_id
                 JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
                 LEFT JOIN LATERAL (
                      SELECT SUM(1) AS total,
                             COALESCE(SUM(move.product_qty) FILTER (WHERE move.state NOT IN ('done', 'cancel')
                                                                      AND source.usage != 'customer'), 0) AS outgoing,
                             COALESCE(BOOL_OR(move.product_id != line.product_id
                                              AND move.state NOT IN ('done', 'cancel')), FALSE) AS parts
                        FROM stock_move move
                        JOIN stock_location source ON source.id = move.location_id
                       WHERE move.sale_line_id = line.id) transfers ON TRUE""",
            self._som_sql_orders(debtors, companies))

    @api.model
    def _som_sql_lines(self, debtors, companies):
        return SQL(
            """SELECT sale.partner_id, sale.company_id, sale.currency_id,
                      SUM((%s - COALESCE(line.qty_invoiced, 0)) * line.price_total / line.product_uom_qty) AS amount
                 FROM %s
                WHERE line.display_type IS NULL
                  AND line.is_downpayment IS NOT TRUE
                  AND line.product_uom_qty != 0
                GROUP BY sale.partner_id, sale.company_id, sale.currency_id""",
            self._som_sql_expected(), self._som_sql_line_tables(debtors, companies))

    @api.model
    def _som_sql_down_payments(self, debtors, companies):
        """What was invoiced in advance and not deducted yet."""
        return SQL(
            """SELECT sale.partner_id, sale.company_id, invoice.currency_id,
                      SUM(CASE WHEN invoice.move_type = 'out_refund' THEN 1 ELSE -1 END * invoiced.price_total)
                 FROM (%s) sale
                 JOIN sale_order_line line ON line.order_id = sale.id AND line.is_downpayment
                 JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
                 JOIN account_move_line invoiced ON invoiced.id = link.invoice_line_id
                 JOIN account_move invoice ON invoice.id = invoiced.move_id AND invoice.state IN ('draft', 'posted')
                WHERE line.display_type IS NULL
                GROUP BY sale.partner_id, sale.company_id, invoice.currency_id""",
            self._som_sql_orders(debtors, companies))

    @api.model
    def _som_unordered_lines(self, debtors, companies):
        """Lines of which nothing was ordered: goods added to a transfer, expenses to be re-invoiced.

        They have no total to take a share of; the few there are have their taxes computed.
        """
        rows = self.env.execute_query(SQL(
            """SELECT line.id, sale.partner_id, %s - COALESCE(line.qty_invoiced, 0)
                 FROM %s
                WHERE line.display_type IS NULL
                  AND line.is_downpayment IS NOT TRUE
                  AND line.product_uom_qty = 0
                  AND (line.qty_delivered != 0 OR line.qty_invoiced != 0)""",
            self._som_sql_expected(), self._som_sql_line_tables(debtors, companies)))
        # sudo: as in the queries
        lines = self.env["sale.order.line"].sudo().browse([row[0] for row in rows])
        for line, (_line_id, debtor, quantity) in zip(lines, rows, strict=True):
            amount = line.tax_ids.compute_all(
                line.price_unit * (1 - line.discount / 100.0), currency=line.currency_id, quantity=float(quantity),
                product=line.product_id, partner=line.order_id.partner_shipping_id)["total_included"]
            yield debtor, line.company_id.id, line.currency_id.id, "to_invoice", amount, None
