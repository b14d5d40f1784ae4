from datetime import UTC, datetime, time

from odoo import api, models

from odoo.addons.som_allocation.engine.promise.shipping import DAY
from odoo.addons.som_allocation.models.sourcing.values import Place


class SomSourcing(models.AbstractModel):
    """Vendors who deliver straight to the customer, as places that orders ship from."""

    _inherit = "som.sourcing"

    @api.model
    def _som_vendor_place(self, vendor, route=None):
        return Place(self.env["stock.warehouse"], route or self.env["stock.route"], vendor)

    @api.model
    def _som_places(self, warehouses, goods):
        """Vendors behind the warehouses; each once, whatever routes his goods go by."""
        vendors = {place.vendor: place for _order, _product, place in goods if place.vendor}
        return super()._som_places(warehouses, goods) + [
            (vendors[vendor], self._som_place_name(vendors[vendor]), vendor)
            for vendor in sorted(vendors, key=lambda vendor: vendor.id)]

    @api.model
    def _som_place_name(self, place):
        if place.vendor:
            return self.env._("Drop-ship: %s", place.vendor.display_name)
        return super()._som_place_name(place)

    @api.model
    def _som_route_from(self, place, order, facts):
        if not place.vendor:
            return super()._som_route_from(place, order, facts)
        return self.env["som.promise"]._som_vendor_way(order.company_id)

    @api.model
    def _som_spare_shipments(self, order, candidates):
        """A vendor who is asked for some of the order already delivers more with that, until he has shipped it."""
        super()._som_spare_shipments(order, candidates)
        if order.state != "sale":
            return
        delivering = order.order_line.purchase_line_ids.filtered(
            lambda line: line._som_is_dropshipped() and line.state != "cancel" and line.qty_received < line.product_qty)
        for candidate in candidates:
            if candidate.place.vendor and candidate.place.vendor in delivering.order_id.partner_id:
                candidate.shipment.clear()

    @api.model
    def _som_read_facts(self, company, warehouses, rules, orders, as_of):
        """What vendors, whose capacity a rule limits, were asked for today: for how many orders, and lines."""
        facts = super()._som_read_facts(company, warehouses, rules, orders, as_of)
        limited = [rule.vendor_ids for rule, _orders in rules if rule.kind == "capacity"]
        vendors = self.env["res.partner"].union(*limited)
        if vendors:
            zone = self.env["som.promise"]._som_zone(self.env["res.partner"], company)
            start = datetime.combine(facts.today, time(), zone).astimezone(UTC).replace(tzinfo=None)
            asked = self.env["purchase.order.line"].search([
                ("order_id.partner_id", "in", vendors.ids), ("company_id", "=", company.id),
                ("order_id.picking_type_id.code", "=", "dropship"), ("sale_line_id", "!=", False),
                ("state", "!=", "cancel"), ("create_date", ">=", start)])
            for vendor, lines in asked.grouped(lambda line: line.order_id.partner_id).items():
                facts.load[vendor] = len(lines.sale_order_id), len(lines.sale_line_id)
        return facts

    @api.model
    def _som_lead(self, company, offer):
        """Microseconds from now until a vendor has delivered: the days that ordering takes, and his lead time."""
        return round((company.days_to_purchase + offer.days) * DAY)
