from odoo import fields, models


class SomAllocationPolicyVersion(models.Model):
    """A policy as it was at one time: rows are added, never changed and never removed."""

    _name = "som.allocation.policy.version"
    _description = "Version of an Allocation Policy"
    _order = "policy_id, number desc"

    policy_id = fields.Many2one(
        "som.allocation.policy", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    number = fields.Integer(required=True, readonly=True)
    definition = fields.Text(required=True, readonly=True, help="Canonical JSON.")
    sha256 = fields.Char(string="Fingerprint", required=True, readonly=True)

    _number_uniq = models.UniqueIndex("(policy_id, number)", "This version of the policy exists already.")
