from collections import defaultdict

from odoo import models


class StockMove(models.Model):
    """Less of a delivery: a part of what is to be shipped taken from it, and from the steps before and after."""

    _inherit = "stock.move"

    def _som_loose(self):
        """What of a move can still be taken from it, in the product's unit: not picked, here or in a step before."""
        self.ensure_one()
        if not self._som_is_open():
            return 0.0
        picked = self._som_in_hand() if self.picked else 0.0
        before = self.move_orig_ids.filtered(lambda move: move.state == "done")
        brought = sum(move._som_in_hand() for move in before)
        gone = sum(move._som_in_hand() for move in before.move_dest_ids if move.state == "done")
        return max(0.0, self.product_qty - max(picked, brought - gone))

    def _som_loose_in_unit(self):
        """The same in the move's own unit."""
        return self.product_id.uom_id._compute_quantity(self._som_loose(), self.product_uom, rounding_method="HALF-UP")

    def _som_in_hand(self):
        """What it has reserved, or moved, in the product's unit."""
        return self.product_uom._compute_quantity(self.quantity, self.product_id.uom_id, rounding_method="HALF-UP")

    def _som_cuts(self, wanted):
        """How much less each step moves where so much less is to be shipped.

        Moves of one way carry the same goods: these are counted once.

        :param dict wanted: move → quantity in the product's unit
        :return: move → quantity, for all steps; and for those of ``wanted`` that count
        """
        cuts, counted = defaultdict(float), {}
        for move, quantity in wanted.items():
            more = quantity - cuts[move]
            if move.product_id.uom_id.compare(more, 0) > 0:
                counted[move] = more
                cuts[move] += more
                move._som_follow(more, cuts, "move_orig_ids")
                move._som_follow(more, cuts, "move_dest_ids")
        return {move: quantity for move, quantity in cuts.items() if quantity}, counted

    def _som_follow(self, quantity, cuts, steps):
        """As much less in the steps before or after; what is bought or made stays, it has an order of its own."""
        for move in self[steps].filtered(
                lambda move: move._som_is_open() and move.location_id.usage in ("internal", "transit")):
            part = min(quantity, move.product_qty - cuts[move])
            if move.product_id.uom_id.compare(part, 0) > 0:
                cuts[move] += part
                quantity -= part
                move._som_follow(part, cuts, steps)

    def _som_cut(self, cuts):
        """Cancel so much of these moves, in the product's unit; of what is reserved, what the rest needs is kept."""
        whole = self.filtered(lambda move: move.product_id.uom_id.compare(move.product_qty, cuts[move]) <= 0)
        for move in self - whole:
            move._som_divide(cuts[move])  # what it loses moves nothing any more
        whole._som_give_up()

    def _som_divide(self, quantity):
        """Let a move carry so much less, in the product's unit.

        :return: values of a move for what it loses
        """
        self._som_hold_at_most(self.product_qty - quantity)
        return self._split(quantity)

    def _som_split_off(self, quantities):
        """Moves of their own for a part of these, with nothing reserved.

        :param dict quantities: move → quantity in the product's unit, less than all of it
        """
        values = []
        for move in self:
            values += move._som_divide(quantities[move])
        parts = self.with_context(som_unreserved=True).create(values)
        parts._action_confirm(merge=False, create_proc=False)
        return parts

    def _som_hold_at_most(self, quantity):
        """Give back what is reserved beyond a quantity, the last of it first; never what is picked."""
        self.ensure_one()
        unit, excess = self.product_id.uom_id, self._som_in_hand() - quantity
        for line in self.move_line_ids.filtered(lambda line: not line.picked).sorted("id", reverse=True):
            if unit.compare(excess, 0) <= 0:
                return
            held = line.quantity_product_uom
            if unit.compare(held, excess) <= 0:
                line.unlink()
            else:
                line.quantity = unit._compute_quantity(held - excess, line.product_uom_id, rounding_method="HALF-UP")
            excess -= held

    def _som_set_apart(self, quantities):
        """Let so much of these moves wait, unreserved; by itself where there is something else that can ship.

        :param dict quantities: move → quantity in the product's unit
        """
        whole = self.filtered(lambda move: move.product_id.uom_id.compare(move.product_qty, quantities[move]) <= 0)
        waiting = whole | (self - whole)._som_split_off(quantities)
        whole._do_unreserve()
        for picking, moves in waiting.grouped("picking_id").items():
            if picking.move_ids.filtered(lambda move: move._som_is_open()) - moves:
                apart = picking._create_backorder_picking()
                moves.write({"picking_id": apart.id, "picked": False})
                picking.message_post(body=self.env._("%s waits for what cannot ship.", apart._get_html_link()))
