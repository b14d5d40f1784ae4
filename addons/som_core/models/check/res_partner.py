from odoo import models

#: What checks look at; ``som_`` stands for blocks, marks and whatever the suite adds.
CHECKED = frozenset({
    "active", "street", "street2", "zip", "city", "state_id", "country_id", "email", "phone", "vat", "is_company",
    "parent_id", "property_product_pricelist", "specific_property_product_pricelist",
})
CHECKED_PREFIX = "som_"


class ResPartner(models.Model):
    """An address completed, a number entered, a customer released: what waited for it goes on."""

    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if any(name in CHECKED or name.startswith(CHECKED_PREFIX) for name in vals):
            self.env["sale.order"]._som_world_changed(self)
        return result
