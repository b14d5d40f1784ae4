"""An order and all that it may come from, as solving it needs them; and what an answer is worth, exactly.

All is in order of id, so that the order in which it was handed in makes no difference.
"""
from collections import defaultdict
from functools import cached_property
from operator import attrgetter

DAY = 86_400 * 1_000_000  #: microseconds
_ID = attrgetter("id")


class Problem:
    """What is asked, as ``sourcing.source`` gets it."""

    def __init__(self, items, sites, pools, offers, terms):
        self.items = sorted((item for item in items if item.quantity >= item.step), key=_ID)
        self.sites = {site.id: site for site in sorted(sites, key=_ID)}
        self.pools = {pool.id: pool for pool in sorted(pools, key=_ID)}
        self.terms = terms
        self.offers = {offer.id: offer for offer in sorted(offers, key=_ID)
                       if offer.site in self.sites and self.pools[offer.pool].quantity != 0}
        self.item = {item.id: item for item in self.items}

    @cached_property
    def suitable(self):
        """Item id → the offers that it may come from."""
        by_product = defaultdict(list)
        for offer in self.offers.values():
            by_product[self.pools[offer.pool].product].append(offer)
        return {item.id: by_product[item.product] for item in self.items}

    @cached_property
    def all_worth(self):
        """Of everything that there can be at most; no answer is worth more."""
        return sum(item.worth * self.reach[item.id] * item.step for item in self.items)

    @cached_property
    def reach(self):
        """Item id → how many steps of it there can be at most, if nobody else wants any and all sites may ship."""
        return {item.id: min(self.steps(item), self._there(item)) for item in self.items}

    def _there(self, item):
        at = defaultdict(int)
        for offer in self.suitable[item.id]:
            at[offer.site] += self.steps(item, offer)
        return max(at.values(), default=0) if item.whole else sum(at.values())

    def count(self, sites):
        """How many of some sites count against the most there may be."""
        return sum(self.sites[site].counts for site in sites)

    def steps(self, item, offer=None):
        """How many steps of an item there can be at most, of an offer."""
        most = item.quantity
        if offer is not None:
            site, pool = self.sites[offer.site], self.pools[offer.pool]
            most = min(bound for bound in (most, pool.quantity, site.quantity) if bound is not None)
        return most // item.step

    def late(self, item, arrives):
        """What an item costs whose last part comes at a moment: for each day begun after it was wanted."""
        if item.wanted is None or not self.terms.per_late_day:
            return 0
        return -(-max(0, arrives - item.wanted) // DAY) * self.terms.per_late_day

    def cost_of_dates(self, last):
        """What it costs that items come late; where all come together, also of those that get nothing.

        :param dict last: item id → when its last part comes; of those that get anything
        """
        if self.terms.together and last:
            last = dict.fromkeys(self.item, max(last.values()))
        return sum(self.late(self.item[item], arrives) for item, arrives in last.items())

    def measure(self, shares):
        """What an answer is worth and what it costs; None where it breaks a rule.

        :param dict shares: (item id, offer id) → ticks
        """
        shares = {key: ticks for key, ticks in shares.items() if ticks}
        if not self._keeps_rules(shares):
            return None
        last, cost, visits = {}, 0, set()
        for (item, number), ticks in shares.items():
            offer = self.offers[number]
            last[item] = max(last.get(item, offer.arrives), offer.arrives)
            cost += offer.per_step * (ticks // self.item[item].step)
            visits.add((offer.site, item))
        cost += sum(self.sites[site].per_shipment for site in {site for site, _item in visits})
        cost += sum(self.sites[site].per_line for site, _item in visits)
        worth = sum(self.item[item].worth * ticks for (item, _offer), ticks in shares.items())
        return worth, cost + self.cost_of_dates(last)

    def _keeps_rules(self, shares):
        items, pools, quantities = defaultdict(int), defaultdict(int), defaultdict(int)
        sites_of, items_of = defaultdict(set), defaultdict(set)
        for (item, number), ticks in shares.items():
            offer = self.offers[number]
            if ticks < 0 or ticks % self.item[item].step or self.pools[offer.pool].product != self.item[item].product:
                return False
            items[item] += ticks
            pools[offer.pool] += ticks
            quantities[offer.site] += ticks
            sites_of[item].add(offer.site)
            items_of[offer.site].add(item)
        most = self.terms.most_sites
        return (
            all(ticks <= self.item[item].quantity for item, ticks in items.items())
            and all(_within(ticks, self.pools[pool].quantity) for pool, ticks in pools.items())
            and all(_within(ticks, self.sites[site].quantity) for site, ticks in quantities.items())
            and all(_within(len(mine), self.sites[site].lines) for site, mine in items_of.items())
            and not any(self.item[item].whole and len(mine) > 1 for item, mine in sites_of.items())
            and _within(self.count(items_of), most)
            and (not self.terms.all_or_nothing or not shares or self._covers(items)))

    def _covers(self, items):
        return all(items[item.id] == item.quantity // item.step * item.step for item in self.items)


def _within(number, most):
    return most is None or number <= most
