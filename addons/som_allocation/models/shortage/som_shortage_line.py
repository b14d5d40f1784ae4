from odoo import fields, models


class SomShortageLine(models.Model):
    """Who waits: a transfer's goods that come late or not at all, and the order they are for."""

    _name = "som.shortage.line"
    _description = "Who Waits"
    _order = "rank, id"
    _rec_name = "move_id"
    _log_access = False

    shortage_id = fields.Many2one("som.shortage", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="shortage_id.company_id", store=True, index=True)
    move_id = fields.Many2one("stock.move", string="Transfer", required=True, readonly=True, ondelete="cascade")
    rank = fields.Integer(readonly=True, help="The order in which those who wait for the product are served.")
    product_id = fields.Many2one("product.product", readonly=True, ondelete="cascade", index=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    order_id = fields.Many2one("sale.order", readonly=True, ondelete="cascade", index="btree_not_null")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, ondelete="set null")
    quantity = fields.Float(string="Waiting", digits="Product Unit", readonly=True)
    short_qty = fields.Float(string="Short", digits="Product Unit", readonly=True)
    late_qty = fields.Float(string="Late", digits="Product Unit", readonly=True)
    to_order_qty = fields.Float(string="To Order", digits="Product Unit", readonly=True)
    missing_qty = fields.Float(string="Uncovered", digits="Product Unit", readonly=True)
    wanted_at = fields.Datetime(string="Wanted", readonly=True, help="When the goods have to be ready to ship.")
    promised_at = fields.Datetime(string="Promised", readonly=True, help="When the customer was promised the goods.")
    covered_at = fields.Datetime(string="Covered", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    value = fields.Monetary(readonly=True, groups="sales_team.group_sale_salesman_all_leads")

    _move_uniq = models.UniqueIndex("(move_id)")

    def action_open_order(self):
        """The order; for other demand, its transfer."""
        self.ensure_one()
        self.check_access("read")
        record = self.order_id or self.move_id.picking_id or self.move_id
        return {"type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id,
                "views": [(False, "form")]}
