from collections import defaultdict

from odoo import models
from odoo.tools import float_is_zero


class StockMove(models.Model):
    """Done moves of orders, as the ledger records them: picked, shipped, returned."""

    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.filtered(lambda move: move.state == "done")._som_sync_ledger()
        return moves

    def _som_sync_ledger(self):
        """Record the difference between what these done moves did and what the ledger says they did.

        Called when moves are done, and again when the quantity of a done move is corrected.
        """
        # sudo: a warehouse user may move goods of orders he may not read
        moves = self.sudo().filtered(lambda move: move.state == "done" and move.sale_line_id)
        if not moves:
            return
        net = defaultdict(float)
        net.update(self.env["sale.order"]._som_ledger_net(moves, ("picked", "shipped", "returned")))
        components = moves.filtered(lambda move: move.product_id != move.sale_line_id.product_id)
        entries = []
        for move in moves - components:
            line = move.sale_line_id
            quantity = move.product_uom._compute_quantity(move.quantity, line.product_uom_id, round=False)
            for stage, sign in move._som_ledger_stages():
                key = (move.id, line.order_id.id, line.id, stage)
                entries.append(move._som_ledger_entry(line, stage, sign * quantity - net[key]))
        entries += components._som_component_entries()
        self.env["sale.order"]._som_record([entry for entry in entries if entry])

    def _som_ledger_entry(self, line, stage, quantity):
        if float_is_zero(quantity, precision_digits=6):
            return None
        return {"order": line.order_id, "line": line, "stage": stage, "quantity": quantity, "document": self}

    def _som_ledger_stages(self):
        """Stages this move stands for, each with the sign of its quantity.

        Picked is the first step of a chain, shipped the one that reaches the
        customer; a single-step delivery is both. A step that is taken back
        before it reached the customer un-picks.
        """
        self.ensure_one()
        to_customer = self._som_is_customer(self.location_dest_id)
        from_customer = self._som_is_customer(self.location_id)
        if to_customer and not from_customer:
            stages = [("shipped", 1)]
            if self._som_is_first_step() and self.location_id.usage in ("internal", "transit"):
                stages.insert(0, ("picked", 1))
            return stages
        if from_customer and not to_customer:
            return [("returned", 1)] if self._som_is_first_step() or self.origin_returned_move_id else []
        if self.location_id.usage == "internal" and self.location_dest_id.usage == "internal":
            if self.origin_returned_move_id:
                original = self.origin_returned_move_id
                return [("picked", -1)] if ("picked", 1) in original._som_ledger_stages() else []
            if self._som_is_first_step() and self.picking_code != "incoming":
                return [("picked", 1)]
        return []

    def _som_is_customer(self, location):
        return location.usage == "customer"

    def _som_is_first_step(self):
        """Whether no earlier move of the same order line, inside the company or back from the customer, leads here.

        Where goods come from a vendor does not count: what is bought or made for the order is picked later.
        """
        return not any(
            origin.sale_line_id == self.sale_line_id and origin.state != "cancel"
            and origin.location_id.usage in ("internal", "transit", "customer") for origin in self.move_orig_ids)

    def _som_component_entries(self):
        """Entries for lines whose goods move as other products (kits): by the line's delivered quantity."""
        entries = []
        lines = self.sale_line_id
        if not lines:
            return entries
        recorded = self.env["som.milestone"].sudo()._read_group(
            [("line_id", "in", lines.ids), ("stage", "in", ("shipped", "returned"))],
            ["line_id", "stage"], ["quantity:sum"])
        totals = {(line.id, stage): total for line, stage, total in recorded}
        for line in lines:
            shipped = totals.get((line.id, "shipped"), 0) - totals.get((line.id, "returned"), 0)
            missing = line.qty_delivered - shipped
            move = self.filtered(lambda m, line=line: m.sale_line_id == line)[-1]
            if missing > 0:
                entries += [move._som_ledger_entry(line, "picked", missing),
                            move._som_ledger_entry(line, "shipped", missing)]
            else:
                entries.append(move._som_ledger_entry(line, "returned", -missing))
        return entries
