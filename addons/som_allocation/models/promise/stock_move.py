from odoo import api, models

#: What of a move changes when its goods are there.
TELLING = frozenset({"date", "state", "product_uom_qty", "location_dest_id"})


class StockMove(models.Model):
    """What is on its way changes: those who were promised it are looked at again."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._som_tell_promises()
        return moves

    def write(self, vals):
        if TELLING.isdisjoint(vals) or not self._som_promising():
            return super().write(vals)
        before = {move: move._som_telling() for move in self}
        result = super().write(vals)
        self.filtered(lambda move: before[move] != move._som_telling())._som_tell_promises()
        return result

    def _som_telling(self):
        return self.date, self.state, self.product_uom_qty, self.location_dest_id

    def _som_is_awaited(self):
        """Whether something that is bound for others is still to come; also where nobody has confirmed it yet."""
        return self.state not in ("done", "cancel")

    def _som_promising(self):
        """The companies of these moves that promise dates."""
        return self.company_id.sudo().filtered("som_promise")  # sudo: whether dates are promised is no secret

    def _som_tell_promises(self):
        """Note the products of moves that bring goods, or take them for something else than orders."""
        promising = self._som_promising()
        if promising:
            moves = self.filtered(
                lambda move: move.company_id in promising and move.product_id.is_storable
                and move.state not in ("draft", False)
                and not move.sudo().sale_line_id)  # sudo: who moves goods may not read the order they are for
            self.env["som.promise.event"]._som_happened(moves.product_id)
