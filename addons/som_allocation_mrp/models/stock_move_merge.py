from odoo import api, models


class StockMove(models.Model):
    """Moves that production takes from are compared with those of other transfers, too: Odoo merges its orders."""

    _inherit = "stock.move"

    @api.model
    def _som_merge_readers(self):
        return (*super()._som_merge_readers(), "mrp")

    def _som_alone(self):
        return super()._som_alone().filtered(
            lambda move: not (move.move_dest_ids.raw_material_production_id or move.raw_material_production_id
                              or move.production_id))
