from odoo import models


class StockWarehouseOrderpoint(models.Model):
    """Reordering rules know of their manufacturing orders one by one, not as a sum that is under way."""

    _inherit = "stock.warehouse.orderpoint"

    def _som_read_unmet(self, company, scale):
        # sudo: what rules have to order is true whoever looks
        mine = self.env["mrp.production"].sudo().search(
            [("orderpoint_id", "in", self.ids), ("state", "in", ("draft", "confirmed"))])
        known = [*self.env.context.get("ignore_mo_ids", ()), *mine.ids]
        return super(StockWarehouseOrderpoint, self.with_context(ignore_mo_ids=known))._som_read_unmet(company, scale)
