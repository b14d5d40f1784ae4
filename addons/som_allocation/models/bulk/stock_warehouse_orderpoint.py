from odoo import api, models

#: Where the transaction keeps which products are reordered automatically, while orders are procured.
ASKED = "som_allocation.automatic"


class StockWarehouseOrderpoint(models.Model):
    """Which products are reordered automatically: asked once for all lines that are procured together."""

    _inherit = "stock.warehouse.orderpoint"

    @api.model
    def _som_automatic(self, products):
        """Those of some products that have an automatic reordering rule, as the caller sees them.

        :return set: ids
        """
        asked = self.env.cr.precommit.data.get(ASKED)
        if asked is None:
            return self._som_read_automatic(products.ids)
        known = asked["known"].setdefault(self.env, {})
        missing = set(products.ids) - known.keys()
        if missing:
            missing |= asked["products"] - known.keys()
            found = self._som_read_automatic(missing)
            known.update((product, product in found) for product in missing)
        return {product for product in products.ids if known[product]}

    @api.model
    def _som_read_automatic(self, products):
        return {product.id for [product] in self._read_group(
            [("product_id", "in", list(products)), ("trigger", "=", "auto")], ["product_id"])}

    @api.model_create_multi
    def create(self, vals_list):
        self._som_forget_automatic()
        return super().create(vals_list)

    def write(self, vals):
        self._som_forget_automatic()
        return super().write(vals)

    def unlink(self):
        self._som_forget_automatic()
        return super().unlink()

    @api.model
    def _som_forget_automatic(self):
        self.env.cr.precommit.data.pop(ASKED, None)
