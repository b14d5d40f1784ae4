from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

#: What decides where a policy holds, and whether it does.
WHERE = frozenset({"active", "state", "warehouse_ids", "company_id"})
#: What decides who gets stock.
DECIDES = WHERE | {"segment_ids", "minimum_fill", "starve_runs", "starve_days"}


class SomAllocationPolicy(models.Model):
    """Who gets scarce stock: ordered segments of demand, each with a strategy and an order of its own."""

    _name = "som.allocation.policy"
    _description = "Allocation Policy"
    _inherit = ["mail.thread"]
    _order = "company_id, state, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active")], required=True, default="draft", copy=False, tracking=True,
        readonly=True, help="Active: decides who gets stock. Draft: can be tried out in previews, decides nothing.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    warehouse_ids = fields.Many2many(
        "stock.warehouse", "som_allocation_policy_warehouse_rel", "policy_id", "warehouse_id",
        check_company=True, ondelete="restrict",
        help="Where the policy holds. Empty: in all warehouses of the company that have no policy of their own.")
    segment_ids = fields.One2many(
        "som.allocation.segment", "policy_id", string="Segments", copy=True, context={"active_test": False})

    minimum_fill = fields.Float(
        digits=(5, 2), tracking=True,
        help="An order is given nothing new unless so much of its open value (in percent) can be filled together."
             " Orders that ship when all is ready always wait for all. 0: no minimum.")
    starve_runs = fields.Integer(
        string="Runs Without", tracking=True,
        help="A line that was passed over in so many runs comes before all others. 0: never.")
    starve_days = fields.Integer(
        string="Days Without", default=14, tracking=True,
        help="A line that has waited for so many days comes before all others. 0: never.")

    run_on_stock = fields.Boolean(string="Stock Arrives", tracking=True)
    run_on_release = fields.Boolean(string="An Order Is Confirmed or Released", tracking=True)
    run_on_cancel = fields.Boolean(string="An Order Is Cancelled or Reduced", tracking=True)
    run_on_policy = fields.Boolean(string="The Policy Changes", tracking=True)
    run_daily = fields.Boolean(string="Every Day", tracking=True)
    apply_automatically = fields.Boolean(
        tracking=True,
        help="Runs that start by themselves are applied at once. Off: they wait as previews for somebody to apply.")

    version_number = fields.Integer(
        string="Version", readonly=True, copy=False,
        help="The number of the latest version. It is written with each: two who make one at once cannot both.")
    version_ids = fields.One2many("som.allocation.policy.version", "policy_id", string="Versions")

    _percent = models.Constraint(
        "CHECK (minimum_fill >= 0 AND minimum_fill <= 100)", "The minimum fill is a percentage from 0 to 100.")
    _numbers_not_negative = models.Constraint(
        "CHECK (starve_runs >= 0 AND starve_days >= 0)", "Runs and days cannot be negative.")

    @api.model_create_multi
    def create(self, vals_list):
        policies = super(SomAllocationPolicy, self.with_context(som_policy_saving=True)).create(vals_list)
        policies = policies.with_env(self.env)
        policies._som_changed(where=True)
        return policies

    def write(self, vals):
        if vals.get("active") is False:
            vals = {**vals, "state": "draft"}  # what nobody sees decides nothing
        result = super(SomAllocationPolicy, self.with_context(som_policy_saving=True)).write(vals)
        if not DECIDES.isdisjoint(vals):
            self._som_changed(where=not WHERE.isdisjoint(vals))
        return result

    def _som_changed(self, where=False):
        """What follows from a change, once for each saving.

        :param bool where: whether it may have changed where the policies hold
        """
        self = self.with_context(som_policy_saving=False)  # noqa: PLW0642
        self._som_check_segments()
        if where:
            self._som_write_scopes()
        if "som.allocation.event" in self.env.registry:
            for policy in self.filtered(lambda policy: policy.state == "active" and policy.run_on_policy):
                self.env["som.allocation.event"]._som_happened(policy, self.env["product.product"], "policy")

    def _som_check_segments(self):
        for policy in self:
            if policy.state == "active" and not policy._som_segments():
                raise ValidationError(self.env._(
                    "%s is active and has no segment: it would decide nothing. Add a segment, or deactivate it.",
                    policy.name))

    @api.constrains("company_id")
    def _check_company_of_versions(self):
        for policy in self:
            if policy.version_ids.filtered(lambda version, policy=policy: version.company_id != policy.company_id):
                raise ValidationError(self.env._(
                    "%s has had runs in another company. Duplicate it and change the copy's company.", policy.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for policy in self:
            if policy.state == "active":
                raise UserError(self.env._("%s is active. Deactivate it before you delete it.", policy.name))

    def copy_data(self, default=None):
        return [dict(vals, name=self.env._("%s (copy)", policy.name))
                for policy, vals in zip(self, super().copy_data(default=default), strict=True)]

    def action_activate(self):
        """From now on the policy decides who gets stock where it holds."""
        self.check_access("write")
        for policy in self:
            if not policy._som_segments():
                raise UserError(self.env._(
                    "%s has no segment: it would decide nothing. Add one, or start from a template.", policy.name))
        self.filtered(lambda policy: policy.state != "active").write({"state": "active", "active": True})
        return True

    def action_deactivate(self):
        """From now on the policy decides nothing; stock is reserved natively where no other policy holds."""
        self.check_access("write")
        self.filtered(lambda policy: policy.state == "active").write({"state": "draft"})
        return True

    def action_open_versions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "som_allocation.action_som_allocation_policy_version")
        return dict(action, domain=[("policy_id", "=", self.id)])
