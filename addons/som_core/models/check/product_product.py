from odoo import models

from .product_template import is_checked


class ProductProduct(models.Model):
    """The same for a variant as for a product."""

    _inherit = "product.product"

    def write(self, vals):
        result = super().write(vals)
        if is_checked(vals):
            self.env["sale.order"]._som_world_changed(self)
        return result
