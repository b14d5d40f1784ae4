from odoo import models

from .sale_order_line import MARKS


class SaleOrder(models.Model):
    """What is a quotation again is agreed anew, all of it."""

    _inherit = "sale.order"

    def action_draft(self):
        result = super().action_draft()
        # sudo: nobody writes the marks
        lines = self.sudo().order_line
        for mark in MARKS:
            lines.filtered(mark)[mark] = False
        return result
