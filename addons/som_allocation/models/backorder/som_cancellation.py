from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import float_repr


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

    def _som_post(self):
        """Say in each order's history what was cancelled of it, and why."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        for order, parts in self.grouped("order_id").items():
            items = Markup().join(
                Markup("<li>%s</li>") % self.env._(
                    "%(quantity)s %(unit)s %(product)s: %(reason)s",
                    quantity=float_repr(part.quantity, digits), unit=part.product_uom_id.name,
                    product=part.product_id.display_name, reason=part.reason)
                for part in parts)
            order.message_post(body=Markup("<p>%s</p><ul>%s</ul>") % (
                self.env._("The rest was cancelled; it is taken off the ordered quantities."), items))
