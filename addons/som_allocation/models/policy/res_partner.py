from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .strategies import STRATEGIES, STRATEGY_HELP


class ResPartner(models.Model):
    """How a customer's lines are treated where stock is short, whatever segment they fall into."""

    _inherit = "res.partner"

    som_allocation_strategy = fields.Selection(
        STRATEGIES, string="Allocation Strategy", company_dependent=True, groups="base.group_user",
        help="How the customer's order lines are treated where stock is short. Empty: as the policy says.\n\n"
             + STRATEGY_HELP)
    som_minimum_fill = fields.Float(
        string="Preferred Minimum Fill", company_dependent=True, groups="base.group_user",
        help="The customer's new orders are given nothing unless so much of their open value (in percent) can be"
             " filled together. 0: as the policy says.")

    @api.constrains("som_minimum_fill")
    def _check_som_minimum_fill(self):
        for partner in self:
            if not 0 <= partner.som_minimum_fill <= 100:
                raise ValidationError(self.env._(
                    "The preferred minimum fill of %s is a percentage from 0 to 100.", partner.display_name))
