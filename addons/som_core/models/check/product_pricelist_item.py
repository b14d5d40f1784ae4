from odoo import api, models


class ProductPricelistItem(models.Model):
    """A pricelist says something else: what was away from it may not be so any more."""

    _inherit = "product.pricelist.item"

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        self.env["sale.order"]._som_world_changed(rules.pricelist_id)
        return rules

    def write(self, vals):
        pricelists = self.pricelist_id
        result = super().write(vals)
        self.env["sale.order"]._som_world_changed(pricelists | self.pricelist_id)
        return result

    def unlink(self):
        self.env["sale.order"]._som_world_changed(self.pricelist_id)
        return super().unlink()
