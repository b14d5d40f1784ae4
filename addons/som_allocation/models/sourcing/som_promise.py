from dataclasses import dataclass, replace
from math import inf

from odoo import api, models

from ...engine.promise.values import Ready
from ..promise.som_promise import NOWHERE, Asked
from .values import Place, Ways

#: Context: where the goods of lines come from (``Ways``), while dates are worked out.
WAYS = "som_ways"
#: Dates of quotations are asked for all the time: a good choice will do.
SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class FromSeveral(Ready):
    """Goods that are ready at several places: (``Place``, moment or None) of each."""

    ways: tuple = ()


class Arrived:
    """A way that is known to its end."""

    def __init__(self, date):
        self._date = date

    def arrives(self, _ready):
        return self._date


class SomPromise(models.AbstractModel):
    """Dates of lines that ship from several warehouses: when the last part arrives, each by its own way."""

    _inherit = "som.promise"

    @api.model
    def _som_promise_company(self, company, lines, as_of, together):
        ways = Ways()
        if company.som_sourcing:
            lines.sudo().som_part_ids.fetch(["line_id", "warehouse_id", "quantity"])
            ways.update({line: line._som_ways() for line in lines if line._som_ways()})
            ways.update(self._som_ways_to_come(lines.filtered(lambda line: line.state in ("draft", "sent", False))))
        return super(SomPromise, self.with_context(**{WAYS: ways}))._som_promise_company(
            company, lines, as_of, together)

    @api.model
    def _som_ways_to_come(self, lines):
        """Where lines of quotations would come from if they were confirmed now."""
        wants = lines.order_id._som_wants() if lines else {}
        if not wants:
            return {}
        plans = self.env["som.sourcing"]._som_plan(wants, seconds=SECONDS)
        found = {line.id: shares for plan in plans.values() for line, shares in plan.ways.items()}
        return {line: found[line.id] for line in lines if line.id in found}

    @api.model
    def _som_ways_here(self):
        ways = self.env.context.get(WAYS)
        return ways if isinstance(ways, Ways) else {}

    @api.model
    def _som_asked(self, lines, together):
        ways = self._som_ways_here()
        mine = lines.filtered(lambda line: line in ways and line.product_id.is_storable)
        asked = super()._som_asked(lines - mine, together)
        scale = self.env["som.allocation.snapshot"]._som_scale()
        used = sum(map(len, asked.values()))
        for line in mine:
            asked[line] = [Asked(
                -used - number, line.product_id.id, self._som_source_of(place), round(quantity * scale),
                line=line._origin.id or 0, order=line.order_id._origin.id or 0,
                group=0 if together else line.order_id.id)
                for number, (place, quantity) in enumerate(ways[line].items(), start=1)]
            used += len(asked[line])
        return asked

    @api.model
    def _som_line_ready(self, line, asked, moves, ready, now):
        ways, wants = self._som_ways_here().get(line, ()), asked.get(line, ())
        found = {place: ready[want.id] for place, want in zip(ways, wants, strict=True)} if ways and wants else {}
        if not found and line in moves:
            by_place = moves[line].grouped(lambda move: move._som_place())
            if list(by_place) != [Place(line.warehouse_id, self.env["stock.route"])]:
                found = {place: super(SomPromise, self)._som_line_ready(line, {}, {line: mine}, ready, now)
                         for place, mine in by_place.items()}
                found = self._som_bring(found)
        if not found:
            return super()._som_line_ready(line, asked, moves, ready, now)
        dates = [one.date for one in found.values()]
        return FromSeveral(
            line.id, tuple(sorted((part for one in found.values() for part in one.parts), key=lambda part: part.date)),
            sum(one.missing for one in found.values()), None if None in dates else max(dates),
            ways=tuple((place, one.date) for place, one in found.items()))

    @api.model
    def _som_bring(self, found):
        """What leaves one warehouse for another ships from there when it has come."""
        brought = {}
        for place, ready in found.items():
            there, come = self._som_come(place, ready)
            brought[there] = max(
                brought.get(there, come), come, key=lambda one: inf if one.date is None else one.date)
        return brought

    @api.model
    def _som_come(self, place, ready):
        routes = place.routes.sudo()
        if not routes or place.warehouse != routes.supplier_wh_id or ready.date is None:
            return place, ready
        time = routes._som_transfer_time()
        return Place(routes.supplied_wh_id, place.routes), replace(ready, date=ready.date + time)

    @api.model
    def _som_dated(self, line, ready, route, as_of):
        if isinstance(ready, FromSeveral) and ready.date is not None:
            route = Arrived(max(self._som_promise_place(line, place, date, as_of) for place, date in ready.ways))
            ready = Ready(ready.want, ready.parts, ready.missing, ready.date)
        return super()._som_dated(line, ready, route, as_of)

    @api.model
    def _som_source_of(self, place):
        """The location that the goods of a place are taken from. Seam: what comes by other routes lies nowhere yet."""
        origin = place.routes.sudo().supplier_wh_id[:1]
        if origin:
            return origin.lot_stock_id.id
        return NOWHERE if place.routes else place.warehouse.sudo().lot_stock_id.id

    @api.model
    def _som_promise_place(self, line, place, ready, as_of):
        """When goods of a place are with the customer that are ready at a moment. Seam, as above."""
        if place.routes and line.state != "sale":
            ready += place.routes.sudo()._som_transfer_time()
        warehouse = place.warehouse or line.warehouse_id
        return self._som_route_of(warehouse, line.order_id, as_of).arrives(ready)
