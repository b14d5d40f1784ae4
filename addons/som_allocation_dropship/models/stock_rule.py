from odoo import models


class StockRule(models.Model):
    """More, or less, of what a vendor was asked for: exactly so much."""

    _inherit = "stock.rule"

    def _update_purchase_order_line(self, product_id, product_qty, product_uom, company_id, values, line):
        vals = super()._update_purchase_order_line(product_id, product_qty, product_uom, company_id, values, line)
        if values.get("som_exact"):
            more = product_uom._compute_quantity(product_qty, product_id.uom_id, round=False)
            vals.update(line._som_exactly(
                product_id, max(0.0, line._som_in_product_unit() + more), values["supplier"], vals["price_unit"]))
        return vals
