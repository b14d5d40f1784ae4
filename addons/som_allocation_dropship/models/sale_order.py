from odoo import models


class SaleOrder(models.Model):
    """Orders that vendors deliver parts of."""

    _inherit = "sale.order"

    def _action_cancel(self):
        """Vendors that sourcing only asked are not asked any more. Of what was ordered Odoo tells who buys; what it
        drop-ships by itself is left to it.
        """
        result = super()._action_cancel()
        # sudo: who sells need not be allowed to change purchases
        lines = self.sudo().order_line.filtered(lambda line: line.som_part_ids.vendor_id)
        asked = self.env["purchase.order.line"].sudo().union(*(line._som_asked_vendors() for line in lines))
        asked._som_give_up(self.env._("the customer's order is cancelled"))
        return result

    def _prepare_sourcing_decision(self, plan, cause):
        return super()._prepare_sourcing_decision(plan, cause) | {"vendor_ids": [
            (6, 0, list({place.vendor.id for ways in plan.ways.values() for place in ways if place.vendor}))]}
