from dataclasses import dataclass

from odoo import api, models

from ...engine.promise.values import Ready
from ..promise.som_promise import Asked
from ..promise.som_promise_route import Routes
from .values import Ways

#: Context: where the goods of lines come from (``Ways``), while dates are worked out.
WAYS = "som_ways"
#: Dates of quotations are asked for all the time: a good choice will do.
SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class FromSeveral(Ready):
    """Goods that are ready at several warehouses: (warehouse, moment or None) of each."""

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
        for line in mine:
            for warehouse, quantity in ways[line].items():
                asked[line, warehouse] = Asked(
                    -1 - len(asked), line.product_id.id, warehouse.sudo().lot_stock_id.id, round(quantity * scale),
                    line=line._origin.id or 0, order=line.order_id._origin.id or 0,
                    group=0 if together else line.order_id.id)
        return asked

    @api.model
    def _som_line_ready(self, line, asked, moves, ready, now):
        found = {warehouse: ready[asked[line, warehouse].id]
                 for warehouse in self._som_ways_here().get(line, ()) if (line, warehouse) in asked}
        if not found and line in moves:
            by_warehouse = moves[line].grouped(lambda move: move._som_ships_from())
            if list(by_warehouse) != [line.warehouse_id.sudo()]:
                found = {warehouse: super(SomPromise, self)._som_line_ready(line, {}, {line: mine}, ready, now)
                         for warehouse, mine in by_warehouse.items()}
        if not found:
            return super()._som_line_ready(line, asked, moves, ready, now)
        dates = [one.date for one in found.values()]
        return FromSeveral(
            line.id, tuple(sorted((part for one in found.values() for part in one.parts), key=lambda part: part.date)),
            sum(one.missing for one in found.values()), None if None in dates else max(dates),
            ways=tuple((warehouse, one.date) for warehouse, one in found.items()))

    @api.model
    def _som_dated(self, line, ready, route, as_of):
        if isinstance(ready, FromSeveral) and ready.date is not None:
            order = line.order_id
            route = Arrived(max(
                self._som_route_of(warehouse or line.warehouse_id, order._som_promise_carrier(), order.company_id,
                                   as_of).arrives(date)
                for warehouse, date in ready.ways))
            ready = Ready(ready.want, ready.parts, ready.missing, ready.date)
        return super()._som_dated(line, ready, route, as_of)

    @api.model
    def _som_route_of(self, warehouse, carrier, company, as_of):
        """The way from a warehouse, worked out once while others share it (``_som_routes``)."""
        shared = self.env.context.get("som_promise_routes")
        known, way = shared if isinstance(shared, Routes) else {}, (warehouse, carrier, company)
        if way not in known:
            known[way] = self._som_route(*way, as_of)
        return known[way]
