"""Small random snapshots, cheap enough for tens of thousands of them.

A case is read from a string of bytes, one byte a decision; zeros mean the plainest thing, so that a failing case
shrinks to a short story.
"""
from hashlib import shake_256

from engine.values import (
    ALL,
    STRATEGIES,
    Demand,
    Holding,
    Order,
    Policy,
    Product,
    Protection,
    Segment,
    Snapshot,
    Supply,
)
from hypothesis import strategies as st

PARENTS = {2: 1, 3: 1, 4: 2}  #: 1 ⊃ 2 ⊃ 4, 1 ⊃ 3
AROUND = {1: {1}, 2: {2, 1}, 3: {3, 1}, 4: {4, 2, 1}}
LENGTH = 110
SPREAD = 5  #: cases of one example
BYTES = st.binary(min_size=LENGTH, max_size=LENGTH)


def spread(content):
    """More cases from one example, for drawing costs more than planning: the bytes, and what they hash to."""
    yield content
    for salt in range(1, SPREAD):
        yield shake_256(bytes([salt]) + content).digest(LENGTH)


class Dice:
    def __init__(self, content):
        self._rest = iter(content)

    def pick(self, *options):
        return options[next(self._rest, 0) % len(options)]

    def upto(self, most):
        return next(self._rest, 0) % (most + 1)


def inside(location, outer):
    """Whether a location is another or lies in it."""
    return outer in AROUND[location]


def case(content, strategy, *, proportional=False, protected=(1,), gates=True, lowest=0):
    """A snapshot in which half of the demands follow a strategy, the others any."""
    dice = Dice(content)
    segments = tuple(
        Segment(number, strategy if number == 1 else dice.pick(*STRATEGIES), proportional and dice.pick(True, False),
                dice.pick(None, None, None, 3_000, 6_000, 0))
        for number in (1, 2))
    policy = Policy(segments, dice.pick(0, 2, 3), dice.pick(0, 0, 4))
    supplies = [_supply(dice, number, lowest) for number in range(1, 1 + dice.upto(4))]
    several = range(1, 1 + dice.upto(len(protected)))
    protections = tuple(Protection(number, 1, dice.upto(5), dice.pick(*protected)) for number in several)
    demands, holdings = [], []
    free = {supply.id: supply.quantity - supply.reserved for supply in supplies}
    for number in range(1, 3 + dice.upto(4)):
        fields = _fields(dice, number, protections)
        held = 0
        for supply in supplies:
            if supply.product == fields["product"] and inside(supply.location, fields["source"]):
                ticks = min(dice.pick(0, 0, 1, 2, 5), free[supply.id])
                if ticks > 0:
                    free[supply.id] -= ticks
                    held += ticks
                    holdings.append(Holding(len(holdings) + 1, number, supply.id, ticks))
        demands.append(Demand(**fields, wanted=held + dice.pick(0, 1, 2, 3, 4, 6), held=held))
    orders = tuple(
        Order(order, dice.pick(0, ALL, 5_000, 8_000)) for order in sorted({demand.order for demand in demands} - {0}))
    return Snapshot(
        tuple(demands), tuple(supplies), policy, orders if gates else (), (Product(1), Product(2)), tuple(holdings),
        protections, PARENTS)


def _supply(dice, number, lowest):
    quantity = dice.upto(7) + lowest
    product, location, reserved = dice.pick(1, 1, 2), dice.pick(2, 3, 4, 1), dice.pick(0, 0, 1)
    return Supply(number, product, location, quantity, min(reserved, max(quantity, 0)), in_date=dice.upto(2))


def _fields(dice, number, protections):
    may_use = frozenset(protection.id for protection in protections if dice.pick(False, True))
    return {
        "id": number, "product": dice.pick(1, 1, 1, 2), "source": dice.pick(1, 2, 1, 4, 3),
        "order": dice.pick(0, 0, 1, 2), "segment": dice.pick(0, 0, 0, 1), "key": (dice.upto(2),),
        "waited_runs": dice.pick(0, 0, 2, 4), "waited_days": dice.pick(0, 0, 5), "unit_worth": dice.pick(1, 0, 5),
        "strategy": dice.pick("", "", "", "", *STRATEGIES), "may_use": may_use,
        "frozen": dice.pick(*[False] * 9, True), "step": dice.pick(1, 1, 1, 2, 3),
        "ratio": dice.pick(1.0, 1.0, 1.0, 1.0, 3.0)}
