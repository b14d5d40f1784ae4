from copy import copy

from odoo import api, models


class SomSourcing(models.AbstractModel):
    """What vendors sell at least: a share below it is no order that they take, and has no price.

    The engine knows no minimum of a share. Where one comes out below, the order is decided again in two ways: with the
    product from one place only, so that the vendor may get all of it; and without that vendor. The better one counts:
    which covers all, then which costs less.
    """

    _inherit = "som.sourcing"

    @api.model
    def _som_decide(self, order, mine, candidates, terms, goods, facts, seconds):
        before = copy(facts.taken), dict(facts.load)
        plan = super()._som_decide(order, mine, candidates, terms, goods, facts, seconds)
        below = self._som_below_minimum(order, plan, facts)
        if not below:
            return plan
        undivided = copy(terms)
        undivided.whole = terms.whole | {product.id for _vendor, product in below}
        self._som_restore(facts, before)
        together = super()._som_decide(order, mine, candidates, undivided, goods, facts, seconds)
        kept = not self._som_below_minimum(order, together, facts)
        after = copy(facts.taken), dict(facts.load)
        self._som_restore(facts, before)
        candidates, goods = self._som_tell_below(candidates, below), self._som_less_goods(order, goods, below)
        without = self._som_decide(order, mine, candidates, terms, goods, facts, seconds)
        if kept and (not together.covered, together.cost) <= (not without.covered, without.cost):
            self._som_restore(facts, after)
            return together
        return without

    @api.model
    def _som_restore(self, facts, known):
        facts.taken, facts.load = copy(known[0]), dict(known[1])

    @api.model
    def _som_below_minimum(self, order, plan, facts):
        """Who would be asked for less than he sells: list of (vendor, product)."""
        shares = {}
        for line, ways in plan.ways.items():
            for place, quantity in ways.items():
                if place.vendor:
                    key = place.vendor, line.product_id
                    shares[key] = shares.get(key, 0.0) + quantity
        return [(vendor, product) for (vendor, product), quantity in shares.items()
                if vendor not in product._som_offers(quantity, order.company_id, facts.today)]

    @api.model
    def _som_tell_below(self, candidates, below):
        """The candidates, each of those told what it is not asked for."""
        told = [copy(candidate) for candidate in candidates]
        for candidate in told:
            names = [product.display_name for vendor, product in below if candidate.place.vendor == vendor]
            if names:
                candidate.notes = [*candidate.notes, self.env._(
                    "the rest of %s is less than the vendor sells", ", ".join(names))]
        return told

    @api.model
    def _som_less_goods(self, order, goods, below):
        gone = {(order, product, self._som_vendor_place(vendor)) for vendor, product in below}
        return {key: [] if key in gone else found for key, found in goods.items()}
