from collections import Counter
from copy import copy

from odoo import api, models
from odoo.tools import formatLang

from .som_sourcing_candidates import NOT_OF_CANDIDATES
from .som_sourcing_rule import OF_ORDERS
from .values import Case, OrderTerms


class SomSourcing(models.AbstractModel):
    """Two passes: all rules are kept first; where that does not cover an order, those that may give way are left out.

    Rules that may not give way are kept in both.
    """

    _inherit = "som.sourcing"

    @api.model
    def _som_decide_in_passes(self, order, mine, places, rules, goods, facts, refused, seconds, waits):
        """Source one order; what it takes is taken from ``facts``.

        The second pass counts only where it covers more than the first; the two share the time.

        :param goods: what there is under all rules, and under those that do not give way
        """
        soft = [rule for rule, orders in rules if rule.gives_way and order in orders]
        seconds = seconds / 2 if soft else seconds
        kept, before = self._som_read_kept(order, mine, waits), facts.mark()

        def decide(rules, goods):
            candidates, terms = self._som_candidates(order, places, rules, facts, refused)
            terms.kept = kept
            return self._som_decide(order, mine, candidates, terms, goods, facts, seconds)

        strict = decide(rules, goods[0])
        if strict.covered or not soft:
            return strict
        after = facts.mark()
        facts.go_back(before)
        lenient = decide(self._som_rules_that_stay(rules), goods[1])
        if lenient.attempt.sourced.worth <= strict.attempt.sourced.worth:
            facts.go_back(after)
            return strict
        after = facts.mark()
        facts.go_back(before)
        gave_way = self._som_gave_way(order, mine, soft, lenient.attempt, goods[0], facts)
        facts.go_back(after)
        lenient.trace = self._som_trace(mine, lenient.attempt, lenient, gave_way)
        return lenient

    @api.model
    def _som_rules_that_stay(self, rules):
        return [(rule, orders) for rule, orders in rules if not rule.gives_way]

    @api.model
    def _som_gave_way(self, order, mine, soft, attempt, strict, facts):
        """What an answer does against rules that gave way, each in words; candidates get what would have removed them.

        :param soft: the rules that gave way
        :param dict strict: the goods there are if they do not
        """
        words = []
        for rule in soft:
            if rule.kind in OF_ORDERS:
                words += self._som_gave_way_of_order(order, rule, attempt, facts)
            elif rule.kind == "minimum":
                words += self._som_gave_way_of_goods(order, mine, rule, attempt, strict, facts)
            else:
                words += self._som_gave_way_of_places(order, rule, attempt, facts)
        return words

    @api.model
    def _som_gave_way_of_order(self, order, rule, attempt, facts):
        terms = OrderTerms()
        getattr(rule, f"_som_term_{rule.kind}")(Case(order, facts, terms=terms))
        places = attempt.terms.kept.places.union(*attempt.sites.values())
        if terms.most is not None and len(places) > terms.most:
            yield self.env._("%(rule)s: ships from %(count)s, at most %(most)s", rule=rule.name, count=len(places),
                             most=terms.most)
        for line, sites in attempt.sites.items():
            if line.product_id.id in terms.whole and len(
                    sites | attempt.terms.kept.products.get(line.product_id.id, set())) > 1:
                yield self.env._("%(rule)s: %(product)s is split", rule=rule.name,
                                 product=line.product_id.display_name)

    @api.model
    def _som_gave_way_of_goods(self, order, mine, rule, attempt, strict, facts):
        """Where more is taken than is there beside a minimum."""
        for product in self.env["product.product"].browse(sorted(rule._som_products(
                self.env["product.product"].union(*(line.product_id for line in mine))))):
            for candidate in attempt.candidates:
                if not rule._som_is_of(candidate.place):
                    continue
                left = {one.key: one.quantity for one in strict.get((order, product, candidate.place), ())}
                taken = {one.key: attempt.taken.get(one.key, 0)
                         for one in attempt.goods.get((order, product, candidate.place), ()) if not one.origin}
                if any(ticks and left.get(key, 0) is not None and ticks > left.get(key, 0) - facts.taken[key]
                       for key, ticks in taken.items()):
                    text = self.env._("%(rule)s: %(quantity)s of %(product)s", rule=rule.name, product=(
                        product.display_name), quantity=formatLang(self.env, rule.quantity, dp="Product Unit"))
                    candidate.gave_way.append(text)
                    yield f"{candidate.name}: {text}"

    @api.model
    def _som_gave_way_of_places(self, order, rule, attempt, facts):
        lines = Counter(place for sites in attempt.sites.values() for place in sites)
        for candidate in attempt.candidates:
            if rule.kind in NOT_OF_CANDIDATES or candidate.removed or not rule._som_is_of(candidate.place):
                continue
            alone = copy(candidate)
            alone.room = None
            getattr(rule, f"_som_apply_{rule.kind}")(Case(order, facts, candidate=alone))
            shipping = lines[candidate.place]
            text = alone.removed
            if alone.room is not None and shipping > alone.room:
                text = self.env._("%(rule)s: room for %(most)s lines", rule=rule.name, most=alone.room)
            if text:
                candidate.gave_way.append(text)
            if text and shipping:
                yield f"{candidate.name}: {text}"
