from odoo import fields, models

from odoo.addons.som_allocation.models.promise.moments import moment, when


class SaleOrderLine(models.Model):
    """Vendors are asked by native procurement: for exactly their part of a line."""

    _inherit = "sale.order.line"

    def _som_asked_vendors(self, *states):
        """Open requests to vendors for goods of the line, not ordered yet: in these states, or in all there are."""
        self.ensure_one()
        # sudo: who sells need not be allowed to read purchases
        return self.sudo().purchase_line_ids.filtered(
            lambda line: line.product_id == self.product_id and line._som_is_asked()
            and (not states or line.state in states))

    def _som_procured(self, open_only=False):
        """What vendors are asked for, too; what was ordered of them counts by its transfers, as from warehouses."""
        procured = super()._som_procured(open_only=open_only)
        for line in self._som_asked_vendors():
            procured[self._som_place_of(line.order_id.partner_id)] += line._som_in_product_unit()
        return procured

    def _get_qty_procurement(self, previous_product_uom_qty=False):
        """Odoo counts purchases alone as soon as there is one; here warehouses ship the rest."""
        line = self.sudo()  # sudo: what sourcing decided holds for whoever changes the line
        # a vendor who gives up what he was to deliver loses what he was only asked for as well: that is procured too
        warehouses_alone = self._som_qty_while_moving() is not None and not line.purchase_line_ids
        if warehouses_alone or not line.som_part_ids:
            return super()._get_qty_procurement(previous_product_uom_qty=previous_product_uom_qty)
        return self.product_id.uom_id._compute_quantity(
            sum(line._som_procured().values()), self.product_uom_id, rounding_method="HALF-UP")

    def _prepare_procurement_values(self):
        """What a vendor delivers has arrived when he has shipped it: no warehouse handles it, no carrier of ours."""
        values = super()._prepare_procurement_values()
        if self.company_id.sudo().som_promise and self._som_is_dropshipped_natively():  # sudo: a setting, no secret
            values.update(self._prepare_vendor_date(values))
        return values

    def _prepare_part_values(self, place, values):
        """What a vendor delivers is asked of him. What warehouses ship goes by their own route, also where Odoo would
        drop-ship the product.
        """
        part = super()._prepare_part_values(place, values)
        if place.vendor:
            part.update(self._prepare_vendor_values(place, values))
        elif not self.route_ids and self._som_dropship_route():
            part["route_ids"] |= place.warehouse.sudo().delivery_route_id  # sudo: as above
        return part

    def _prepare_vendor_values(self, place, values):
        company = self.company_id.sudo()  # sudo: as above
        quantity = sum(self.sudo().som_part_ids.filtered(lambda part: part._som_place() == place).mapped("quantity"))
        today = self.env["som.sourcing"]._som_today(company, fields.Datetime.now())
        offer = self.product_id._som_offer_of(place.vendor, quantity, company, today)
        asked = {"supplierinfo_id": offer.seller} if offer else {}
        return {"som_exact": True, "date_planned": values["date_planned"], **self._prepare_vendor_date(values), **asked}

    def _prepare_vendor_date(self, values):
        """In time for what was promised."""
        if not self.som_promised_date or self.order_id.commitment_date:
            return {}
        ready = self.env["som.promise"]._som_vendor_way(self.company_id).ready_by(moment(self.som_promised_date))
        return {"date_planned": values["date_planned"] if ready is None else max(when(ready), fields.Datetime.now())}

    def _som_losing(self):
        """What was only asked for loses first, nobody has begun with it; what was ordered of a vendor is his to give.
        """
        losing = super()._som_losing()
        asked = {}
        for line in self._som_asked_vendors("draft"):  # as Odoo, which changes no others
            place = self._som_place_of(line.order_id.partner_id)
            asked[place] = asked.get(place, 0.0) + line._som_in_product_unit()
        return [(part, asked.get(part._som_place(), 0.0)) for part, _most in losing if part.vendor_id] + [
            (part, most) for part, most in losing if not part.vendor_id]

    def _som_loses_rest(self):
        """Whoever has shipped nothing yet, or Odoo would have warehouses take goods back."""
        return self.som_part_ids.filtered("vendor_id")[:1] or super()._som_loses_rest()
