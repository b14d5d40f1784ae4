from odoo import models

from .listeners import only


class StockMove(models.Model):
    """Reordering rules of many moves are looked for once for each product, and not where there are none."""

    _inherit = "stock.move"

    def _update_orderpoints(self):
        """As native: a search for what any of the moves concerns, with equal conditions named once."""
        if len(self) < 2 or not only(self, "_update_orderpoints", "stock", "som_allocation"):
            return super()._update_orderpoints()
        first = {}
        for move in self:
            first.setdefault((move.product_id, move.location_id, move.location_dest_id), move.id)
        return super(StockMove, self.browse(first.values()))._update_orderpoints()

    def _trigger_scheduler(self):
        """As native, for moves of products that have an automatic reordering rule; others would find none."""
        if not self or not only(self, "_trigger_scheduler", "stock", "som_allocation"):
            return super()._trigger_scheduler()
        automatic = self.env["stock.warehouse.orderpoint"]._som_automatic(self.product_id)
        return super(StockMove, self.filtered(lambda move: move.product_id.id in automatic))._trigger_scheduler()
