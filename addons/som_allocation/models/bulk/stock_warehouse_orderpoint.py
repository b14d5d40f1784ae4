from odoo import api, models


class StockWarehouseOrderpoint(models.Model):
    """Which products are reordered automatically."""

    _inherit = "stock.warehouse.orderpoint"

    @api.model
    def _som_automatic(self, products):
        """Those of some products that have an automatic reordering rule, as the caller sees them.

        :return set: ids
        """
        return {product.id for [product] in self._read_group(
            [("product_id", "in", products.ids), ("trigger", "=", "auto")], ["product_id"])}
