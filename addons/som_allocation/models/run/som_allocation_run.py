import base64
import zlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...engine import codec
from ...engine.compare import compare
from ...engine.plan import plan


class SomAllocationRun(models.Model):
    """One answer to the question who gets scarce stock: planned, looked at, applied exactly so, or undone.

    A run keeps the snapshot it was planned from and the plan, so that it can be made again and gives the same, byte
    for byte. Applying reads the data once more: where it is not what the plan was made from, the run is stale, says
    what moved, and changes nothing.
    """

    _name = "som.allocation.run"
    _description = "Allocation Run"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(default=lambda self: self.env._("New"), readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, readonly=True)
    policy_id = fields.Many2one(
        "som.allocation.policy", required=True, check_company=True, index=True,
        default=lambda self: self._default_policy())
    version_id = fields.Many2one("som.allocation.policy.version", string="Policy Version", readonly=True, copy=False)
    cause = fields.Selection(
        [("hand", "By hand"), ("schedule", "Every day"), ("stock", "Stock came in"), ("release", "An order was released"),
         ("cancel", "An order was cancelled"), ("policy", "The policy changed")],
        required=True, default="hand", readonly=True)
    product_ids = fields.Many2many(
        "product.product", "som_allocation_run_product_rel", string="Products",
        domain=[("is_storable", "=", True)], help="Empty: all products.")
    state = fields.Selection(
        [("draft", "New"), ("waiting", "Waiting"), ("planned", "Preview"), ("applied", "Applied"), ("stale", "Stale"),
         ("undone", "Undone"), ("stopped", "Stopped"), ("failed", "Failed")],
        required=True, default="draft", readonly=True, copy=False, tracking=True)
    as_of = fields.Datetime(string="Planned at", readonly=True, copy=False)
    applied_at = fields.Datetime(readonly=True, copy=False)
    applied_by = fields.Many2one("res.users", readonly=True, copy=False)
    snapshot = fields.Binary(attachment=True, readonly=True, copy=False, groups="base.group_system")
    snapshot_hash = fields.Char(string="Snapshot", readonly=True, copy=False)
    plan = fields.Binary(attachment=True, readonly=True, copy=False, groups="base.group_system")
    plan_hash = fields.Char(readonly=True, copy=False)
    note = fields.Text(string="What Moved", readonly=True, copy=False)
    line_ids = fields.One2many("som.allocation.run.line", "run_id", string="Lines", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    line_count = fields.Integer(string="Lines Looked at", readonly=True, copy=False)
    gain_count = fields.Integer(string="Gain", readonly=True, copy=False)
    loss_count = fields.Integer(string="Lose", readonly=True, copy=False)
    short_count = fields.Integer(string="Still Short", readonly=True, copy=False)
    exception_count = fields.Integer(string="Exceptions", readonly=True, copy=False)
    moved_count = fields.Integer(string="Dates That Move", readonly=True, copy=False)
    gain_value = fields.Monetary(string="Value Gained", readonly=True, copy=False)
    loss_value = fields.Monetary(string="Value Lost", readonly=True, copy=False)
    fill_before = fields.Float(string="Filled Before", readonly=True, copy=False)
    fill_after = fields.Float(string="Filled After", readonly=True, copy=False)
    orders_before = fields.Integer(string="Full Orders Before", readonly=True, copy=False)
    orders_after = fields.Integer(string="Full Orders After", readonly=True, copy=False)

    @api.model
    def _default_policy(self):
        return self.env["som.allocation.policy"].search(
            [("company_id", "=", self.env.company.id), ("state", "=", "active")], limit=1)

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            if values.get("name", self.env._("New")) == self.env._("New"):
                # sudo: who may start a run need not be allowed to edit sequences
                values["name"] = self.env["ir.sequence"].sudo().next_by_code("som.allocation.run")
        return super().create(vals_list)

    # ------------------------------------------------------------ what people do

    def action_preview(self):
        """Plan: nothing changes but the run itself."""
        self._som_check_rights()
        for run in self:
            if run.state not in ("draft", "planned", "stale", "waiting", "stopped", "failed"):
                raise UserError(self.env._("%s has been applied. Start a new run to plan again.", run.name))
            run._som_plan()
        return True

    def action_apply(self):
        """Do exactly what the preview shows, or refuse as stale."""
        self._som_check_rights()
        for run in self:
            if run.state != "planned":
                raise UserError(self.env._("%s is no preview that could be applied. Plan it first.", run.name))
            run._som_apply()
        return True

    def _som_check_rights(self):
        """Runs move stock between orders: that is for those who may change runs."""
        self.check_access("write")

    # ------------------------------------------------------------ planning

    def _som_scope(self):
        self.ensure_one()
        products = self.product_ids or None
        return self.env["som.allocation.snapshot"]._som_scope(self.company_id, self.policy_id.warehouse_ids, products)

    def _som_read(self):
        """The snapshot as the data is now."""
        self.ensure_one()
        # sudo: a plan is made for all demand of the company, whoever asks for it
        return self.env["som.allocation.snapshot"].sudo()._som_read(
            self.policy_id.sudo(), self._som_scope(), self.as_of)

    def _som_plan(self):
        """Read, plan, and keep both.

        :return: the snapshot and the plan
        """
        self.ensure_one()
        self.as_of = fields.Datetime.now()
        self.version_id = self.policy_id._som_version()
        snapshot = self._som_read()
        planned = plan(snapshot)
        content, answer = codec.encode(snapshot), codec.encode_plan(planned)
        self.write({
            "state": "planned", "note": False, "snapshot": _pack(content), "plan": _pack(answer),
            "snapshot_hash": codec.digest(content), "plan_hash": codec.digest(answer),
            **self._som_prepare_totals(snapshot, planned)})
        self.env["som.allocation.run.line"]._som_replace(self, snapshot, planned)
        return snapshot, planned

    def _som_prepare_totals(self, snapshot, planned):
        """The figures of the whole plan."""
        totals = compare(snapshot, planned.grants)
        return {
            "line_count": totals.lines, "gain_count": totals.gaining, "loss_count": totals.losing,
            "short_count": totals.short, "exception_count": totals.exceptions,
            "gain_value": totals.worth_gained / 10_000, "loss_value": totals.worth_lost / 10_000,
            "fill_before": totals.fill_before, "fill_after": totals.fill_after,
            "orders_before": totals.orders_before, "orders_after": totals.orders_after,
        }

    def _som_kept_snapshot(self):
        # sudo: the file is for the run itself, people see its lines
        return codec.decode(_unpack(self.sudo().snapshot))

    def _som_kept_plan(self):
        return codec.decode_plan(_unpack(self.sudo().plan))  # sudo: see above

    # ------------------------------------------------------------ applying

    def _som_apply(self):
        """Write the plan to the reservations, or become stale."""
        self.ensure_one()
        snapshot = self._som_read()
        if codec.digest(codec.encode(snapshot)) != self.snapshot_hash:
            self._som_become_stale(snapshot)
            return
        # sudo: reservations are written for whoever may apply a run
        writer = self.env["som.allocation.writer"].sudo()
        writer._som_lock(snapshot)
        planned = self._som_kept_plan()
        writer._som_write(snapshot, planned.changes)
        self._som_count_waiting(snapshot, planned)
        self.write({"state": "applied", "applied_at": fields.Datetime.now(), "applied_by": self.env.uid})

    def _som_become_stale(self, now):
        self.write({"state": "stale", "note": self._som_what_moved(now)})

    # ------------------------------------------------------------ making it again

    def action_replay(self):
        """Make the plan again from the kept snapshot, and compare."""
        self.ensure_one()
        same = codec.digest(codec.encode_plan(plan(self._som_kept_snapshot()))) == self.plan_hash
        message = self.env._("Planned again: exactly the same.") if same else self.env._(
            "Planned again, the answer differs: the program has changed since.")
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "type": "success" if same else "warning", "message": message}}


def _pack(content):
    return base64.b64encode(zlib.compress(content, 1))


def _unpack(packed):
    return zlib.decompress(base64.b64decode(packed))
