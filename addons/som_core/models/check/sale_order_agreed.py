from odoo import models


class SaleOrder(models.Model):
    """What is a quotation again is agreed anew, all of it."""

    _inherit = "sale.order"

    def action_draft(self):
        result = super().action_draft()
        # sudo: nobody writes the mark
        self.sudo().order_line.filtered("som_priced_anew").som_priced_anew = False
        return result
