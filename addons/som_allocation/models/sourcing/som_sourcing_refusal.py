from odoo import fields, models


class SomSourcingRefusal(models.Model):
    """A warehouse said that it cannot ship goods of an order line; it is not asked for them again."""

    _name = "som.sourcing.refusal"
    _description = "Warehouse That Cannot Ship a Line"
    _order = "id desc"

    line_id = fields.Many2one("sale.order.line", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="cascade")
    quantity = fields.Float(digits="Product Unit", help="What it could not ship, in the product's unit.")
    reason = fields.Char(required=True)
    user_id = fields.Many2one("res.users", string="By", default=lambda self: self.env.user)

    def _som_shipper(self):
        """Who refused."""
        self.ensure_one()
        return self.warehouse_id
