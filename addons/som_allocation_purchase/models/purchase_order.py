from odoo import models


class PurchaseOrder(models.Model):
    """Orders that are confirmed, cancelled or taken up again change when goods are there."""

    _inherit = "purchase.order"

    def write(self, vals):
        before = {order: order.state for order in self} if "state" in vals else {}
        result = super().write(vals)
        self.filtered(lambda order: before.get(order, order.state) != order.state).order_line._som_tell_promises()
        return result
