import logging
from collections import defaultdict

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

from ...checks.batch import Batch
from ...stages import BLOCKED_BY, GUARDED_STAGES

_logger = logging.getLogger(__name__)

#: Conflicts with other transactions after which a background run leaves the rest to the next.
CONFLICTS = 5

#: Written by the flows themselves, not by somebody who changes what was ordered.
NOT_A_CHANGE = frozenset({
    "state", "date_order", "locked", "signature", "signed_by", "signed_on", "access_token", "name", "origin",
    "invoice_status", "pending_email_template_id", "som_awaits_release", "som_release_user_id", "som_release_email",
    "som_checked_at", "som_hold_status", "som_hold_check_ids", "tag_ids", "note", "reference", "transaction_ids",
    "picking_ids", "procurement_group_id", "stock_reference_ids", "effective_date", "delivery_status",
    "partner_credit_warning", "campaign_id", "medium_id", "source_id",
})
#: What only the checks themselves say.
COMPUTED = frozenset({"som_hold_status", "som_hold_check_ids", "som_checked_at"})
NOT_A_CHANGE_PREFIXES = ("message_", "activity_", "website_message_")
#: Context ``som_recheck``: what is written now is checked by whoever writes the order around it.
#: An object, not a word: a context comes from the client too, and nobody can send this.
LATER = object()


class SaleOrder(models.Model):
    """Checking orders: findings become holds, causes that are gone clear them."""

    _inherit = "sale.order"

    som_hold_ids = fields.One2many("som.hold", "order_id", string="All Holds", readonly=True, copy=False)
    som_checked_at = fields.Datetime(string="Checked On", readonly=True, copy=False)

    def _som_touch(self):
        """Take the orders' rows, so that nobody else checks, waives or confirms them meanwhile.

        An update, not a lock: whoever has an older picture of the order fails
        on it and is tried again, and so decides on what is true by then.
        """
        if self.ids:
            self.env.cr.execute(SQL(
                """UPDATE sale_order SET som_checked_at = %s WHERE id IN (
                       SELECT id FROM sale_order WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE)""",
                fields.Datetime.now(), list(self.ids)))
            self.invalidate_recordset(["som_checked_at"], flush=False)

    def _som_check(self, stages=None):
        """Make the checks that guard some stages; bring the orders' holds up to date.

        :param stages: of ``GUARDED_STAGES``; those an order has before it if absent
        """
        # sudo: what is found must not depend on who asks
        orders = self.sudo().filtered(lambda order: order.state != "cancel")
        for company, of_company in orders.grouped("company_id").items():
            wanted = stages or tuple(stage for stage, _label in GUARDED_STAGES)
            checks = self.env["som.check"]._for_stages(company, wanted)
            if checks:
                of_company._som_touch()
                batch = Batch(of_company, company)
                for part in checks._in_turn():
                    of_company._som_apply(part, part._find(of_company, batch))

    def _som_apply(self, checks, found):
        """Turn what some checks found on these orders into holds.

        :param found: list of (``som.check``, ``Finding``)
        """
        known = defaultdict(lambda: self.env["som.hold"])
        for hold in self.env["som.hold"].search([
                ("order_id", "in", self.ids), ("check_id", "in", checks.ids),
                "|", ("state", "=", "open"), ("covers", "=", True)]):
            known[hold.check_id.id, hold.order_id.id, hold.line_id.id or None, hold.subject or ""] |= hold
        new = []
        for check, finding in found:
            holds = known.pop((check.id, finding.order_id, finding.line_id, finding.subject), self.env["som.hold"])
            opened = holds.filtered(lambda hold: hold.state == "open")
            if opened:
                opened._follow(check, finding)
            elif not any(hold._covers(finding) for hold in holds):
                new.append(self.env["som.hold"]._prepare(check, finding))
        gone = self.env["som.hold"].union(*known.values())
        gone.filtered(lambda hold: hold.state == "open")._end("cleared")
        gone.filtered("covers").covers = False
        if new:
            self.env["som.hold"].create(new)._announce()

    def _som_recheck(self):
        """Check again orders that were changed, or whose world was: those checked before, or confirmed meanwhile."""
        # sudo: the same for everybody
        orders = self.sudo().exists()
        quotations = orders.filtered(lambda order: order.state in ("draft", "sent"))
        quotations._som_check(("confirmed", "allocated"))
        orders.filtered(lambda order: order.state == "sale")._som_check()
        cancelled = orders.filtered(lambda order: order.state == "cancel")
        self.env["som.hold"].sudo().search([  # sudo: see above
            ("order_id", "in", cancelled.ids), ("state", "=", "open")])._end("cleared")

    @api.model
    def _som_recheck_held(self, domain):
        """Check again the held orders that meet a domain, because what held them may be gone.

        For whoever sees the world change: a payment comes in, an address is
        completed. Orders that become free are confirmed in the background.
        """
        Hold = self.env["som.hold"]
        if not Hold._any_open():
            return self.browse()
        # sudo: the same for everybody
        orders = self.sudo().search([("som_hold_status", "!=", "clear"), *domain])
        orders._som_recheck()
        orders._som_wake_release()
        return orders

    def _som_wake_release(self):
        """Have those that wait for nothing any more confirmed in the background."""
        if self._som_free_to_confirm():
            self.env.ref("som_core.ir_cron_som_check").sudo()._trigger()  # sudo: to wake the job is nobody's right

    def _som_blocked(self, stage):
        """The open holds that keep these orders, or lines of them, from a stage.

        :return: ``som.hold``, in superuser mode
        """
        return self.env["som.hold"]._blocking(self, BLOCKED_BY[stage])

    def _som_resume(self):
        """Reserve for confirmed orders that nothing holds any more, where the warehouse reserves by itself."""
        # sudo: whoever ends a hold need not have a role in the warehouse
        moves = self.sudo().filtered(lambda order: order.state == "sale").order_line.move_ids.filtered(
            lambda move: move.state in ("confirmed", "partially_available", "waiting")
            and move._should_assign_at_confirm())
        if not moves:
            return
        try:
            with self.env.cr.savepoint():
                moves._action_assign()
        except UserError:  # the warehouse's own run finds them
            _logger.warning("Released, but not reserved: %s", self.mapped("name"), exc_info=True)

    # Background

    @api.model
    def _som_cron_check(self, size=200):
        """End holds whose time is up, look at held orders again, confirm those that are free; in batches.

        Orders are taken by the time of their last check, the oldest first, so that a run that is cut goes on where
        it ended. An order that fails stops no other.
        """
        Cron = self.env["ir.cron"]
        started = fields.Datetime.now()
        self.env["som.hold"]._expire(limit=10_000)
        todo = self._som_to_look_at(started)
        remaining, conflicts = self.search_count(todo), 0
        Cron._commit_progress(remaining=remaining)
        while remaining:
            orders = self.search(todo, order="som_checked_at, id", limit=size)
            if not orders:
                break
            try:
                orders._som_look_again()
            except (OperationalError, ConcurrencyError):  # somebody works on one of them; `ir.cron` does not retry
                self.env.cr.rollback()
                self.env.transaction.reset()
                conflicts += 1
                if conflicts > CONFLICTS:
                    break
                continue
            remaining = max(remaining - len(orders), 0)
            if not Cron._commit_progress(len(orders), remaining=remaining):
                break

    @api.model
    def _som_to_look_at(self, before):
        """Held orders, and confirmed ones that have yet to ship, not looked at since."""
        return [
            ("state", "in", ("draft", "sent", "sale")),
            "|", ("som_checked_at", "=", False), ("som_checked_at", "<=", before),
            "|", "|", ("som_hold_status", "!=", "clear"), ("som_awaits_release", "=", True),
            "&", "&", ("state", "=", "sale"), ("delivery_status", "in", ("pending", "started", "partial")),
            ("som_checked_at", "!=", False)]

    def _som_look_again(self):
        """Check orders together; where that fails, each on its own."""
        try:
            with self.env.cr.savepoint():
                self._som_recheck()
                self._som_touch()
        except (OperationalError, ConcurrencyError):
            raise
        except Exception:
            if len(self) == 1:
                _logger.exception("Order %s cannot be checked", self.name)
                self._som_touch()  # at the end of the queue
                return
            for order in self:
                order._som_look_again()
            return
        self._som_release()

    # Changes

    def _som_needs_recheck(self):
        """Orders that were checked before, where there is something to check."""
        if self.env.context.get("som_history") and self.env.user.has_group("som_core.group_som_manager"):
            return self.browse()
        Check = self.env["som.check"]
        # sudo: see _som_check
        return self.sudo().filtered(
            lambda order: (order.som_checked_at or order.state == "sale") and Check._active_ids(order.company_id.id))

    @api.model
    def _som_is_change(self, vals):
        return any(
            name not in NOT_A_CHANGE and not name.startswith(NOT_A_CHANGE_PREFIXES) for name in vals)

    def write(self, vals):
        if not self.env.su and not COMPUTED.isdisjoint(vals):
            raise AccessError(self.env._("What the checks found on an order cannot be written; waive its holds."))
        if not self._som_is_change(vals):
            return super().write(vals)
        # lines written along with the order are checked with it, once
        result = super(SaleOrder, self.with_context(som_recheck=LATER)).write(vals)
        self._som_changed()
        return result

    def _som_changed(self):
        """What was ordered has changed: check it again, unless that is done by an outer call."""
        if self.env.context.get("som_recheck") is not LATER:
            changed = self._som_needs_recheck()
            changed._som_recheck()
            changed._som_wake_release()
