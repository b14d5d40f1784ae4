from odoo import fields, models

LIMIT = frozenset({"som_discount_limited", "som_discount_limit"})


class ResUsers(models.Model):
    """How much discount a salesperson may give."""

    _inherit = "res.users"

    som_discount_limited = fields.Boolean(
        string="Own Discount Limit",
        help="This user has a limit of their own. Otherwise the one in the check “Discount above the salesperson's"
             " limit” holds.")
    som_discount_limit = fields.Float(
        string="Discount Limit", help="Percent that this user may take off the pricelist's prices. 0: nothing.")

    _som_discount_limit_percent = models.Constraint(
        "CHECK (som_discount_limit BETWEEN 0 AND 100)", "A discount limit lies between 0 and 100 %.")

    def write(self, vals):
        result = super().write(vals)
        if not LIMIT.isdisjoint(vals):
            self.env["sale.order"]._som_world_changed(self)
        return result
