"""Giving back what an applied plan changed.

A unit that was taken from one line and given to another can only come back as long as the other still has it. So a
product comes back as a whole or not at all: one line that was picked, shipped, or touched since keeps everything of
its product as it is.
"""
from collections import defaultdict

from .values import Change

PICKED = "picked"  #: the goods have been picked, shipped, or the line is no longer open
TOUCHED = "touched"  #: somebody has changed its reservation since


def undo(before, changes, now):
    """The changes that give back what ``changes`` did.

    :param before: the snapshot that the plan was made from
    :param changes: what was applied
    :param now: a snapshot of the same demands as they are now; demands that are gone count as picked
    :return: the changes to make now, and demand → why, for those that stop their product from coming back
    """
    demands = {demand.id: demand for demand in before.demands}
    keys = {supply.id: _key(supply) for supply in before.supplies}
    expected = _held(before)
    for change in changes:
        expected[change.demand][keys[change.supply]] += change.quantity
    found, open_now = _held(now), {demand.id for demand in now.demands}
    refused = {}
    for demand in sorted({change.demand for change in changes}):
        if demand not in open_now:
            refused[demand] = PICKED
        elif _filled(expected[demand]) != _filled(found[demand]):
            refused[demand] = TOUCHED
    stopped = {demands[demand].product for demand in refused}
    places = {}
    for supply in now.supplies:
        places.setdefault(_key(supply), supply.id)
    back = [
        Change(change.demand, places.get(keys[change.supply], 0), -change.quantity)
        for change in changes if demands[change.demand].product not in stopped]
    return tuple(sorted(back, key=lambda each: (each.demand, each.quantity, each.supply))), refused


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
