from collections import defaultdict
from dataclasses import replace

from odoo import api, models

from .values import Kept


class SomSourcing(models.AbstractModel):
    """An order of which a part is sourced: what else of it ships counts for the rules of the order as a whole."""

    _inherit = "som.sourcing"

    @api.model
    def _som_read_kept(self, order, mine, waits):
        """What of an order ships in any case, beside what is sourced now (``Kept``).

        :param dict waits: line → {``Place``: quantity} that is sourced away from there
        """
        products = defaultdict(set)
        for line in order.order_line if order.state == "sale" else ():
            unit = line.product_id.uom_id
            for place, quantity in line._som_procured(open_only=True).items():
                if unit.compare(quantity - waits.get(line, {}).get(place, 0.0), 0) > 0:
                    products[line.product_id.id].add(self._som_site_of(place))
        return Kept(frozenset().union(*products.values()), dict(products),
                    {line: waits[line] for line in mine if waits.get(line)})

    @api.model
    def _som_site_of(self, place):
        """The place that is a candidate: what another warehouse brings first ships from where it is brought."""
        return self._som_own(place.warehouse) if place.routes.supplier_wh_id else place

    @api.model
    def _som_is_kept_elsewhere(self, product, place, terms):
        """Whether some of a product that is never split ships from another place already."""
        places = terms.kept.products.get(product.id)
        return product.id in terms.whole and bool(places) and place not in places

    @api.model
    def _som_hold_together(self, answer, limits, items):
        """The best answer that leaves no more parts waiting than the rules let there be.

        Lines that are never split move as a whole or not at all; so does an order that would ship from too many.

        :param answer: function of the engine's ``Terms`` and of lines to leave out: an ``Attempt``
        :param dict items: line → engine ``Item``
        """
        attempt, without = answer(limits), set()
        while split := self._som_split_lines(attempt, items):
            without |= split
            attempt = answer(limits, without)
        if self._som_is_from_too_many(attempt, items):
            attempt = answer(replace(limits, all_or_nothing=True))
        return attempt

    @api.model
    def _som_waiting(self, attempt, items):
        """Line → the place where a rest of it goes on waiting."""
        return {line: self._som_site_of(next(iter(places))) for line, places in attempt.terms.kept.waits.items()
                if sum(attempt.shares.get(line, {}).values()) < items[line].quantity}

    @api.model
    def _som_split_lines(self, attempt, items):
        """Lines of products that are never split, of which others would ship a part and the rest would wait."""
        return {line for line, place in self._som_waiting(attempt, items).items()
                if line.product_id.id in attempt.terms.whole and attempt.sites.get(line, set()) - {place}}

    @api.model
    def _som_is_from_too_many(self, attempt, items):
        places = attempt.terms.kept.places.union(self._som_waiting(attempt, items).values(), *attempt.sites.values())
        return bool(attempt.shares) and attempt.terms.most is not None and len(places) > attempt.terms.most
