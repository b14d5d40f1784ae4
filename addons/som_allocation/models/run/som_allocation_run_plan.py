import base64
import zlib

from odoo import fields, models

from ...cycles import unsearched
from ...engine import codec
from ...engine.compare import compare
from ...engine.plan import plan

WORTH = 10_000  #: the engine counts values in this part of the currency


class SomAllocationRun(models.Model):
    """Plans: reads the data, asks the engine, keeps both, and shows what it would mean."""

    _inherit = "som.allocation.run"

    def _som_read(self):
        """The snapshot as the data is now."""
        self.ensure_one()
        # sudo: a plan is made for all demand of the company, whoever asks for it
        policy = self.policy_id.sudo().with_company(self.company_id)
        reader = self.env["som.allocation.snapshot"].sudo().with_company(self.company_id)
        return reader._som_read(policy, reader._som_scope(policy, self.product_ids), self.as_of)

    @unsearched()
    def _som_plan(self):
        """Read, plan, and keep both.

        :return: the snapshot and the plan
        """
        self.ensure_one()
        self.as_of = fields.Datetime.now()
        self.version_id = self.policy_id.sudo()._som_version()  # sudo: versions are made by running, not by people
        snapshot = self._som_read()
        self._som_progress(30)
        planned = plan(snapshot)
        self._som_progress(60)
        content, answer = codec.encode(snapshot), codec.encode_plan(planned)
        moved = self.env["som.allocation.run.line"]._som_replace(self, snapshot, planned)
        # sudo: the files are for the run itself, people see its lines
        self.sudo().write({"snapshot": _pack(content), "plan": _pack(answer)})
        self.write({
            "state": "planned", "note": False, "moved_count": moved,
            "snapshot_hash": codec.digest(content), "plan_hash": codec.digest(answer),
            **self._som_prepare_totals(snapshot, planned)})
        return snapshot, planned

    def _som_prepare_totals(self, snapshot, planned):
        """The figures of the whole plan."""
        totals = compare(snapshot, planned.grants)
        return {
            "line_count": totals.lines, "gain_count": totals.gaining, "loss_count": totals.losing,
            "short_count": totals.short, "exception_count": totals.exceptions,
            "gain_value": totals.worth_gained / WORTH, "loss_value": totals.worth_lost / WORTH,
            "fill_before": totals.fill_before, "fill_after": totals.fill_after,
            "orders_before": totals.orders_before, "orders_after": totals.orders_after,
        }

    def _som_kept_snapshot(self):
        return codec.decode(_unpack(self.sudo().snapshot))  # sudo: see where it is kept

    def _som_kept_plan(self):
        return codec.decode_plan(_unpack(self.sudo().plan))  # sudo: see where it is kept

    def action_replay(self):
        """Make the plan again from the kept snapshot, and compare."""
        self.ensure_one()
        same = self._som_replays()
        message = self.env._("Planned again from the same data: exactly the same plan.") if same else self.env._(
            "Planned again, the answer differs: the program has changed since.")
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "type": "success" if same else "warning", "message": message}}

    def _som_replays(self):
        """Whether the kept snapshot gives the kept plan, byte for byte."""
        return codec.digest(codec.encode_plan(plan(self._som_kept_snapshot()))) == self.plan_hash


def _pack(content):
    return base64.b64encode(zlib.compress(content, 1))


def _unpack(packed):
    return zlib.decompress(base64.b64decode(packed))
