from odoo import fields, models


class SomAllocationPolicy(models.Model):
    """A policy and its runs."""

    _inherit = "som.allocation.policy"

    user_id = fields.Many2one(
        "res.users", string="Responsible", default=lambda self: self.env.user, tracking=True,
        help="Gets an activity where lines that should have been filled are not.")
    run_ids = fields.One2many("som.allocation.run", "policy_id", string="Runs")
    run_count = fields.Integer(compute="_compute_run_count")

    def _compute_run_count(self):
        counts = dict(self.env["som.allocation.run"]._read_group(
            [("policy_id", "in", self.ids)], ["policy_id"], ["__count"]))
        for policy in self:
            policy.run_count = counts.get(policy._origin, 0)

    def action_som_preview(self):
        """A preview under this policy, whether it is active or a draft."""
        self.ensure_one()
        run = self.env["som.allocation.run"].with_company(self.company_id).create(
            {"company_id": self.company_id.id, "policy_id": self.id})
        run.action_preview()
        return run.get_formview_action()

    def action_open_runs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_allocation_run")
        return dict(action, domain=[("policy_id", "=", self.id)], context={"default_policy_id": self.id})
