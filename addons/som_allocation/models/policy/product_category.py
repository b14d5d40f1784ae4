from odoo import fields, models

from .strategies import STRATEGIES, STRATEGY_HELP


class ProductCategory(models.Model):
    """How lines of a category's products are treated where stock is short."""

    _inherit = "product.category"

    som_allocation_strategy = fields.Selection(
        STRATEGIES, string="Allocation Strategy", company_dependent=True, groups="base.group_user",
        help="How order lines of these products are treated where stock is short, unless line, customer or product say"
             " otherwise. Empty: as the category above or the policy says.\n\n" + STRATEGY_HELP)
