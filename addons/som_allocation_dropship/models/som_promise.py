from math import inf
from typing import NamedTuple

from odoo import api, models

from odoo.addons.som_allocation.engine.promise.shipping import DAY, Route
from odoo.addons.som_allocation.engine.promise.values import Part
from odoo.addons.som_allocation.models.sourcing.som_promise import WAYS, FromSeveral
from odoo.addons.som_allocation.models.sourcing.values import Place, Ways

#: Context: what vendors deliver for lines (``Coming``), while dates are worked out.
COMING = "som_vendors_deliver"


class Delivery(NamedTuple):
    """What a vendor delivers of a line; the part has no date where nobody knows when."""

    place: object  #: ``Place``
    part: object  #: engine ``Part``


class Coming(dict):
    """Line → list of ``Delivery``; a class of its own, as nobody can send one in a context."""


class SomPromise(models.AbstractModel):
    """Dates of what vendors deliver straight to the customer.

    A vendor's lead time counts to the customer's door, as Odoo counts it to ours: handling, cut-off and working days
    of our warehouses, and transit of our carriers do not come on top. What does is the days that it takes to order
    (Purchase, *Days to Purchase*) as long as nobody has asked him, and the margin that a company keeps for all that it
    promises (*Security Lead Time for Sales*). Of stock nothing is asked; *Count on Vendors* is about what replenishes
    it.
    """

    _inherit = "som.promise"

    @api.model
    def _som_vendor_way(self, company):
        """From the day on which a vendor has delivered to the one that is promised: an engine ``Route``."""
        return Route(handling=round(company.sudo().security_lead * DAY))  # sudo: a setting, no secret

    @api.model
    def _som_promise_company(self, company, lines, as_of, together):
        coming = self._som_read_deliveries(company, lines, as_of)
        return super(SomPromise, self.with_context(**{COMING: coming}))._som_promise_company(
            company, lines, as_of, together)

    @api.model
    def _som_coming(self):
        coming = self.env.context.get(COMING)
        return coming if isinstance(coming, Coming) else Coming()

    @api.model
    def _som_all_ways(self):
        ways = self.env.context.get(WAYS)
        return ways if isinstance(ways, Ways) else Ways()

    @api.model
    def _som_ways_here(self):
        """Without what vendors deliver: nobody is asked for that."""
        ways = self._som_all_ways()
        if not hasattr(ways, "from_stock"):
            ways.from_stock = Ways()
            for line, shares in ways.items():
                mine = {place: quantity for place, quantity in shares.items() if not place.vendor}
                if mine:
                    ways.from_stock[line] = mine
        return ways.from_stock

    @api.model
    def _som_not_coming(self, lines, moves):
        coming = self._som_coming()
        return super()._som_not_coming(lines, moves).filtered(lambda line: line not in coming)

    @api.model
    def _som_asked(self, lines, together):
        """Lines that vendors deliver all of do not ask for stock."""
        ways, here = self._som_all_ways(), self._som_ways_here()
        return super()._som_asked(lines.filtered(lambda line: (
            line in here if line in ways else not line._som_is_dropshipped_natively())), together)

    @api.model
    def _som_line_ready(self, line, asked, moves, ready, now):
        deliveries = self._som_deliveries_of(line, asked, moves, now)
        if not deliveries:
            return super()._som_line_ready(line, asked, moves, ready, now)
        ways = [(delivery.place, delivery.part.date) for delivery in deliveries]
        parts = [delivery.part for delivery in deliveries if delivery.part.date is not None]
        missing = sum(delivery.part.quantity for delivery in deliveries if delivery.part.date is None)
        if line in moves or asked.get(line):
            stock = super()._som_line_ready(line, asked, moves, ready, now)
            parts, missing = [*parts, *stock.parts], missing + stock.missing
            ways += stock.ways if isinstance(stock, FromSeveral) else [
                (Place(line.warehouse_id, self.env["stock.route"]), stock.date)]
        dates = [date for _place, date in ways]
        parts.sort(key=lambda part: inf if part.date is None else part.date)
        return FromSeveral(
            line.id, tuple(parts), missing, None if None in dates else max(dates), ways=tuple(ways))

    @api.model
    def _som_deliveries_of(self, line, asked, moves, now):
        """What vendors were asked for; or, as long as nothing is on its way at all, what they would be asked for."""
        coming = self._som_coming().get(line)
        if coming or line in moves:
            return coming
        ways = self._som_all_ways()
        if line in ways:
            return [self._som_would_deliver(line, place.vendor, quantity, now)
                    for place, quantity in ways[line].items() if place.vendor]
        if line not in asked and line._som_is_dropshipped_natively():
            quantity = line._som_in_product_unit(line.product_uom_qty - line.qty_delivered)
            return [self._som_would_deliver(line, self.env["res.partner"], quantity, now)]
        return []

    @api.model
    def _som_would_deliver(self, line, vendor, quantity, now):
        """What a vendor, or whom Odoo would choose, delivers if he is asked now."""
        company, scale = line.company_id.sudo(), self.env["som.allocation.snapshot"]._som_scale()
        offer = line.product_id._som_offer_of(vendor, quantity, company, self._som_vendor_today(company, now))
        date = offer and now + self.env["som.sourcing"]._som_lead(company, offer)
        return Delivery(self.env["som.sourcing"]._som_vendor_place(vendor or offer and offer.seller.partner_id),
                        Part(round(quantity * scale), date, refill=line.product_id.id))

    @api.model
    def _som_promise_place(self, line, place, ready, as_of):
        if not place.vendor:
            return super()._som_promise_place(line, place, ready, as_of)
        return self._som_vendor_way(line.company_id).arrives(ready)
