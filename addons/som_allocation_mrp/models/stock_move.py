from odoo import models


class StockMove(models.Model):
    """What orders want of what is made is demand for its components: who waits for these is looked at again.

    So is who waits for production that nobody has confirmed.
    """

    _inherit = "stock.move"

    def _som_tell_promises(self):
        result = super()._som_tell_promises()
        promising = self._som_promising()
        if promising:
            self = self.sudo()  # noqa: PLW0642  sudo: who moves goods may not read orders, nor how products are made
            mine = self.filtered(lambda move: move.company_id in promising)
            made = mine.filtered(lambda move: move.sale_line_id and move.state not in ("draft", False)).product_id
            drafted = mine.filtered(
                lambda move: move.production_id and move.state == "draft" and move.move_dest_ids).product_id
            made = made.filtered(lambda product: product.bom_ids)
            self.env["som.promise.event"]._som_happened((made and made._som_made_of()) | drafted)
        return result
