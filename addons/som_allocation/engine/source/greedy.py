"""A good answer in no time: one site after the other, then whatever a change of one site makes better."""
from operator import itemgetter


def greedy(problem):
    """
    :return: dict: (item id, offer id) → ticks; an answer that keeps all rules, empty where none was found
    """
    chosen, best = _grow(problem)
    better = True
    while better:
        better = False
        for sites in _neighbours(problem, chosen):
            found = _fill(problem, sites)
            if found[0] < best[0]:
                chosen, best, better = sites, found, True
    return best[1]


def _grow(problem):
    """Add the site that helps most, for as long as one does."""
    chosen, best = (), _fill(problem, ())
    while True:
        full = problem.terms.most_sites is not None and problem.count(chosen) >= problem.terms.most_sites
        grown = [(*_fill(problem, (*chosen, site)), site) for site in problem.sites
                 if site not in chosen and not (full and problem.sites[site].counts)]
        value, shares, site = min(grown, key=itemgetter(0, 2), default=(best[0], None, None))
        if value >= best[0]:
            break
        chosen, best = (*chosen, site), (value, shares)
    return chosen, best


def _neighbours(problem, chosen):
    """The same sites without one, or with another instead of one."""
    for place, _site in enumerate(chosen):
        rest = chosen[:place] + chosen[place + 1:]
        yield rest
        yield from ((*rest, other) for other in problem.sites if other not in chosen)


def _fill(problem, sites):
    """Serve the items from some sites, what is worth most first.

    :return: what it is worth (smaller is better), and the answer
    """
    room = _Room(problem, sites)
    for item in sorted(problem.items, key=lambda item: (-item.worth, not item.whole, item.id)):
        room.serve(item)
    measured = problem.measure(room.shares)
    if measured is None:  # all or nothing
        return _value((0, 0), sites), {}
    return _value(measured, sites), room.shares


def _value(measured, sites):
    worth, cost = measured
    return -worth, cost, len(sites), tuple(sorted(sites))


class _Room:
    """What is left at some sites while items are served."""

    def __init__(self, problem, sites):
        self.problem = problem
        self.shares = {}
        self._pools = {pool.id: pool.quantity for pool in problem.pools.values()}
        self._lines = {site: problem.sites[site].lines for site in sites}
        self._quantity = {site: problem.sites[site].quantity for site in sites}

    def serve(self, item):
        offers = [offer for offer in self.problem.suitable[item.id] if offer.site in self._lines]
        offers.sort(key=lambda offer: (self._price(item, offer), offer.arrives, offer.site, offer.id))
        if not item.whole:
            return self._take(self._draw(item, offers))
        alone = [self._draw(item, [offer for offer in offers if offer.site == site])
                 for site in dict.fromkeys(offer.site for offer in offers)]
        return self._take(max(alone, key=lambda drawn: sum(ticks for *_key, ticks in drawn), default=[]))

    def _price(self, item, offer):
        return self.problem.late(item, offer.arrives) + self.problem.sites[offer.site].per_line + (
            offer.per_step * self.problem.steps(item))

    def _draw(self, item, offers):
        drawn, rest, visited = [], item.quantity, set()
        pools, quantity = dict(self._pools), dict(self._quantity)
        for offer in offers:
            if offer.site not in visited and self._lines[offer.site] == 0:
                continue
            ticks = min(most for most in (rest, pools[offer.pool], quantity[offer.site]) if most is not None)
            ticks = ticks // item.step * item.step
            if ticks > 0:
                drawn.append((item, offer, ticks))
                visited.add(offer.site)
                rest -= ticks
                _less(pools, offer.pool, ticks)
                _less(quantity, offer.site, ticks)
        return drawn

    def _take(self, drawn):
        for item, offer, ticks in drawn:
            self.shares[item.id, offer.id] = ticks
            _less(self._pools, offer.pool, ticks)
            _less(self._quantity, offer.site, ticks)
        for site in {offer.site for _item, offer, _ticks in drawn}:
            _less(self._lines, site, 1)


def _less(left, key, number):
    if left[key] is not None:
        left[key] -= number
