from odoo import models


class ProductCategory(models.Model):
    """A category elsewhere in the tree is restricted by other categories."""

    _inherit = "product.category"

    def write(self, vals):
        result = super().write(vals)
        if "parent_id" in vals:
            self.env["sale.order"]._som_world_changed(self)
        return result
