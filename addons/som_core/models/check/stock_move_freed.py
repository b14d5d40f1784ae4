from odoo import models


class StockMove(models.Model):
    """Stock that comes in, or that is not taken after all, may be enough for orders of what is sold off."""

    _inherit = "stock.move"

    def _som_stock_freed(self):
        """Look again at held orders of the moves' products, where these are sold off."""
        # sudo: what is found must not depend on who moves goods
        self.env["sale.order"]._som_world_changed(self.sudo().product_id.filtered("som_discontinued"))

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.filtered(lambda move: move.location_dest_id.usage == "internal")._som_stock_freed()
        return moves

    def _action_cancel(self):
        result = super()._action_cancel()
        self._som_stock_freed()
        return result

    def _do_unreserve(self):
        result = super()._do_unreserve()
        self._som_stock_freed()
        return result
