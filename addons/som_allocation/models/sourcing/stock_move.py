from odoo import models


class StockMove(models.Model):
    """Which warehouse ships what a move is part of."""

    _inherit = "stock.move"

    def _som_ships_from(self):
        self.ensure_one()
        move = self.sudo()  # sudo: a warehouse is no secret to who sees the order
        return move.warehouse_id or move.picking_type_id.warehouse_id or move.location_id.warehouse_id
