from odoo import fields, models
from odoo.tools import float_compare

from odoo.addons.som_core.models.check.sale_order_check import LATER

#: Context ``som_settling``: the line follows what happened to its goods. An object, as nobody can send it.
SETTLING = object()
#: What a smaller quantity must not change: the price was agreed for what was ordered.
AGREED = ("price_unit", "technical_price_unit", "discount")


class SaleOrderLine(models.Model):
    """Lines follow what is cancelled of their goods.

    What is cancelled is taken off the ordered quantity, and a ``som.cancellation`` keeps it on record:
    *once ordered* is always ``product_uom_qty + som_cancelled_qty``. So all that native code and other addons
    derive from the ordered quantity is right by itself: totals, margins, credit, quantities to invoice or to
    deliver, the credit note for goods that were paid in advance. To leave the quantity and to note beside it that
    a part does not count would be wrong wherever somebody does not know of the note, and Odoo would procure the
    cancelled goods anew as soon as the quantity is changed.
    """

    _inherit = "sale.order.line"

    som_cancellation_ids = fields.One2many(
        "som.cancellation", "line_id", readonly=True, groups="som_core.group_som_user")
    som_cancelled_qty = fields.Float(
        string="Cancelled", digits="Product Unit", readonly=True, copy=False,
        help="What was ordered, but is neither delivered nor invoiced, because the rest was cancelled. It is not in"
             " the ordered quantity any more.")

    def _som_totals(self):
        """What of each line has reached the customer or is still on its way to him.

        :return dict: line → quantity in the line's unit
        """
        return {line: line.qty_delivered + line._som_under_way() for line in self}

    def _som_under_way(self):
        """What is yet to reach the customer, in the line's unit; each unit counts once, whatever steps it has to go."""
        self.ensure_one()
        moves = self.move_ids.filtered(lambda move: move._som_is_open() and move._som_is_outward())
        moves = moves.with_prefetch(self.move_ids._prefetch_ids)  # of all lines, not of this one
        if moves - moves.filtered(lambda move: move.product_id == self.product_id):
            return max(self.product_uom_qty - self.qty_delivered, 0.0)  # a kit: closed when all its parts are
        return sum(
            move.product_uom._compute_quantity(move.product_uom_qty, self.product_uom_id, round=False)
            for move in moves.filtered(lambda move: not move.move_dest_ids & moves))

    def _som_settle(self, before, reason=None, left_in=None, tell=True):
        """Take off these lines what was cancelled of their goods, and keep it on record.

        :param dict before: their totals before that
        :param str reason: why, in words; if absent, because the goods were not there
        :param dict left_in: line → the transfer in which its rest was left behind
        :param bool tell: the customer has yet to be told
        :return: the new ``som.cancellation`` records
        """
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        values = []
        for line, total in self._som_totals().items():
            cancelled = round(before[line] - total, digits)
            if float_compare(cancelled, 0, precision_digits=digits) > 0:
                picking = (left_in or {}).get(line)
                values.append(self.env["som.cancellation"]._som_prepare(line, cancelled, reason, picking, tell))
                line._som_lower(cancelled)
        cancellations = self.env["som.cancellation"].create(values)
        cancellations._som_post()
        # what became free may be what other orders of these customers wait for
        self.env["sale.order"]._som_world_changed(cancellations.order_id.partner_id.commercial_partner_id)
        return cancellations

    def _som_lower(self, quantity):
        """Lower the ordered quantity; price and discount stay, nothing is procured, nothing is checked anew."""
        self.ensure_one()
        settled = max(self.product_uom_qty - quantity, min(self.qty_delivered, self.product_uom_qty), 0.0)
        line = self.with_context(som_settling=SETTLING, som_recheck=LATER, skip_procurement=True)
        with self.env.protecting([self._fields[name] for name in AGREED], self):
            line.write({
                "product_uom_qty": settled,
                "som_cancelled_qty": self.som_cancelled_qty + self.product_uom_qty - settled,
            })

    def _get_protected_fields(self):
        """What happened to the goods is true for a locked order, too."""
        names = super()._get_protected_fields()
        if self.env.context.get("som_settling") is SETTLING:
            return [name for name in names if name != "product_uom_qty"]
        return names

    def _som_mark_anew(self, marks):
        """What is left of what was agreed needs no agreement."""
        return None if self.env.context.get("som_settling") is SETTLING else super()._som_mark_anew(marks)

    def _update_line_quantity(self, values):
        """What was cancelled, and why, is posted once for the order: see :meth:`_som_settle`."""
        if self.env.context.get("som_settling") is not SETTLING:
            return super()._update_line_quantity(values)
        return None

    def _som_note_waiting(self, values):
        """Write what waiting for goods leaves on lines; it changes nothing that was ordered."""
        return self.with_context(som_recheck=LATER).write(values)

    def _som_expected_at(self):
        """When what is still to come of the line is expected; None where nobody can say.

        A date that has passed is no promise. Whoever makes better promises overrides this.
        """
        self.ensure_one()
        dates = [move.date_deadline for move in self.move_ids if move._som_is_open() and move.date_deadline]
        expected = max(dates, default=None) or self.order_id.commitment_date
        return expected if expected and expected > fields.Datetime.now() else None
