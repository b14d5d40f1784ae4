from odoo import models

from .values import Place


class StockMove(models.Model):
    """Which warehouse ships what a move is part of."""

    _inherit = "stock.move"

    def _som_ships_from(self):
        """Who ships it: its place's shipper."""
        self.ensure_one()
        move = self.sudo()  # sudo: a warehouse is no secret to who sees the order
        return move.warehouse_id or move.picking_type_id.warehouse_id or move.location_id.warehouse_id

    def _som_place(self):
        """Where the part of the line ships from that a move is for."""
        self.ensure_one()
        return Place(self._som_ships_from(), self.sudo().route_ids - self.sudo().sale_line_id.route_ids)

    def _som_is_movable(self):
        """Whether another warehouse could ship it: the goods of an order line, from stock."""
        line = self.sudo().sale_line_id  # sudo: as above
        return bool(line) and self._som_is_open() and self.location_id.usage in ("internal", "transit") and (
            self.product_id == line.product_id)

    def _som_give_up(self):
        """Who was to ship it cannot."""
        self._action_cancel()

    def _som_is_divisible(self):
        """Whether a part of it can ship from elsewhere."""
        return True
