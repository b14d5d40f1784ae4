from odoo import api, models


class StockMoveLine(models.Model):
    """Reservations that native code makes, changes and gives back reach the ledger too."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._som_note_reserved()
        return lines

    def write(self, vals):
        if "move_id" in vals:  # the move they leave holds less
            self._som_note_reserved()
        result = super().write(vals)
        if not {"quantity", "product_uom_id", "move_id"}.isdisjoint(vals):
            self._som_note_reserved()
        return result

    def unlink(self):
        moves = self.sudo().move_id.filtered("sale_line_id")  # sudo: see below
        result = super().unlink()
        moves._som_note_reserved()
        return result

    def _som_note_reserved(self):
        # sudo: see stock.move; who moves goods may not read the order they are for
        self.sudo().move_id.filtered("sale_line_id")._som_note_reserved()
