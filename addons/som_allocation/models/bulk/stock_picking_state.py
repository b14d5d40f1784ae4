from odoo import api, models

from .listeners import only


class StockPicking(models.Model):
    """A transfer that was just created has no moves, and is a draft: native code searches for them one by one.

    A search brings pending changes of all moves to the database first, so what becomes of a thousand moves would be
    written transfer by transfer. The states of those that were created before are worked out together later.
    """

    _inherit = "stock.picking"

    @api.depends("move_type", "move_ids.state", "move_ids.picking_id")
    def _compute_state(self):
        empty = self._som_known_empty()
        empty.state = "draft"
        others = self - empty
        if self[:1] in empty:
            # the first is what somebody asked for; the others merely wait too, and go on waiting
            self.env.add_to_compute(self._fields["state"], others)
            return None
        return super(StockPicking, others)._compute_state()

    def _som_known_empty(self):
        """Those in memory whose moves are in memory too, and are none."""
        if not only(self, "_compute_state", "stock", "som_allocation"):
            return self.browse()
        moves = self._fields["move_ids"]
        return self.filtered(
            lambda picking: picking.id and self.env.cache.contains(picking, moves) and not picking.move_ids)
