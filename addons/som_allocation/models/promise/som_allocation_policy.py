from odoo import models
from odoo.tools import SQL


class SomAllocationPolicy(models.Model):
    """An order that ships complete leaves its goods to others until there is all of it; not once it was promised."""

    _inherit = "som.allocation.policy"

    def _som_complete_sql(self):
        """What it was promised counts on the goods that are there: it holds them, as natively."""
        return SQL(
            """(%s AND NOT (sale_order.som_promised_date IS NOT NULL AND EXISTS (
                    SELECT FROM res_company c WHERE c.id = sale_order.company_id AND c.som_promise)))""",
            super()._som_complete_sql())
