from odoo import models

from .stock_warehouse_orderpoint import ASKED


class SaleOrderLine(models.Model):
    """While lines are procured, which of their products are reordered automatically is asked once."""

    _inherit = "sale.order.line"

    def _action_launch_stock_rule(self, **kwargs):
        kept = self.env.cr.precommit.data
        if ASKED in kept:
            return super()._action_launch_stock_rule(**kwargs)
        kept[ASKED] = {"products": set(self.product_id.ids), "known": {}}
        try:
            return super()._action_launch_stock_rule(**kwargs)
        finally:
            kept.pop(ASKED, None)
