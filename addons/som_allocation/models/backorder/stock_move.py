from odoo import fields, models
from odoo.tools import SQL


class StockMove(models.Model):
    """What was left behind when the rest of its order went, and since when."""

    _inherit = "stock.move"

    som_backorder_since = fields.Datetime(
        string="Backorder Since", readonly=True, index="btree_not_null",
        help="When these goods were left behind because they were not there. Splitting keeps it, as do later steps.")

    def _init_column(self, column_name):
        """Backorders that are open when the addon comes know since when, too."""
        result = super()._init_column(column_name)
        if column_name == "som_backorder_since":
            self.env.cr.execute(SQL(
                """UPDATE stock_move m SET som_backorder_since = k.create_date
                     FROM stock_picking k
                    WHERE k.id = m.picking_id AND k.backorder_id IS NOT NULL AND m.sale_line_id IS NOT NULL
                      AND m.state NOT IN ('done', 'cancel')"""))
        return result

    def _som_is_open(self):
        return self.state not in ("draft", "done", "cancel")

    def _som_is_outward(self):
        """Whether the goods leave stock for the customer of their order, in this step or a later one."""
        line = self.sudo().sale_line_id  # sudo: who moves goods may not read the order they are for
        if not line or self.location_id.usage not in ("internal", "transit"):
            return False
        if (self.location_final_id or self.location_dest_id)._is_outgoing():
            return True
        later = self.sudo().move_dest_ids.filtered(lambda move: move.sale_line_id == line)  # sudo: see above
        return any(move._som_is_outward() for move in later)

    def _som_rest_policy(self):
        """What becomes of the goods of this move that are left behind, as their order says; False: nothing special."""
        self.ensure_one()
        if self.picking_id._should_ignore_backorders() or not self._som_is_outward():
            return False
        return self.sudo().sale_line_id.order_id.som_rest_policy  # sudo: see above

    def _som_mark_left_behind(self):
        """Remember since when these goods wait; those that waited before go on waiting from then."""
        moves = self.sudo().filtered(lambda move: move._som_is_open() and move._som_is_outward())  # sudo: see above
        for order, of_order in moves.grouped(lambda move: move.sale_line_id.order_id).items():
            now = order._som_occurred_at(order)
            of_order.filtered(lambda move: not move.som_backorder_since).som_backorder_since = now
            of_order.sale_line_id.filtered(lambda line: not line.som_waiting_since)._som_note_waiting(
                {"som_waiting_since": now})

    def _merge_moves_fields(self):
        """Goods that are put together wait since the first of them.

        But in a later step they have been picked: with goods that were not left behind they are none, either.
        """
        values = super()._merge_moves_fields()
        since = [move.som_backorder_since for move in self if move.som_backorder_since]
        if since:
            together = self.move_orig_ids and len(since) < len(self)
            values["som_backorder_since"] = False if together else min(since)
        return values
