from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _prepare_sourcing_decision(self, plan, cause):
        return super()._prepare_sourcing_decision(plan, cause) | {"vendor_ids": [
            (6, 0, list({place.vendor.id for ways in plan.ways.values() for place in ways if place.vendor}))]}
