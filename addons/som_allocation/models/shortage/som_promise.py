from dataclasses import replace
from typing import NamedTuple

from odoo import api, models

from ...engine.places import Places
from ...engine.promise.ordering import orders
from ...engine.promise.promising import promise
from ...engine.promise.running import settle
from ...engine.promise.values import Batch, Want
from ..promise.moments import moment
from ..promise.som_promise import NOWHERE


class Drafts(NamedTuple):
    """Documents that rules have drafted, and nobody has confirmed yet."""

    rows: tuple = ()  #: ``Waiting``
    batches: tuple = ()  #: engine ``Batch``
    runs: tuple = ()  #: engine ``Run``


class SomPromise(models.AbstractModel):
    """What reordering rules have to order, so that what was promised can be kept."""

    _inherit = "som.promise"

    @api.model
    def _som_unmet(self, company, rules, under_way, as_of):
        """What of the demand of each rule counts on goods that nobody has ordered, and what nothing covers.

        Demand beyond the rule's horizon can be ordered later, and stands back. What rules have ordered counts as coming
        when it can be had at the earliest: ordering it again would not bring it sooner.

        Who has something made wants its components: what making that is under way lacks, and what goes into what has to
        be made yet, level by level. How long work centers take is left out; what is being made counts as soon as it
        could be made anew, for making it again would not bring it sooner, either.

        :param rules: list of (rule id, product, location, moment of its horizon, moment at which it can have goods)
        :param dict under_way: rule id → ticks that are ordered, and that no transfer knows of yet
        :return: dict: rule id → (ticks promised and to be ordered, ticks that nothing covers)
        """
        now = moment(as_of)
        read = self._som_read(
            company, self._som_wanted_through(company, {product for _rule, product, *_rest in rules}), (), as_of)
        ruled = _Ruled(rules, Places(read.parents))
        rows = [row for row in read.queue if row.source != NOWHERE and row.planned <= ruled.horizon(row)]
        drafts = self._som_read_drafts(company, read.making.products, as_of)
        rows += drafts.rows
        recipes = [ruled.anew(recipe) for recipe in read.making.recipes]
        refills = [ruled.at_the_earliest(refill) for refill in read.refills]
        runs, batches = ruled.hurried(
            [*read.making.runs, *drafts.runs], [*self._som_hurry(read.batches, ruled), *drafts.batches], recipes)
        batches += [Batch(0, product, location, under_way[rule], earliest)
                    for rule, product, location, _horizon, earliest in rules if under_way.get(rule)]
        wants = [*read.overdrawn, *(self._som_prepare_want(row, read.may_use, now) for row in rows)]
        more = {"recipes": recipes, "sparing": True}
        batches, _ends = settle(runs, wants, read.protected(batches), refills, read.parents, **more)
        return ruled.sums(rows, promise(wants, batches, refills, read.parents, **more))

    @api.model
    def _som_wanted_through(self, company, products):  # noqa: ARG002
        """Ids of products whose demand is demand for some products: to be extended by what makes them."""
        return products

    @api.model
    def _som_read_drafts(self, company, products, as_of):  # noqa: ARG002
        """What documents that rules have drafted will take and bring: to be extended by who drafts some.

        It must not stand in ``under_way`` as well.
        """
        return Drafts()

    @api.model
    def _som_hurry(self, batches, ruled):
        """What rules have ordered comes when it can be had at the earliest."""
        mine = self._som_ordered_by_rules([batch.id for batch in batches if batch.id])
        return [ruled.soonest(batch) if batch.id in mine else batch for batch in batches]

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
        self._farthest = max((horizon for _rule, _product, _location, horizon, _earliest in rules), default=0)

    def _of(self, product, place):
        return next((self._at[product, around] for around in self._places.around(place)
                     if (product, around) in self._at), None)

    def horizon(self, row):
        """Until when a row counts: by its own rule, or by that which looks farthest, where others order for it."""
        found = self._of(row.product, row.source)
        return found[1] if found else self._farthest

    def soonest(self, batch):
        found = self._of(batch.product, batch.location)
        return replace(batch, date=min(batch.date, found[2])) if found else batch

    def at_the_earliest(self, refill):
        """What is ordered now comes when the rule says, also where the vendor could be faster: the later counts."""
        found = self._of(refill.product, refill.location)
        return replace(refill, date=max(refill.date, found[2])) if found else refill

    def anew(self, recipe):
        """What is made anew is there when the rule says, also where making it could be faster; time of work centers is
        left out."""
        found = self._of(recipe.product, recipe.location)
        start = max(recipe.start, found[2] - recipe.lead) if found else recipe.start
        return replace(recipe, start=start, steps=())

    def hurried(self, runs, batches, recipes):
        """What is being made, as if it had been begun so that it comes when it could be made anew, if not earlier."""
        soonest = {}
        for recipe in recipes:
            if recipe.origin:
                continue
            end = recipe.start + recipe.lead
            soonest[recipe.product] = min(end, soonest.get(recipe.product, end))
        made = {batch: soonest[run.product] for run in runs if run.product in soonest for batch in run.batches}
        runs = [replace(run, start=run.start - late, finish=run.finish - late) for run in runs
                for late in [max(run.finish - soonest.get(run.product, run.finish), 0)]]
        return runs, [replace(batch, date=min(batch.date, made.get(batch.id, batch.date))) for batch in batches]

    def sums(self, rows, ready):
        sums = {}
        for row in rows:
            for order in orders(Want(row.id, row.product, row.source, row.quantity), ready[row.id]):
                found = self._of(order.product, order.source)
                if found and row.planned <= found[1]:
                    promised, missing = sums.get(found[0], (0, 0))
                    sums[found[0]] = promised + order.to_order, missing + order.missing
        return sums
