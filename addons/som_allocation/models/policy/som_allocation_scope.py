from odoo import fields, models


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
