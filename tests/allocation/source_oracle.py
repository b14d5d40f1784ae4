"""The best way to source an order, by trying all there are: written apart from the engine, for small orders only."""
from functools import cache

DAY = 86_400_000_000


def best(items, sites, pools, offers, terms):
    """:return: (worth, cost) of the best answer"""
    moments = {offer.arrives for offer in offers}
    if not terms.together:
        return _best(items, sites, pools, offers, terms, None)
    found = [_best(items, sites, pools, [offer for offer in offers if offer.arrives <= last], terms, last)
             for last in moments]
    return min([*found, (0, 0)], key=lambda answer: (-answer[0], answer[1]))


def _best(items, sites, pools, offers, terms, last):  # noqa: C901 (one thing tried after the other)
    places = {site.id: number for number, site in enumerate(sites)}
    heaps = {pool.id: number for number, pool in enumerate(pools)}
    product = {pool.id: pool.product for pool in pools}
    most = terms.most_sites if terms.most_sites is not None else len(sites)
    dated = 0 if last is None else sum(_late(item, last, terms) for item in items)

    @cache
    def serve(number, left, lines, room, used):
        if number == len(items):
            if sum(used[places[site.id]] for site in sites if site.counts) > most:
                return None
            return 0, sum(site.per_shipment for site in sites if used[places[site.id]]) + (dated if any(used) else 0)
        item, answers = items[number], []
        mine = [offer for offer in offers if product[offer.pool] == item.product]
        caps = tuple(min(left[heaps[offer.pool]], room[places[offer.site]]) // item.step for offer in mine)
        for parts in _parts(item.quantity // item.step, caps):
            total = sum(parts)
            if terms.all_or_nothing and total != item.quantity // item.step:
                continue
            after = _take(item, zip(mine, parts, strict=True), left, lines, room, used)
            rest = after and serve(number + 1, *after[0])
            if rest:
                answers.append((rest[0] + total * item.step * item.worth, rest[1] + after[1]))
        return min(answers, key=lambda answer: (-answer[0], answer[1]), default=None)

    def _take(item, parts, left, lines, room, used):
        left, lines, room, used, cost, at, arrives = *map(list, (left, lines, room, used)), 0, set(), None
        for offer, steps in parts:
            if not steps:
                continue
            ticks, place = steps * item.step, places[offer.site]
            left[heaps[offer.pool]] -= ticks
            room[place] -= ticks
            used[place] = True
            at.add(place)
            arrives = max(arrives or 0, offer.arrives)
            cost += steps * offer.per_step
        for place in at:
            lines[place] -= 1
            cost += sites[place].per_line
        if item.whole and len(at) > 1 or min([*left, *lines, *room]) < 0:
            return None
        if last is None and at:
            cost += _late(item, arrives, terms)
        return tuple(map(tuple, (left, lines, room, used))), cost

    plenty = 10 ** 6
    answer = serve(0, tuple(plenty if pool.quantity is None else pool.quantity for pool in pools),
                   tuple(plenty if site.lines is None else site.lines for site in sites),
                   tuple(plenty if site.quantity is None else site.quantity for site in sites),
                   (False,) * len(sites))
    return answer or (0, 0)


def _late(item, arrives, terms):
    if item.wanted is None or arrives <= item.wanted:
        return 0
    return ((arrives - item.wanted - 1) // DAY + 1) * terms.per_late_day


def _parts(most, caps):
    """All ways to take at most so many steps in all, and at most so many of each."""
    if not caps:
        yield ()
        return
    for here in range(min(most, caps[0]) + 1):
        for others in _parts(most - here, caps[1:]):
            yield here, *others
