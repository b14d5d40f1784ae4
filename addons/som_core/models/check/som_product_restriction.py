from odoo import api, models


class SomProductRestriction(models.Model):
    """Orders that wait for a restriction are looked at again when it changes or ends."""

    _inherit = "som.product.restriction"

    @api.model_create_multi
    def create(self, vals_list):
        restrictions = super().create(vals_list)
        self.env["sale.order"]._som_world_changed(restrictions)
        return restrictions

    def write(self, vals):
        result = super().write(vals)
        self.env["sale.order"]._som_world_changed(self)
        return result

    def unlink(self):
        self.env["sale.order"]._som_world_changed(self)
        return super().unlink()
