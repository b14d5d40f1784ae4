from odoo import api, fields, models
from odoo.exceptions import UserError


class SomAllocationPolicyVersion(models.Model):
    """A policy as it was at one time: rows are added, never changed and never removed.

    The database refuses UPDATE, TRUNCATE and every DELETE that is not the removal of the policy itself.
    """

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

    def init(self):
        """Make the table append-only in the database itself; a cascading delete finds the policy already gone."""
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION som_allocation_policy_version_is_append_only() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    IF NOT EXISTS (SELECT FROM som_allocation_policy WHERE id = OLD.policy_id) THEN
                        RETURN OLD;
                    END IF;
                END IF;
                RAISE EXCEPTION 'som_allocation_policy_version is append-only: % refused', TG_OP
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER som_allocation_policy_version_append_only
                BEFORE UPDATE OR DELETE ON som_allocation_policy_version
                FOR EACH ROW EXECUTE FUNCTION som_allocation_policy_version_is_append_only();
            CREATE OR REPLACE TRIGGER som_allocation_policy_version_no_truncate
                BEFORE TRUNCATE ON som_allocation_policy_version
                FOR EACH STATEMENT EXECUTE FUNCTION som_allocation_policy_version_is_append_only();
        """)

    @api.depends("policy_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(policy)s, version %(number)s", policy=version.policy_id.name, number=version.number)

    def write(self, vals):
        if self:
            raise UserError(self.env._(
                "Versions of allocation policies cannot be changed: runs refer to them. Change the policy, its next"
                " run makes a new version."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._(
            "Versions of allocation policies cannot be removed: runs refer to them. They go with their policy."))
