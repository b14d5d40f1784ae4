from odoo import api, fields, models
from odoo.exceptions import UserError

#: What started a run.
CAUSES = [
    ("hand", "By hand"), ("schedule", "Every day"), ("stock", "Stock came in"), ("release", "An order was released"),
    ("cancel", "An order was cancelled"), ("policy", "The policy changed")]

#: States in which a run may be planned anew.
PLANNABLE = ("draft", "planned", "stale", "stopped", "failed")


class SomAllocationRun(models.Model):
    """One answer to the question who gets scarce stock: planned, looked at, applied exactly so, or undone.

    A run keeps the snapshot it was planned from and the plan, so that it can be made again and gives the same, byte
    for byte. Applying reads the data once more: where it is not what the plan was made from, the run is stale, says
    what moved, and changes nothing.
    """

    _name = "som.allocation.run"
    _description = "Allocation Run"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(default=lambda self: self.env._("New"), readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company, readonly=True)
    policy_id = fields.Many2one(
        "som.allocation.policy", required=True, check_company=True, index=True,
        default=lambda self: self._default_policy())
    version_id = fields.Many2one("som.allocation.policy.version", string="Policy Version", readonly=True, copy=False)
    cause = fields.Selection(CAUSES, required=True, default="hand", readonly=True, string="Started")
    product_ids = fields.Many2many(
        "product.product", "som_allocation_run_product_rel", string="Products",
        domain=[("is_storable", "=", True)], help="Only these products and who wants them. Empty: all products.")
    state = fields.Selection(
        [("draft", "New"), ("waiting", "Waiting"), ("planned", "Preview"), ("applied", "Applied"), ("stale", "Stale"),
         ("undone", "Undone"), ("stopped", "Stopped"), ("failed", "Failed")],
        required=True, default="draft", readonly=True, copy=False, tracking=True, index=True)
    as_of = fields.Datetime(string="Planned on", readonly=True, copy=False)
    applied_at = fields.Datetime(string="Applied on", readonly=True, copy=False)
    applied_by = fields.Many2one("res.users", readonly=True, copy=False)
    snapshot = fields.Binary(attachment=True, readonly=True, copy=False, groups="base.group_system")
    snapshot_hash = fields.Char(string="Fingerprint of the Data", readonly=True, copy=False)
    plan = fields.Binary(attachment=True, readonly=True, copy=False, groups="base.group_system")
    plan_hash = fields.Char(string="Fingerprint of the Plan", readonly=True, copy=False)
    note = fields.Text(string="What Moved", readonly=True, copy=False)
    line_ids = fields.One2many("som.allocation.run.line", "run_id", string="Lines", readonly=True)
    changed_ids = fields.One2many(
        "som.allocation.run.line", "run_id", string="Lines That Change", domain=[("change", "!=", 0)], readonly=True)
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
        return self.env["som.allocation.policy"]._som_active(self.env.company)[:1]

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            if values.get("name", self.env._("New")) == self.env._("New"):
                # sudo: who may start a run need not be allowed to edit sequences
                values["name"] = self.env["ir.sequence"].sudo().next_by_code("som.allocation.run")
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        """What was done to orders stays on record."""
        done = self.filtered(lambda run: run.state in ("applied", "undone"))
        if done:
            raise UserError(self.env._(
                "%s changed reservations and stays on record. Undo it if it was wrong.",
                ", ".join(done.mapped("name"))))

    # what people do

    def action_preview(self):
        """Plan: nothing changes but the run itself."""
        self._som_check_rights()
        for run in self:
            if run.state not in PLANNABLE:
                raise UserError(self.env._("%s cannot be planned again. Start a new run.", run.name))
        for run in self:
            if not run._som_put_off("plan"):
                run._som_plan()
        return True

    def action_apply(self):
        """Do exactly what the preview shows, or refuse as stale."""
        self._som_check_rights()
        for run in self:
            if run.state != "planned":
                raise UserError(self.env._("%s is no preview that could be applied. Plan it first.", run.name))
        for run in self:
            if not run._som_put_off("apply"):
                run._som_apply()
        return True

    def action_undo(self):
        """Give back the reservations as they were before the run.

        :raises UserError: where nothing can be given back
        """
        self._som_check_rights()
        for run in self:
            if run.state != "applied":
                raise UserError(self.env._("%s has not been applied, so there is nothing to undo.", run.name))
        for run in self:
            run._som_undo()
        return True

    def _som_check_rights(self):
        """Runs move stock between orders: that is for those who may change runs."""
        self.check_access("write")

    def action_open_lines(self):
        """The lines, with the filter that the button names (context ``som_filter``)."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_allocation_run_line")
        chosen = self.env.context.get("som_filter")
        context = {f"search_default_{chosen}": 1} if chosen else {}
        return dict(action, domain=[("run_id", "=", self.id)], context=context, name=self.name,
                    display_name=self.name)
