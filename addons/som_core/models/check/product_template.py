from odoo import models

#: What checks look at; ``som_`` stands for minimum quantities, marks and whatever the suite adds.
CHECKED = frozenset({
    "active", "sale_ok", "type", "list_price", "standard_price", "weight", "volume", "sale_delay", "uom_id",
    "product_tag_ids", "additional_product_tag_ids", "categ_id",
})
CHECKED_PREFIX = "som_"


def is_checked(vals):
    return any(name in CHECKED or name.startswith(CHECKED_PREFIX) for name in vals)


class ProductTemplate(models.Model):
    """A product for sale again, a weight entered: what waited for it goes on."""

    _inherit = "product.template"

    def write(self, vals):
        result = super().write(vals)
        if is_checked(vals):
            self.env["sale.order"]._som_world_changed(self)
        return result
