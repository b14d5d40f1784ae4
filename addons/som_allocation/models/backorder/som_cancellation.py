from odoo import api, fields, models


class SomCancellation(models.Model):
    """A part of an order line that was cancelled: how much, when, why and by whom. Never changed, never removed."""

    _name = "som.cancellation"
    _description = "Cancelled Quantity"
    _order = "id desc"
    _rec_name = "line_id"

    line_id = fields.Many2one(
        "sale.order.line", string="Order Line", required=True, ondelete="cascade", index=True, readonly=True)
    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict", readonly=True)
    quantity = fields.Float(digits="Product Unit", required=True, readonly=True, help="In the line's unit.")
    product_uom_id = fields.Many2one(related="line_id.product_uom_id")
    reason = fields.Char(required=True, readonly=True)
    picking_id = fields.Many2one(
        "stock.picking", string="Left Behind In", ondelete="set null", index="btree_not_null", readonly=True)
    tell = fields.Boolean(readonly=True, help="The customer is to be told.")
    notice_id = fields.Many2one(
        "som.shipping.notice", string="Told With", ondelete="set null", index="btree_not_null", readonly=True)

    @api.model
    def _som_prepare(self, line, quantity, reason, picking, tell):
        if not reason:
            reason = self.env._("Not there when %s shipped", picking.name)
        return {
            "line_id": line.id, "order_id": line.order_id.id, "company_id": line.company_id.id,
            "product_id": line.product_id.id, "quantity": quantity, "reason": reason, "tell": tell,
            "picking_id": picking.id if picking else False,
        }
