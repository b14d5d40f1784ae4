"""Giving back what an applied plan changed.

A unit that was taken from one line and given to another can only come back as long as the other still has it. So a
product comes back as a whole or not at all: one line that was picked, shipped, or touched since keeps everything of
its product as it is, and so does stock that is no longer there or was given to somebody else since.
"""
from collections import defaultdict

from .values import Change

PICKED = "picked"  #: the goods have been picked, shipped, or the line is no longer open
TOUCHED = "touched"  #: somebody has changed its reservation since
TAKEN = "taken"  #: what it held before is no longer there, or somebody else has it


def undo(before, changes, now):
    """The changes that give back what ``changes`` did.

    :param before: the snapshot that the plan was made from
    :param changes: what was applied
    :param now: a snapshot of the same demands as they are now; demands that are gone count as picked
    :return: the changes to make now, and demand → why, for those that stop their product from coming back
    """
    products = {demand.id: demand.product for demand in before.demands}
    keys = {supply.id: _key(supply) for supply in before.supplies}
    refused = _moved_on(before, changes, now, keys)
    back = _without(refused, products, _reverse(changes, now, keys))
    short = _short(back, now)
    refused |= {change.demand: TAKEN for change in back if change.quantity > 0 and change.supply in short}
    return tuple(_without(refused, products, back)), dict(sorted(refused.items()))


def _moved_on(before, changes, now, keys):
    """Demands that do not hold what the changes left them, with the reason."""
    expected, found, open_now = _held(before), _held(now), {demand.id for demand in now.demands}
    for change in changes:
        expected[change.demand][keys.get(change.supply)] += change.quantity
    refused = {}
    for demand in {change.demand for change in changes}:
        if demand not in open_now:
            refused[demand] = PICKED
        elif _filled(expected[demand]) != _filled(found[demand]):
            refused[demand] = TOUCHED
    return refused


def _reverse(changes, now, keys):
    """The opposite of the changes, on the quants as they are numbered now (0: on none)."""
    places, there = {}, {supply.id: _key(supply) for supply in now.supplies}
    for supply in now.supplies:
        places.setdefault(_key(supply), supply.id)
    holdings = defaultdict(dict)
    for each in now.holdings:
        mine = holdings[each.demand, there.get(each.supply)]
        mine[each.supply] = mine.get(each.supply, 0) + each.quantity
    back = defaultdict(int)
    for demand, supply, ticks in [(each.demand, each.supply, each.quantity) for each in changes]:
        key = keys.get(supply)
        if ticks < 0:
            back[demand, supply if there.get(supply) == key is not None else places.get(key, 0)] -= ticks
        else:
            for place, part in _parts(holdings[demand, key], supply, ticks):
                back[demand, place] -= part
    found = [Change(*key, ticks) for key, ticks in back.items() if ticks]
    return sorted(found, key=lambda each: (each.demand, each.quantity, each.supply))


def _parts(held, known, ticks):
    """So many ticks of what is held: (supply, ticks); where a quant is doubled, it may be held on either."""
    for supply in sorted(held, key=lambda supply: (supply != known, supply)):
        part = min(held[supply], ticks)
        if part:
            held[supply] -= part
            ticks -= part
            yield supply, part


def _short(back, now):
    """Supplies that do not have what is to be reserved on them again."""
    free = {supply.id: supply.quantity - supply.reserved for supply in now.supplies}
    for supply, ticks in [(each.supply, each.quantity) for each in (*now.holdings, *back)]:
        if supply in free:
            free[supply] -= ticks
    return {0} | {supply for supply, ticks in free.items() if ticks < 0}


def _without(refused, products, changes):
    stopped = {products[demand] for demand in refused}
    return [change for change in changes if products[change.demand] not in stopped]


def _key(supply):
    return supply.product, supply.location, supply.lot, supply.package, supply.owner


def _held(snapshot):
    """Demand → key of the stock → ticks held on it."""
    keys = {supply.id: _key(supply) for supply in snapshot.supplies}
    held = defaultdict(lambda: defaultdict(int))
    for holding in snapshot.holdings:
        held[holding.demand][keys.get(holding.supply)] += holding.quantity
    return held


def _filled(held):
    return {key: quantity for key, quantity in held.items() if quantity}
