from odoo import api, fields, models


class SomAllocationPolicyVersion(models.Model):
    """A policy as it was at one time: rows are added, never changed, and go with their policy only."""

    _name = "som.allocation.policy.version"
    _description = "Version of an Allocation Policy"
    _inherit = ["som.append.only"]
    _order = "policy_id, number desc"
    _som_goes_with = ("policy_id",)

    policy_id = fields.Many2one(
        "som.allocation.policy", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    number = fields.Integer(required=True, readonly=True)
    definition = fields.Text(required=True, readonly=True, help="Canonical JSON.")
    sha256 = fields.Char(string="Fingerprint", required=True, readonly=True)

    _number_uniq = models.UniqueIndex("(policy_id, number)", "This version of the policy exists already.")

    @api.depends("policy_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(policy)s, version %(number)s", policy=version.policy_id.name, number=version.number)

    def _som_unchangeable_text(self):
        return self.env._(
            "Versions of allocation policies cannot be changed: runs refer to them. Change the policy, its next run"
            " makes a new version.")

    def _som_unremovable_text(self):
        return self.env._(
            "Versions of allocation policies cannot be removed: runs refer to them. They go with their policy.")
