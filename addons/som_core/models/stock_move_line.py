from odoo import api, models


class StockMoveLine(models.Model):
    """Corrections of what is already done reach the ledger too."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.move_id.filtered(lambda move: move.state == "done")._som_sync_ledger()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if "quantity" in vals or "product_uom_id" in vals:
            self.move_id.filtered(lambda move: move.state == "done")._som_sync_ledger()
        return result
