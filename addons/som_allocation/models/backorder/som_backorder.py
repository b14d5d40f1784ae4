from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class SomBackorder(models.Model):
    """What was left behind of each order line and is still open: one row a line, read from the moves themselves."""

    _name = "som.backorder"
    _description = "Backorder"
    _auto = False
    _order = "since, id"
    _rec_name = "line_id"
    _depends = {
        "stock.move": ["sale_line_id", "state", "som_backorder_since", "product_uom_qty", "product_uom", "quantity",
                       "date_deadline", "product_id", "location_id", "move_dest_ids"],
        "sale.order": ["partner_id", "user_id", "team_id", "company_id", "currency_rate", "som_channel_id",
                       "commitment_date"],
        "sale.order.line": ["order_id", "product_id", "product_uom_id", "price_reduce_taxexcl",
                            "som_backorder_keep_until", "som_backorder_proposed_at", "warehouse_id"],
        "uom.uom": ["factor"],
    }

    line_id = fields.Many2one("sale.order.line", string="Order Line", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", string="Sales Team", readonly=True)
    som_channel_id = fields.Many2one("som.channel", string="Channel", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", string="Unit", readonly=True)
    quantity = fields.Float(string="Open", digits="Product Unit", readonly=True)
    reserved = fields.Float(digits="Product Unit", readonly=True)
    value = fields.Monetary(readonly=True, help="Open value without taxes, in the company's currency.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    since = fields.Datetime(string="Backorder Since", readonly=True)
    age = fields.Integer(string="Days", readonly=True, aggregator="max")
    expected_at = fields.Datetime(string="Expected", readonly=True, help="When the customer was told to expect it.")
    proposed_at = fields.Datetime(string="Proposed On", readonly=True)
    proposed = fields.Boolean(string="Proposed for Cancellation", readonly=True)
    keep_until = fields.Date(readonly=True)

    @property
    def _table_query(self):
        """A chain of steps is open at each of its moves that no open one of the same line comes after."""
        return SQL(
            """SELECT l.id, l.id AS line_id, l.order_id, o.partner_id, o.user_id, o.team_id, o.som_channel_id,
                      o.company_id, l.warehouse_id, l.product_id, l.product_uom_id, r.quantity, r.reserved,
                      r.quantity * l.price_reduce_taxexcl / COALESCE(NULLIF(o.currency_rate, 0), 1) AS value,
                      r.since, (now() AT TIME ZONE 'UTC')::date - r.since::date AS age,
                      COALESCE(r.deadline, o.commitment_date) AS expected_at,
                      l.som_backorder_proposed_at AS proposed_at,
                      COALESCE(l.som_backorder_proposed_at >= r.since, false) AS proposed,
                      l.som_backorder_keep_until AS keep_until
                 FROM (SELECT m.sale_line_id, MIN(m.som_backorder_since) AS since, MAX(m.date_deadline) AS deadline,
                              SUM(m.product_uom_qty * mu.factor / lu.factor) AS quantity,
                              SUM(m.quantity * mu.factor / lu.factor) AS reserved
                         FROM stock_move m
                         JOIN sale_order_line sl ON sl.id = m.sale_line_id AND sl.product_id = m.product_id
                         JOIN uom_uom mu ON mu.id = m.product_uom
                         JOIN uom_uom lu ON lu.id = sl.product_uom_id
                         JOIN stock_location s ON s.id = m.location_id
                        WHERE m.som_backorder_since IS NOT NULL AND m.state NOT IN ('draft', 'done', 'cancel')
                          AND s.usage IN ('internal', 'transit')
                          AND NOT EXISTS (
                              SELECT FROM stock_move_move_rel e JOIN stock_move d ON d.id = e.move_dest_id
                               WHERE e.move_orig_id = m.id AND d.sale_line_id = m.sale_line_id
                                 AND d.som_backorder_since IS NOT NULL AND d.state NOT IN ('draft', 'done', 'cancel'))
                        GROUP BY m.sale_line_id) r
                 JOIN sale_order_line l ON l.id = r.sale_line_id
                 JOIN sale_order o ON o.id = l.order_id""")

    def action_open_order(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    def action_cancel_rest(self):
        return self._som_ask("som.backorder.cancel", self.env._("Cancel the Rest"))

    def action_keep(self):
        return self._som_ask("som.backorder.keep", self.env._("Keep Backorders"))

    def _som_ask(self, wizard, title):
        if not self:
            raise UserError(self.env._("Choose the backorders first."))
        return {
            "type": "ir.actions.act_window", "res_model": wizard, "name": title, "target": "new",
            "views": [(False, "form")], "context": {"default_line_ids": [(6, 0, self.line_id.ids)]},
        }
