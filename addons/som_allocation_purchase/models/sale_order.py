from odoo import api, models


class SaleOrder(models.Model):
    """Receipts go by their purchase order: that is what the vendor and the buyer speak of."""

    _inherit = "sale.order"

    @api.model
    def _som_document_name(self, document):
        name = super()._som_document_name(document)
        if document._name != "stock.move":
            return name
        # sudo: the number of a purchase order is no secret to who is told that goods come with it
        move = document.sudo()
        if not move.purchase_line_id and not move.sale_line_id and move.location_dest_id.usage == "internal":
            move = move.move_orig_ids  # a later step of a receipt
        order = move.purchase_line_id.order_id[:1]
        if not order:
            return name
        return self.env._("%(order)s (%(receipt)s)", order=order.name, receipt=name) if name else order.name
