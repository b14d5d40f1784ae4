from collections import defaultdict

from odoo import api, models

from ...engine.source.sourcing import source
from ...engine.source.values import Item, Offer, Pool, Site, Terms
from ..promise.moments import moment
from .values import Attempt, Plan

#: Costs of the engine are whole numbers of so many to one of the currency.
CENTS = 1000


class SomSourcing(models.AbstractModel):
    """An order as the engine sees it, and what it answers as Odoo does."""

    _inherit = "som.sourcing"

    @api.model
    def _som_decide(self, order, mine, candidates, terms, goods, facts, seconds):
        """Source one order under some rules; what it takes is taken from ``facts``."""
        attempt = self._som_attempt(order, mine, candidates, terms, goods, facts, seconds)
        plan = self._som_settle(order, mine, attempt)
        self._som_take(attempt, plan, facts)
        plan.trace = self._som_trace(mine, attempt, plan)
        return plan

    @api.model
    def _som_attempt(self, order, mine, candidates, terms, goods, facts, seconds):
        """What the engine answers; nothing is taken from ``facts`` yet.

        :return: ``Attempt``
        """
        items = {line: self._som_item(number, line, quantity, terms, facts)
                 for number, (line, quantity) in enumerate(mine.items())}
        allowed = [candidate for candidate in candidates if not candidate.removed]
        pools, offers = self._som_offers(order, items, candidates, terms, goods, facts)
        sites = [self._som_site(number, candidate, terms) for number, candidate in enumerate(allowed)]
        limits = Terms(
            most_sites=None if terms.most is None else max(0, terms.most - len(terms.kept.places)),
            per_late_day=round(terms.late * CENTS), together=order.picking_policy == "one")

        def answer(limits, without=frozenset()):
            sourced = source(
                [item for line, item in items.items() if line not in without], sites, list(pools.values()),
                [offer for offer, _key, _place in offers.values()], limits, seconds)
            return Attempt(candidates, terms, goods, **self._som_read_answer(sourced, items, allowed, offers))

        return self._som_hold_together(answer, limits, items)

    @api.model
    def _som_read_answer(self, sourced, items, allowed, offers):
        """What the engine answers, by line and place."""
        lines = list(items)
        shares, sites = defaultdict(lambda: defaultdict(int)), defaultdict(set)
        taken, arrivals = defaultdict(int), {}
        for share in sourced.shares:
            offer, key, place = offers[share.offer]
            line = lines[share.item]
            taken[key] += share.quantity
            shares[line][place] += share.quantity
            sites[line].add(allowed[offer.site].place)
            arrivals[line, place] = max(arrivals.get((line, place), 0), offer.arrives)
        covered = all(sum(shares.get(line, {}).values()) >= item.quantity for line, item in items.items())
        return {"sourced": sourced, "shares": shares, "sites": sites, "taken": taken, "arrivals": arrivals,
                "covered": covered}

    @api.model
    def _som_item(self, number, line, quantity, terms, facts):
        """What a line wants. It is split into whole units of its own, where it is ordered in such."""
        order, scale = line.order_id, self.env["som.allocation.snapshot"]._som_scale()
        ticks = round(quantity * scale)
        unit = round(line.product_uom_id._compute_quantity(1, line.product_id.uom_id, round=False) * scale)
        step = next((step for step in (unit, round(line.product_id.uom_id.rounding * scale))
                     if step and ticks % step == 0), 1)
        wanted = order.commitment_date or order.som_requested_date
        worth = line.currency_id._convert(
            line.price_unit, line.company_id.currency_id, line.company_id, facts.today, round=False)
        return Item(
            number, line.product_id.id, ticks, worth=max(1, round(worth * 100 * scale / max(unit, 1))), step=step,
            whole=line.product_id.id in terms.whole, wanted=moment(max(wanted or facts.as_of, facts.as_of)))

    @api.model
    def _som_site(self, number, candidate, terms):
        return Site(
            number, per_shipment=round(sum(candidate.shipment.values()) * CENTS),
            per_line=round(sum(candidate.lines.values()) * CENTS), lines=candidate.room,
            counts=candidate.place not in terms.kept.places)

    @api.model
    def _som_offers(self, order, items, candidates, terms, goods, facts):
        """Pools by goods' key, and offers: id → (engine ``Offer``, key, ``Place``)."""
        scale = self.env["som.allocation.snapshot"]._som_scale()
        pools, offers, steps = {}, {}, {item.product: item.step for item in items.values()}
        allowed = [candidate for candidate in candidates if not candidate.removed]
        origins = {candidate.warehouse: candidate for candidate in candidates}
        for site, candidate in enumerate(allowed):
            route = self._som_route_from(candidate.place, order, facts)
            for product in self.env["product.product"].union(*(line.product_id for line in items)):
                if product.id in candidate.refused or self._som_is_kept_elsewhere(
                        product, candidate.place, terms):
                    continue
                for one in goods.get((order, product, candidate.place), ()):
                    left = None if one.quantity is None else one.quantity - facts.taken[one.key]
                    if left is not None and left <= 0 or self._som_is_barred(one, product, origins):
                        continue
                    pool = pools.setdefault(one.key, Pool(len(pools), product.id, left))
                    cost = self._som_unit_cost(candidate, product, facts, one) * steps[product.id] / scale
                    offer = Offer(len(offers), site, pool.id, route.arrives(one.ready), round(cost * CENTS))
                    place = candidate.place
                    offers[offer.id] = offer, one.key, place._replace(routes=place.routes | one.routes) if (
                        one.routes) else place
        return pools, offers

    @api.model
    def _som_is_barred(self, one, product, origins):
        """Whether the warehouse that goods come from first cannot give them."""
        origin = origins.get(one.origin)
        return bool(origin) and (origin.off or product.id in origin.refused)

    @api.model
    def _som_unit_cost(self, candidate, product, facts, one):
        age = facts.ages.get(((one.origin or candidate.warehouse).id, product.id), 0.0)
        moved = candidate.transfer if one.origin else 0.0
        return one.extra + moved + sum(
            cost for products, cost in candidate.units if product.id in products) - sum(
            bonus * age for products, bonus in candidate.aged if product.id in products)

    @api.model
    def _som_route_from(self, place, order, facts):
        """The way from a place to the customer; worked out once for all orders that go it."""
        return self.env["som.promise"]._som_route_of(place.warehouse, order, facts.as_of, facts.routes)

    @api.model
    def _som_settle(self, order, mine, attempt):
        """Places for all of an order: what nobody has waits where most of its line, or of the order, is."""
        scale = self.env["som.allocation.snapshot"]._som_scale()
        main = self._som_main_place(order, attempt)
        settled, found = {}, {}
        for line, quantity in mine.items():
            shares = dict(attempt.shares.get(line, {}))
            found[line] = {place: ticks / scale for place, ticks in shares.items()}
            rest = round(quantity * scale) - sum(shares.values())
            if rest > 0:
                place = next(iter(attempt.terms.kept.waits.get(line, ())), None) or (
                    main if main in shares or not shares else max(shares, key=shares.get))
                shares[place] = shares.get(place, 0) + rest
            settled[line] = {place: ticks / scale for place, ticks in shares.items()}
        return Plan(order, main.warehouse, settled, found, attempt.arrivals, attempt.sourced.exact,
                    attempt.sourced.cost / CENTS, attempt.covered, attempt)

    @api.model
    def _som_main_place(self, order, attempt):
        """Where most of an order is."""
        total = defaultdict(int)
        for line, shares in attempt.shares.items():
            for place, ticks in shares.items():
                total[place] += ticks * max(line.price_unit, 0.01)
        allowed = [candidate.place for candidate in attempt.candidates
                   if not candidate.removed and candidate.warehouse]
        own = self._som_own(order.warehouse_id)
        default = own if own in allowed else next(iter(allowed), own)
        return max((place for place in total if place.warehouse), default=default, key=lambda place: (
            total[place], place == own, not place.routes, -place.warehouse.id))

    @api.model
    def _som_take(self, attempt, plan, facts):
        """What ships for one order counts for the next: its goods, and what warehouses do today."""
        for key, ticks in attempt.taken.items():
            facts.taken[key] += ticks
        lines = defaultdict(int)
        for shares in plan.ways.values():
            for place in shares:
                lines[place.shipper] += 1
        for shipper, more in lines.items():
            orders, had = facts.load.get(shipper, (0, 0))
            facts.load[shipper] = orders + 1, had + more
