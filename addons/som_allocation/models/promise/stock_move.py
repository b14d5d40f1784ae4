from odoo import api, models

#: What of a move changes when its goods are there.
TELLING = frozenset({"date", "state", "product_uom_qty", "product_uom", "location_dest_id", "location_final_id"})


class StockMove(models.Model):
    """What is on its way changes: those who were promised it are looked at again."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._som_tell_promises()
        return moves

    def write(self, vals):
        told = not TELLING.isdisjoint(vals)
        before = {move: (move.date, move.state, move.product_uom_qty) for move in self} if told else {}
        result = super().write(vals)
        self.filtered(
            lambda move: move in before and before[move] != (move.date, move.state, move.product_uom_qty)
        )._som_tell_promises()
        return result

    def _som_tell_promises(self):
        """Note the products of moves that bring goods, or take them for something else than orders."""
        promising = self.company_id.sudo().filtered("som_promise")
        if promising:
            moves = self.filtered(lambda move: move.company_id in promising and move.product_id.is_storable
                                  and move.state not in ("draft", False) and not move.sudo().sale_line_id)
            self.env["som.promise.event"]._som_happened(moves.product_id)
