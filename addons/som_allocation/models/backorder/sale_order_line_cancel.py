from odoo import fields, models
from odoo.exceptions import UserError


class SaleOrderLine(models.Model):
    """Lines on backorder: proposed for cancellation when they wait too long, then kept or cancelled."""

    _inherit = "sale.order.line"

    som_backorder_keep_until = fields.Date(
        string="Keep Until", readonly=True, copy=False, groups="som_core.group_som_user",
        help="Until then the backorder is not proposed for cancellation.")
    som_backorder_proposed_at = fields.Datetime(
        string="Proposed for Cancellation On", readonly=True, copy=False, groups="som_core.group_som_user")

    def _som_backorder_moves(self):
        """Open moves of what was left behind of these lines."""
        return self.move_ids.filtered(lambda move: (
            move.som_backorder_since and move._som_is_open() and move._som_is_outward()))

    def _som_cancel_backorder(self, reason, tell=False):
        """Cancel what was left behind of these lines, for good.

        :param str reason: why, for the record
        :param bool tell: tell the customers, unless they want no such mail
        :return: the ``som.cancellation`` records
        """
        self.order_id.check_access("write")
        lines = self.sudo()  # sudo: who may change the order may do without its rest; that needs no role in stock
        moves = lines._som_backorder_moves()
        lines = moves.sale_line_id
        picked = moves.filtered(lambda move: move.picked and move.quantity)
        if picked:
            raise UserError(self.env._(
                "%(products)s: picked already in %(transfers)s. Have the transfer put back, or let it ship.",
                products=", ".join(picked.product_id.mapped("display_name")),
                transfers=", ".join(picked.picking_id.mapped("name"))))
        before = lines._som_totals()
        moves._som_cancel_rest()
        cancelled = lines._som_settle(before, reason, tell=tell)
        lines._som_end_proposal(self.env._("The rest was cancelled: %s", reason))
        if tell:
            orders = cancelled.order_id._som_to_be_told(wanted=True)
            self.env["som.shipping.notice"].sudo()._som_queue({  # sudo: see above
                self.env["stock.picking"]: orders})
        return cancelled

    def _som_keep_backorder(self, until):
        """Propose these lines for cancellation no more before a date."""
        self.order_id.check_access("write")
        lines = self.sudo()  # sudo: nobody writes the field itself
        lines._som_note_waiting({"som_backorder_keep_until": until})
        lines._som_end_proposal(self.env._("Kept until %s", fields.Date.to_string(until)))

    def _som_end_proposal(self, feedback):
        """The proposal to cancel these lines is decided; the activity goes with the last line of its order."""
        self._som_note_waiting({"som_backorder_proposed_at": False})
        decided = self.order_id.filtered(lambda order: not any(
            line.som_backorder_proposed_at and line._som_backorder_moves() for line in order.order_line))
        decided.activity_feedback(["som_allocation.mail_activity_backorder"], feedback=feedback)
