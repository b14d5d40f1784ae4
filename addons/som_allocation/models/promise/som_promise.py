from dataclasses import replace
from typing import NamedTuple

from odoo import api, models

from ...engine.places import Places
from ...engine.promise.making import kin
from ...engine.promise.promising import promise
from ...engine.promise.protect import protect
from ...engine.promise.running import settle
from ...engine.promise.values import Ask, Want
from ..protection.values import Who
from .moments import moment

#: The source of what is not taken from stock, but ordered for whoever wants it: nothing lies there, vendors deliver.
NOWHERE = 0


class Asked(NamedTuple):
    """Goods that somebody would like to have; no transfer knows of them yet."""

    id: int  #: negative, so that it is no move's
    product: int
    source: int  #: location it would take from
    quantity: int  #: ticks
    line: int = 0  #: of an order; where it would stand is asked of the policies. 0: it is not saved, and stands last
    order: int = 0  #: decides what is kept for it; 0: of no order
    group: int = 0  #: those of a group get what the others of it leave; groups do not know of each other
    need: int = 0
    variant: object = 0  #: how it is made, where it is not made as others of its product are


class Making(NamedTuple):
    """What is made, and how: nothing, as long as nobody makes anything."""

    products: frozenset = frozenset()  #: ids of those whose goods and queues matter besides
    recipes: tuple = ()  #: engine ``Recipe``
    centers: tuple = ()  #: engine ``Center``
    runs: tuple = ()  #: engine ``Run``; batches and wants are moves


class Reading(NamedTuple):
    """What promising works on, as it was read: who wants goods, what there is of them, and what can be had beyond."""

    making: Making
    queue: list  #: ``Waiting``, best rank first
    behind: dict  #: id of ``Asked`` → how many of the queue stand ahead of it
    overdrawn: list  #: engine ``Want``, of places that owe goods: they stand ahead of everybody
    batches: list  #: engine ``Batch``, nothing of them set aside yet
    refills: list  #: engine ``Refill``
    protections: tuple  #: engine ``Protection``
    may_use: dict  #: id of who waits or asks → protections that it may use
    parents: dict  #: location → the one it lies in

    def protected(self, batches):
        """Batches, with what is kept for some set aside."""
        return protect(batches, self.protections, Places(self.parents))


class SomPromise(models.AbstractModel):
    """When goods can be there: reads what there is and who stands ahead, and asks the engine.

    A fixed number of queries, however many lines are asked about and however many orders wait for the same products.
    """

    _name = "som.promise"
    _description = "When Goods Can Be There"

    @api.model
    def _som_ready(self, company, asked, as_of, products=(), soon=frozenset()):
        """When those who ask, and all who wait for the same products, have their goods ready at the source.

        :param asked: list of ``Asked``
        :param datetime as_of: now, naive UTC
        :param products: ids of further products whose waiting moves are answered for
        :param soon: ids of moves for which the question is how soon it could be, not whether it is in time
        :return: dict: id of ``Asked`` or of a ``stock.move`` that lacks something → engine ``Ready``; and
            ("run", id of a move that making brings) → engine ``End``
        """
        self.env.flush_all()
        now = moment(as_of)
        read = self._som_read(company, {*products, *(want.product for want in asked)}, asked, as_of)
        making, may_use = read.making, read.may_use
        wants = [*read.overdrawn, *(self._som_prepare_want(row, may_use, now) for row in read.queue)]
        # those who owe goods stand ahead of everybody
        behind = {want: place + len(read.overdrawn) for want, place in read.behind.items()}
        asks = self._som_group(asked, may_use, now, behind, kin(making.recipes)) + [
            Ask((replace(want, need=now),), behind=place) for place, want in enumerate(wants) if want.id in soon]
        made = {"recipes": making.recipes, "centers": making.centers}
        batches, ends = settle(
            making.runs, wants, read.protected(read.batches), read.refills, read.parents, **made)
        return promise(wants, batches, read.refills, read.parents, asks, **made) | {
            ("run", move): ends[run.id] for run in making.runs for move in run.batches}

    @api.model
    def _som_read(self, company, products, asked, as_of):
        """Who wants some products, and all that goes into them, and what there is. The caller has flushed.

        :param products: ids
        :param asked: list of ``Asked``
        :return: ``Reading``
        """
        now = moment(as_of)
        making = self._som_read_making(company, products, asked, as_of)
        products = sorted({*products, *making.products})
        queue, behind = self._som_queue(
            company, self._som_read_waiting(company, products), as_of, self._som_suppose(company, asked, as_of))
        protections, may_use = self._som_read_kept(company, [*queue, *asked], as_of)
        overdrawn, there = self._som_read_there(company, products, now)
        return Reading(
            making, queue, behind, overdrawn, [*there, *self._som_read_coming(company, products, now)],
            self._som_read_refills(company, products, as_of), protections, may_use,
            self.env["som.allocation.snapshot"]._som_read_parents())

    @api.model
    def _som_read_making(self, company, products, asked, as_of):  # noqa: ARG002
        """How some products are made: to be extended by what makes them.

        :param asked: list of ``Asked``
        """
        return Making()

    @api.model
    def _som_suppose(self, company, asked, as_of):
        """The moves that confirmation would make: id of who asks → columns. Only where a policy ranks moves at all."""
        if not self.env["som.allocation.policy"]._som_active(company):
            return {}
        scale = self.env["som.allocation.snapshot"]._som_scale()
        units = {product.id: product.uom_id.id
                 for product in self.env["product.product"].browse({want.product for want in asked})}
        return {want.id: {
            "id": want.id, "company_id": company.id, "sale_line_id": want.line, "product_id": want.product,
            "product_uom": units[want.product], "product_uom_qty": want.quantity / scale,
            "product_qty": want.quantity / scale, "quantity": 0, "location_id": want.source, "state": "confirmed",
            "procure_method": "make_to_stock", "priority": "0", "picked": False, "date": str(as_of),
            "create_date": str(as_of)} for want in asked if want.line}

    @api.model
    def _som_group(self, asked, may_use, now, behind, related):
        """Those who ask together and want the same goods, or what is made of the same, leave to each other what they
        do not take.

        They stand together, where the last of them would.

        :param dict related: product → one for all that are made of each other or of the same; not of the others
        """
        groups = {}
        for want in asked:
            key = want.group, related.get(want.product, want.product)
            groups.setdefault(key, []).append(self._som_prepare_want(want, may_use, now))
        return [Ask(tuple(group), max(places) if None not in places else None)
                for group in groups.values() for places in [[behind.get(want.id) for want in group]]]

    @api.model
    def _som_prepare_want(self, row, may_use, now):
        return Want(row.id, row.product, row.source, row.quantity, max(row.need, now),
                    may_use.get(row.id, frozenset()), getattr(row, "variant", 0))

    @api.model
    def _som_read_kept(self, company, rows, as_of):
        """What is protected, and who of those who wait or ask may use it; what they hold has been used."""
        protections = self.env["som.allocation.protection"].sudo()  # sudo: what is kept holds for everybody
        units = protections._som_units(company, {row.product for row in rows}, as_of)
        if not units:
            return (), {}
        who = protections._som_read_who(company, {row.order for row in rows if row.order})
        may_use = {row.id: frozenset(
            unit.id for unit in units
            if unit.product == row.product and unit.serves(who.get(row.order, Who()))) for row in rows}
        return protections._prepare_engine_protections(units), may_use
