from odoo import models

from ...checks.pricelist import preloaded


class ProductPricelist(models.Model):
    """Rules of many lines at once: native searches them for each line."""

    _inherit = "product.pricelist"

    def _get_applicable_rules(self, products, date, **kwargs):
        known = preloaded(self.env)
        if known and self and known.rules.knows(self, products):
            return known.rules.applicable(self, products, date)
        return super()._get_applicable_rules(products, date, **kwargs)
