import json

from odoo import api, fields, models
from odoo.tools import SQL

from .strategies import STRATEGIES, STRATEGY_HELP


class ProductCategory(models.Model):
    """How lines of a category's products are treated where stock is short."""

    _inherit = "product.category"

    som_allocation_strategy = fields.Selection(
        STRATEGIES, string="Allocation Strategy", company_dependent=True, groups="base.group_user",
        help="How order lines of these products are treated where stock is short, unless line, customer or product say"
             " otherwise. Empty: as the category above or the policy says.\n\n" + STRATEGY_HELP)

    @api.model
    def _som_strategy_by_category_sql(self):
        """The strategy of category ``c``, or of the nearest above it that has one, as SQL for the current company.

        There are few categories and many lines: the tree is read once, and each line looks its category up.
        """
        own = dict(self.env.execute_query(SQL(
            "SELECT id, %(own)s FROM product_category WHERE %(own)s IS NOT NULL",
            own=self._field_to_sql("product_category", "som_allocation_strategy"))))
        if not own:
            return SQL("NULL")
        nearest = {}
        for category, path in self.env.execute_query(SQL("SELECT id, parent_path FROM product_category ORDER BY id")):
            above = [int(part) for part in reversed(path.split("/")) if part]
            found = next((own[part] for part in above if part in own), None)
            if found:
                nearest[category] = found
        return SQL("(%s::jsonb ->> c.id::text)", json.dumps(nearest))
