from odoo import fields, models

from .strategies import STRATEGIES, STRATEGY_HELP


class ProductTemplate(models.Model):
    """How lines of a product are treated where stock is short."""

    _inherit = "product.template"

    som_allocation_strategy = fields.Selection(
        STRATEGIES, string="Allocation Strategy", company_dependent=True, groups="base.group_user",
        help="How order lines of the product are treated where stock is short, unless line or customer say"
             " otherwise. Empty: as the category or the policy says.\n\n" + STRATEGY_HELP)
