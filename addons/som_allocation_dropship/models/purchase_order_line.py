from odoo import api, models

#: What of a line changes when its goods are there.
TELLING = frozenset({"date_planned", "product_qty", "product_uom_id"})


class PurchaseOrderLine(models.Model):
    """What a vendor is asked to deliver to the customer of an order line."""

    _inherit = "purchase.order.line"

    def _som_is_dropshipped(self):
        self.ensure_one()
        return bool(self.sale_line_id) and self._is_dropshipped()

    def _som_is_asked(self):
        """Whether the vendor was asked, and nothing is ordered yet: no transfer knows of it."""
        return self.state in ("draft", "sent", "to approve") and self._som_is_dropshipped()

    def _som_in_product_unit(self):
        """Its quantity in the product's unit."""
        self.ensure_one()
        unit = self.product_id.uom_id
        return self.product_uom_id._compute_quantity(self.product_qty, unit, rounding_method="HALF-UP")

    @api.model
    def _som_exactly(self, product, quantity, seller, price):
        """So much of a product, in the vendor's unit where that is a whole number of it, else in the product's.

        What sourcing leaves to a vendor is not rounded to what he sells at a time: the rest ships from elsewhere.

        :param float price: of the vendor's unit
        """
        unit = seller.product_uom_id or product.uom_id
        whole = product.uom_id._compute_quantity(quantity, unit, round=False)
        if abs(whole - round(whole)) < 1e-6:
            return {"product_qty": round(whole), "product_uom_id": unit.id, "price_unit": price}
        return {"product_qty": quantity, "product_uom_id": product.uom_id.id,
                "price_unit": unit._compute_price(price, product.uom_id)}

    @api.model
    def _prepare_purchase_order_line_from_procurement(
            self, product_id, product_qty, product_uom, location_dest_id, name, origin, company_id, values, po):
        vals = super()._prepare_purchase_order_line_from_procurement(
            product_id, product_qty, product_uom, location_dest_id, name, origin, company_id, values, po)
        if values.get("som_exact"):
            quantity = product_uom._compute_quantity(product_qty, product_id.uom_id, round=False)
            vals.update(self._som_exactly(product_id, quantity, values["supplier"], vals["price_unit"]))
        return vals

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._som_tell_promises()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not TELLING.isdisjoint(vals):
            if vals.get("date_planned"):
                self._som_pass_on_date()
            self._som_tell_promises()
        return result

    def unlink(self):
        self._som_tell_promises()
        return super().unlink()

    def _som_pass_on_date(self):
        """What the vendor says now is when his transfer is planned: Odoo changes its deadline alone."""
        for line in self.filtered(lambda line: line.company_id.sudo().som_promise and line._som_is_dropshipped()):
            # sudo: who buys need not be allowed to change transfers; nor need he know what is promised
            line.sudo().move_ids.filtered(
                lambda move: move._som_is_open() and move._is_dropshipped()).date = line.date_planned

    def _som_tell_promises(self):
        """Orders that wait for these are looked at again."""
        # sudo: as above
        lines = self.filtered(lambda line: line.company_id.sudo().som_promise and line.sudo()._som_is_dropshipped())
        self.env["som.promise.event"]._som_happened(lines.product_id)
