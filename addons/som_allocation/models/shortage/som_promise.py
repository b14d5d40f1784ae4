from dataclasses import replace

from odoo import api, models

from ...engine.places import Places
from ...engine.promise.promising import promise
from ...engine.promise.protect import protect
from ...engine.promise.values import Batch
from ..promise.moments import moment
from ..promise.som_promise import NOWHERE


class SomPromise(models.AbstractModel):
    """What reordering rules have to order, so that what was promised can be kept."""

    _inherit = "som.promise"

    @api.model
    def _som_unmet(self, company, rules, under_way, as_of):
        """What of the demand of each rule counts on goods that nobody has ordered, and what nothing covers.

        Demand beyond the rule's horizon can be ordered later, and stands back. What rules have ordered counts as coming
        when it can be had at the earliest: ordering it again would not bring it sooner.

        :param rules: list of (rule id, product, location, moment of its horizon, moment at which it can have goods)
        :param dict under_way: rule id → ticks that are ordered, and that no transfer knows of yet
        :return: dict: rule id → (ticks promised and to be ordered, ticks that nothing covers)
        """
        products = sorted({product for _rule, product, *_rest in rules})
        parents = self.env["som.allocation.snapshot"]._som_read_parents()
        places = Places(parents)
        ruled = _Ruled(rules, places)
        rows = [row for row in self._som_read_waiting(company, products)
                if row.source != NOWHERE and row.planned <= ruled.horizon(row)]
        queue, _behind = self._som_queue(company, rows, as_of)
        protections, may_use = self._som_read_kept(company, queue, as_of)
        now = moment(as_of)
        overdrawn, there = self._som_read_there(company, products, now)
        coming = self._som_read_coming(company, products, now)
        mine = self._som_ordered_by_rules([batch.id for batch in coming])
        batches = [*there, *(ruled.soonest(batch) if batch.id in mine else batch for batch in coming)]
        batches += [Batch(0, product, location, under_way[rule], earliest)
                    for rule, product, location, _horizon, earliest in rules if under_way.get(rule)]
        refills = [ruled.at_the_earliest(refill) for refill in self._som_read_refills(company, products, as_of)]
        ready = promise([*overdrawn, *(self._som_prepare_want(row, may_use, now) for row in queue)],
                        protect(batches, protections, places), refills, parents)
        return ruled.sums(queue, ready)

    @api.model
    def _som_ordered_by_rules(self, moves):
        """Those of some moves that reordering rules have asked for; a purchase glue knows of more."""
        # sudo: asked of moves at hand
        return set(self.env["stock.move"].sudo().search(
            [("id", "in", moves), ("orderpoint_id", "!=", False)]).ids) if moves else set()


class _Ruled:
    """Which rule is asked for the demand at a place: the nearest one around it."""

    def __init__(self, rules, places):
        self._at = {(product, location): (rule, horizon, earliest)
                    for rule, product, location, horizon, earliest in rules}
        self._places = places

    def _of(self, product, place):
        return next((self._at[product, around] for around in self._places.around(place)
                     if (product, around) in self._at), None)

    def horizon(self, row):
        found = self._of(row.product, row.source)
        return found[1] if found else row.planned

    def soonest(self, batch):
        found = self._of(batch.product, batch.location)
        return replace(batch, date=min(batch.date, found[2])) if found else batch

    def at_the_earliest(self, refill):
        """What is ordered now comes when the rule says, also where the vendor could be faster: the later counts."""
        found = self._of(refill.product, refill.location)
        return replace(refill, date=max(refill.date, found[2])) if found else refill

    def sums(self, queue, ready):
        sums = {}
        for row in queue:
            found = self._of(row.product, row.source)
            if found:
                promised, missing = sums.get(found[0], (0, 0))
                answer = ready[row.id]
                sums[found[0]] = (promised + sum(part.quantity for part in answer.parts if part.refill),
                                  missing + answer.missing)
        return sums
