from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SomHealthFinding(models.Model):
    """Goods that are for sale and that nobody buys."""

    _inherit = "som.health.finding"

    @api.model
    def _som_find_products(self, company):
        """Bring the obsolete products of a company up to date.

        Obsolete: for sale, older than the company's months, not sold in that time and not used either (delivered as
        part of a kit, or in production). A product that several companies share is obsolete for those that sold it
        or have it in stock, and for all of them if none sells it. A discontinued one is dealt with, unless it is
        still on quotations.
        """
        for model in ("sale.order", "sale.order.line", "stock.move", "stock.quant", "product.product",
                      "product.template"):
            self.env[model].flush_model()
        self._som_sync("product", self._som_obsolete(company), SQL("f.company_id = %s", company.id))

    @api.model
    def _som_cutoff(self, company):
        return fields.Datetime.now() - relativedelta(months=company.som_health_obsolete_months)

    @api.model
    def _som_obsolete(self, company):
        """SQL: the findings, with the last sale, the stock and the number of quotations."""
        return SQL(
            """
            WITH sold AS (
                SELECT l.product_id, o.company_id, max(o.date_order) AS last_sale
                  FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
                 WHERE o.state = 'sale' AND l.product_id IS NOT NULL GROUP BY 1, 2),
            used AS (
                SELECT DISTINCT m.product_id FROM stock_move m JOIN stock_location there ON there.id = m.location_dest_id
                 WHERE m.state = 'done' AND m.date >= %(cutoff)s AND m.company_id = %(company)s
                   AND there.usage IN ('customer', 'production')),
            stock AS (
                SELECT q.product_id, sum(q.quantity) AS quantity
                  FROM stock_quant q JOIN stock_location here ON here.id = q.location_id
                 WHERE here.usage = 'internal' AND q.company_id = %(company)s GROUP BY 1),
            quoted AS (
                SELECT l.product_id, count(DISTINCT o.id) AS quotations
                  FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
                 WHERE o.state IN ('draft', 'sent') AND o.company_id = %(company)s GROUP BY 1)
            SELECT 'no_sales' AS cause, %(company)s AS company_id, NULL::int AS partner_id, p.id AS product_id,
                   NULL::int AS rule_id, NULL::int AS other_rule_id, jsonb_build_object(
                       'last_sale', sold.last_sale::date, 'stock', COALESCE(stock.quantity, 0),
                       'quotations', COALESCE(quoted.quotations, 0)) AS details
              FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
              LEFT JOIN sold ON sold.product_id = p.id AND sold.company_id = %(company)s
              LEFT JOIN stock ON stock.product_id = p.id
              LEFT JOIN quoted ON quoted.product_id = p.id
             WHERE p.active AND t.active AND t.sale_ok AND t.type = 'consu' AND p.create_date < %(cutoff)s
               AND (t.company_id IS NULL OR t.company_id = %(company)s)
               AND (sold.last_sale IS NULL OR sold.last_sale < %(cutoff)s)
               AND p.id NOT IN (SELECT product_id FROM used)
               AND (sold.last_sale IS NOT NULL OR stock.quantity > 0 OR NOT EXISTS (
                    SELECT 1 FROM sold other WHERE other.product_id = p.id AND other.last_sale >= %(cutoff)s))
               AND (p.som_discontinued IS NOT TRUE OR quoted.quotations > 0)
            """, company=company.id, cutoff=self._som_cutoff(company))

    # What the buttons do

    def action_archive_product(self):
        """Archive the products; the findings are solved.

        :raises UserError: for products that another company still sells
        """
        self._check_sold_elsewhere()
        self.product_id.action_archive()
        self._som_mark_solved()
        return True

    def action_discontinue(self):
        """The products are no longer for sale once they are gone; those on quotations stay in the list."""
        self._check_sold_elsewhere()
        self.product_id.som_discontinued = True
        self.filtered(lambda finding: not finding.quotation_count)._som_mark_solved()
        return True

    def _check_sold_elsewhere(self):
        self.check_access("write")
        shared = self.product_id.filtered(lambda product: not product.company_id)
        # sudo: what is looked up is whether anything was sold, in companies that the user may not see
        sold = self.env["sale.order.line"].sudo()._read_group(
            [("product_id", "in", shared.ids), ("state", "=", "sale"),
             ("company_id", "not in", self.company_id.ids),
             ("order_id.date_order", ">=", self._som_cutoff(self.company_id[:1]))], ["product_id"])
        if sold:
            raise UserError(self.env._(
                "Another company still sells %s. Give the product a company of its own, or dismiss the finding.",
                ", ".join(product.display_name for (product,) in sold)))

    def action_open_quotations(self):
        """The quotations that the products are on."""
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_quotations_with_onboarding")
        action["display_name"] = self.env._("Quotations with %s", ", ".join(self.product_id.mapped("display_name")))
        action["domain"] = [("order_line.product_id", "in", self.product_id.ids), ("state", "in", ("draft", "sent"))]
        action["context"] = {}
        return action

    def action_open_product(self):
        return self.product_id._get_records_action(name=self.product_id.display_name)
