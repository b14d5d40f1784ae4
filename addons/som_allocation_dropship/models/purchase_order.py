from odoo import models


class PurchaseOrder(models.Model):
    """Whether a vendor was asked, has confirmed or was cancelled changes when he delivers."""

    _inherit = "purchase.order"

    def write(self, vals):
        result = super().write(vals)
        if {"state", "partner_id", "picking_type_id"} & set(vals):
            self.order_line._som_tell_promises()
        return result
