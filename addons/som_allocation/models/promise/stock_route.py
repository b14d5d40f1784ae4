from odoo import models

from ...engine.promise.shipping import DAY


class StockRoute(models.Model):
    """How long it takes to bring goods from one warehouse to another."""

    _inherit = "stock.route"

    def _som_transfer_time(self):
        """Microseconds: the lead times on the rules of resupply routes, and handling where they come from."""
        resupply = self.filtered("supplier_wh_id")
        return round((sum(resupply.rule_ids.mapped("delay")) + sum(
            resupply.supplier_wh_id.mapped("som_handling_days"))) * DAY)
