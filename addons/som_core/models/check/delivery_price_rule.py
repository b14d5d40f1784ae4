from odoo import api, models


class DeliveryPriceRule(models.Model):
    """A carrier whose price no longer depends on the weight takes goods without one."""

    _inherit = "delivery.price.rule"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env["sale.order"]._som_world_changed(rules.carrier_id)
        return rules

    def write(self, vals):
        carriers = self.carrier_id
        result = super().write(vals)
        self.env["sale.order"]._som_world_changed(carriers | self.carrier_id)
        return result

    def unlink(self):
        carriers = self.carrier_id
        result = super().unlink()
        self.env["sale.order"]._som_world_changed(carriers)
        return result
