from odoo import api, models

from .listeners import only


class StockMove(models.Model):
    """Moves are compared for merging only where a transfer has the same product twice."""

    _inherit = "stock.move"

    def _merge_moves(self, merge_into=False):
        """As native, which merges moves of the same product in one transfer, for those that could be merged."""
        if merge_into or len(self) < 2 or not only(self, "_update_candidate_moves_list", *self._som_merge_readers()):
            return super()._merge_moves(merge_into=merge_into)
        alone = self._som_alone()
        merged = super(StockMove, self - alone)._merge_moves()
        stay = {*alone.ids, *merged.ids}
        return self.filtered(lambda move: move.id in stay) | merged

    @api.model
    def _som_merge_readers(self):
        """Modules of which is known what they compare moves with; ``_som_alone`` leaves out those that they do."""
        return ("stock", "som_allocation")

    def _som_alone(self):
        """Those of the moves whose transfers want each product once, and take nothing back."""
        single = set()
        for picking in self.picking_id:
            moves = picking.move_ids
            if len(moves.product_id) == len(moves) and all(
                    move.product_uom.compare(move.product_qty, 0.0) >= 0 for move in moves):
                single.add(picking.id)
        return self.filtered(lambda move: move.picking_id.id in single)
