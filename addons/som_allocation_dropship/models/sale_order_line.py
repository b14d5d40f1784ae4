from odoo import fields, models


class SaleOrderLine(models.Model):
    """Lines that vendors deliver, or could."""

    _inherit = "sale.order.line"

    def _som_dropship_route(self):
        """The drop-ship route of the line, or where it has none at all of its product or category."""
        self.ensure_one()
        if self.route_ids:
            return self.route_ids._origin._som_dropship(self.company_id, self.product_id._origin)
        return self.product_id._som_dropship_route(self.company_id)

    def _som_is_dropshipped_natively(self):
        """Whether Odoo asks a vendor to deliver the line, if nobody says otherwise. What is in a kit goes its own way.
        """
        self.ensure_one()
        return bool(self.product_id and self._som_dropship_route()) and not self._som_is_kit()

    def _som_is_routed(self):
        """What is drop-shipped by itself is sourced as well: of which vendor, and whether there is stock to sell first.

        It is left to Odoo where no vendor has a price for so much of it: so the responsible is told, or the first
        vendor asked, and no warehouse waits for goods that it never has. A route that somebody chose on the line
        leaves only vendors to choose from; where another line of the order wants the same product by another way, it
        is left to Odoo as well.
        """
        if not self._som_is_dropshipped_natively():
            return super()._som_is_routed()
        if self.route_ids and any(line.route_ids != self.route_ids for line in self.order_id.order_line
                                  if line.product_id == self.product_id):
            return True
        company = self.company_id.sudo()  # sudo: as for all who ask what can be had
        today = self.env["som.sourcing"]._som_today(company, fields.Datetime.now())
        quantity = self._som_in_product_unit(self.product_uom_qty - self.qty_delivered)
        return not self.product_id._som_offers(quantity, company, today)

    def _som_is_usual(self, ways):
        """Left to itself a product with a drop-ship route is drop-shipped: where it ships from has to be said."""
        return super()._som_is_usual(ways) and not (ways and self._som_is_dropshipped_natively())

    def _prepare_sourcing_part(self, place, quantity):
        vals = super()._prepare_sourcing_part(place, quantity)
        if place.vendor:
            vals.update(vendor_id=place.vendor.id, warehouse_id=self.order_id.warehouse_id.id)
        return vals

    def _som_ways(self):
        """Beside what has arrived: what a vendor still has to deliver is asked about when warehouses are through."""
        ways = super()._som_ways()
        if not any(place.vendor for place in ways) or not self.sudo().move_ids:  # sudo: as above
            return ways
        line = self.sudo()
        procured, coming = line._som_procured(), line._som_procured(open_only=True)
        left = {place: quantity - procured[place] + coming[place] for place, quantity in ways.items()}
        return {place: quantity for place, quantity in left.items() if line.product_id.uom_id.compare(quantity, 0) > 0}

    def _som_place_of(self, vendor):
        """The ``Place`` of what a vendor delivers of the line."""
        self.ensure_one()
        part = self.som_part_ids.filtered(lambda part: part.vendor_id == vendor)[:1]
        if part:
            return part._som_place()
        return self.env["som.sourcing"]._som_vendor_place(
            vendor, self._som_dropship_route() or self.env["stock.route"]._som_usual_dropship())
