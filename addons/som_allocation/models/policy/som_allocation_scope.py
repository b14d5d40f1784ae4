from odoo import api, fields, models, tools


class SomAllocationScope(models.Model):
    """Where an active policy holds, one row for each warehouse: the database lets each have one policy only."""

    _name = "som.allocation.scope"
    _description = "Scope of an Active Allocation Policy"
    _log_access = False
    _rec_name = "policy_id"

    policy_id = fields.Many2one("som.allocation.policy", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    warehouse_id = fields.Many2one(
        "stock.warehouse", ondelete="cascade", help="Empty: all that have no policy of their own.")

    _one_policy = models.UniqueIndex(
        "(company_id, COALESCE(warehouse_id, 0))",
        "Another allocation policy is active here already. Deactivate it first.")

    @api.model
    @tools.ormcache("company_id")
    def _som_holding(self, company_id):
        """Where a company's active policies hold: id of the warehouse (None: all others) → id of the policy.

        Asked on every reservation: answered without a query. Not to be changed by who gets it.
        """
        # sudo: which policy holds is the same for everybody
        scopes = self.sudo().search([("company_id", "=", company_id)], order="id")
        return {scope.warehouse_id.id or None: scope.policy_id.id for scope in scopes}

    @api.model_create_multi
    def create(self, vals_list):
        scopes = super().create(vals_list)
        self.env.registry.clear_cache()
        return scopes

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _som_place(self):
        """The row as the policy prepares it."""
        self.ensure_one()
        return {"policy_id": self.policy_id.id, "company_id": self.company_id.id,
                "warehouse_id": self.warehouse_id.id}
