from odoo import fields, models

from ... import turnstile
from ...cycles import unsearched
from ...engine import codec


class SomAllocationRun(models.Model):
    """Applies a preview: exactly what it shows, or nothing."""

    _inherit = "som.allocation.run"

    def _som_apply(self):
        """Write the plan to the reservations, or become stale.

        The turns of all products come first: the data are read as of the moment when nobody else changes them, so
        that what is compared is what is written, and others wait instead of failing.
        """
        self.ensure_one()
        before = self._som_kept_snapshot()
        turnstile.begin(self.env, self.env["product.product"].browse(
            sorted({demand.product for demand in before.demands})))
        if self.state not in ("planned", "waiting"):
            return  # somebody else was faster while this one waited
        now = self._som_read()
        if codec.digest(codec.encode(now)) != self.snapshot_hash:
            self.write({"state": "stale", "note": self._som_what_moved(before, now)})
            return
        self._som_carry_out(now, self._som_kept_plan())

    @unsearched()
    def _som_carry_out(self, now, planned):
        """Write a plan that was made from the data as they are now."""
        # sudo: reservations are written for whoever may apply a run
        writer = self.env["som.allocation.writer"].sudo()
        writer._som_lock(now)
        writer._som_write(now, planned.changes)
        self._som_count_waiting(now, planned)
        self.write({"state": "applied", "applied_at": fields.Datetime.now(), "applied_by": self.env.uid})
        self._som_tell_exceptions()

    def _som_tell_exceptions(self):
        """Lines that should have won and did not are somebody's work."""
        person = self.policy_id.user_id
        if self.exception_count and person:
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=person.id,
                summary=self.env._("%s lines should have been filled and are not", self.exception_count),
                note=self.env._("Their strategy puts them first, and there is not enough even so: find stock, or agree"
                                " on another date with the customer."))
