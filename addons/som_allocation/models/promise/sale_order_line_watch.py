import logging

from odoo import api, fields, models

from odoo.addons.som_core.retry import retrying_one

from .moments import when

_logger = logging.getLogger(__name__)

#: How what was promised stands.
PROMISE_STATES = [("kept", "On Time"), ("later", "Later than First Promised"), ("unknown", "No Date")]


class SaleOrderLine(models.Model):
    """Promises are watched: one that will be missed is known before it is, and so is the reason."""

    _inherit = "sale.order.line"

    som_promise_state = fields.Selection(
        PROMISE_STATES, string="Promise", readonly=True, copy=False, index="btree_not_null",
        help="How what was promised stands: kept, moved to a later date, or nobody can say when.")

    som_first_promised_date = fields.Datetime(
        string="First Promised", readonly=True, copy=False,
        help="What was promised when the order was confirmed, or last changed. Promises that move do not move it.")

    @api.model
    def _som_products_waited_for(self):
        """Products of which orders lack something, in companies that promise dates."""
        return self._som_lacking([]).product_id

    @api.model
    def _som_lacking(self, domain):
        """Order lines with transfers that have goods still to come, in companies that promise dates."""
        # sudo: the scheduled action looks at all of them
        moves = self.env["stock.move"].sudo().search([
            ("sale_line_id", "!=", False), ("company_id.som_promise", "=", True),
            ("state", "in", ("waiting", "confirmed", "partially_available")), *domain])
        return moves.sale_line_id

    @api.model
    def _som_look_in_batches(self, products):
        """Look at all promises of some products: a company's in one transaction, for they depend on each other.

        One company that fails stops no other.
        """
        lines = self._som_lacking([("product_id", "in", products.ids)])
        for company, mine in lines.grouped("company_id").items():
            retrying_one(
                self.env, lambda mine=mine: mine._som_look_again(),
                lambda _error, company=company: _logger.exception("Promises of %s cannot be looked at", company.name))
            self.env["ir.cron"]._commit_progress()

    def _som_look_again(self):
        """Compare what these lines were promised with what can be kept now; whatever moved by a day is told."""
        lines = self.exists()._som_with_whole_orders()
        if not lines:
            return
        self.env["som.promise.key"]._som_claim(lines.product_id)
        promises = self.env["som.promise"]._som_promise(lines)
        moved = {}
        for line in lines:
            before, after = line.som_promised_date, line._som_date_to_promise(promises[line])
            if line.som_promise_state != "unknown" if not after else line._som_is_another_day(before, after):
                moved[line] = before
                line._som_move_promise(after, promises[line])
        self.env["sale.order"]._som_tell_moved(moved)

    def _som_move_promise(self, date, promise):
        """Another date is promised, or nobody can say: the ledger keeps why. What was promised stays until we know."""
        cause, document = self._som_why(promise)
        if date:
            self._som_keep({self: date}, cause, document)
        state = "unknown" if not date else "kept"
        if date and self.som_first_promised_date and self._som_is_another_day(
                max(date, self.som_first_promised_date), self.som_first_promised_date):
            state = "later"
        self._som_note_waiting({"som_promise_state": state})

    def _som_why(self, promise):
        """What a date depends on last: in words, and the move that brings it."""
        last = promise.parts[-1] if promise.parts else None
        if promise.date is None:
            return self.env._("Nothing that is known covers it"), None
        if last is None or not (last.batch or last.refill or last.recipe):
            if self.order_id.picking_policy == "one":
                return self.env._("The order ships when all of it is ready"), None
            return self.env._("It is in stock"), None
        if last.refill:
            return self.env._("It has to be ordered from the vendor"), None
        if last.origin:
            return self._som_why_brought(last), None
        move = self.env["stock.move"].sudo().browse(last.batch)  # sudo: see where promises are worked out
        return self.env._(
            "%(document)s is planned for %(date)s", document=self.env["sale.order"]._som_document_name(move),
            date=self.company_id._som_day_text(move.date)), move

    def _som_why_brought(self, part):
        origin = self.env["som.promise"]._som_origin_name(part)
        if not part.waits:
            return self.env._("It has to be brought from %s", origin)
        return self.env._("It has to be brought from %(warehouse)s: %(reason)s", warehouse=origin,
                          reason=self._som_late_reason(self._som_late_end(part.waits).part))

    @api.model
    def _som_late_end(self, late):
        """What is at the end of all that waits for each other."""
        while late.part and late.part.waits:
            late = late.part.waits
        return late

    def _som_late_reason(self, part):
        """Why a part is late that others wait for; None: nobody knows of any."""
        if part is None:
            return self.env._("nobody knows of any")
        if part.batch:
            move = self.env["stock.move"].sudo().browse(part.batch)  # sudo: as above
            return self.env._(
                "%(document)s is planned for %(date)s", document=self.env["sale.order"]._som_document_name(move),
                date=self.company_id._som_day_text(move.date))
        if part.refill:
            return self.env._("it has to be ordered from the vendor, and comes on %s",
                              self.company_id._som_day_text(when(part.date)))
        if part.origin:
            return self.env._("it has to be brought from %s", self.env["som.promise"]._som_origin_name(part))
        return self.env._("it has to be produced")

    def _som_is_another_day(self, before, after):
        """Promises are days: those of the company."""
        here = self.with_context(tz=self.company_id._som_tz())
        days = [date and fields.Datetime.context_timestamp(here, date).date() for date in (before, after)]
        return days[0] != days[1]
