from odoo import models

from .purchase_order_line import REQUESTED


class SaleOrderLine(models.Model):
    """Why a line is promised when it is: the purchase order that it waits for."""

    _inherit = "sale.order.line"

    def _som_why(self, promise):
        cause, document = super()._som_why(promise)
        last = promise.parts[-1] if promise.parts else None
        if promise.date is None or not last or not last.refill:
            return cause, document
        # sudo: see where promises are made
        asked = self.sudo().move_ids.created_purchase_line_ids.filtered(lambda line: line.state in REQUESTED).order_id
        if not asked:
            return cause, document
        return self.env._("Request for quotation %s has to be confirmed", ", ".join(asked.mapped("name"))), asked[:1]
