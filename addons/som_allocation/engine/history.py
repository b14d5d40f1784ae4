"""What the past would have looked like under a policy: demand and supply played forward, day by day.

Every day stock comes in, the engine plans what is open, and what is ready leaves: an order without a gate ships each
line when it is full, an order with one ships what it was given on the day its gate lets it go. What is planned but does
not leave is held until the next day. Days are whole numbers, quantities ticks.

The world is simpler than the one that was: everything that is ready ships the same day, goods of a warehouse lie in one
place, nothing is frozen or kept for a channel. So two policies are compared with each other; what really happened
stands beside them for scale.
"""
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from .gate import passes
from .plan import allocate
from .values import IMPROVE, Demand, Order, Policy, Product, Segment, Snapshot, Supply


@dataclass(frozen=True, slots=True)
class Wish:
    """A line of an order in the past; where it stands is for the policy under which it is played, see ``Standing``."""

    id: int
    order: int
    product: int
    place: int  #: the warehouse it ships from
    quantity: int  #: ticks that were still to be shipped when it came, or when the play begins
    day: int  #: when it came
    due: int  #: when it should have been shipped
    unit_worth: int = 0  #: of one product unit, in 1/10,000 of the currency
    step: int = 1
    piece: int = 1
    ratio: float = 1.0
    strategy: str = ""


@dataclass(frozen=True, slots=True)
class Flow:
    """Stock that came (or, negative, went otherwise than to these wishes); what was there at first came on the first
    day."""

    product: int
    place: int
    day: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Shipment:
    """So much of a wish left on a day."""

    wish: int
    day: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Past:
    """What is played: the days from ``first`` to ``last``, both included."""

    first: int
    last: int
    wishes: tuple[Wish, ...]
    flows: tuple[Flow, ...]
    whole: int = 1  #: ticks in one product unit


@dataclass(frozen=True, slots=True)
class Rules:
    """A policy as it sees the past.

    ``standing``: wish → (segment, key). Those that are not in it the policy does not speak of: they take what the
    others leave free, first come, first served. ``minimum``: order → its gate in basis points.
    """

    policy: Policy
    standing: dict[int, tuple[int, tuple]] = field(default_factory=dict)
    minimum: dict[int, int] = field(default_factory=dict)


def play(past, rules):
    """Play the past under a policy: the shipments, in the order in which they leave."""
    world = _World(past, rules)
    shipments = []
    for day in range(past.first, past.last + 1):
        shipments += world.live(day)
    return tuple(shipments)


class _World:
    """What is there and what is open on a day."""

    def __init__(self, past, rules):
        self._past = past
        self._rules = rules
        segments = rules.policy.segments
        self._policy = replace(rules.policy, segments=(*segments, Segment(0, IMPROVE)))
        self._unspoken = len(segments)
        self._stock = Counter()  # (product, place) → ticks, what is held among them
        self._rest = {}  # wish → ticks open
        self._held = Counter()
        self._runs = Counter()  # wish → days in a row on which it went without
        self._since = {}  # wish → the day it first went without
        self._flows = _by_day(past.flows, past.first)
        self._coming = _by_day(past.wishes, past.first)
        self._wishes = {wish.id: wish for wish in past.wishes}

    def live(self, day):
        """One day: goods come, orders come, the engine plans, what is ready leaves."""
        for flow in self._flows[day]:
            self._stock[flow.product, flow.place] += flow.quantity
        self._rest.update((wish.id, wish.quantity) for wish in self._coming[day] if wish.quantity > 0)
        snapshot = self._snapshot(day)
        given = {grant.demand: grant.quantity for grant in allocate(snapshot)}
        self._wait(given, day)
        return self._ship(snapshot, given, day)

    def _snapshot(self, day):
        """What the engine looks at: wishes that can be given something, and those whose order has a gate."""
        demands = []
        for number in sorted(self._rest):
            wish = self._wishes[number]
            gated = self._rules.minimum.get(wish.order, 0) > 0
            if gated or self._held[number] or self._stock[wish.product, wish.place] > 0:
                demands.append(self._demand(wish, day))
        return Snapshot(
            tuple(demands), self._supplies(demands), self._policy, orders=self._orders(demands),
            # what comes and goes has no lots here, so nothing is netted by lot
            products=tuple(Product(product, whole=self._past.whole)
                           for product in sorted({demand.product for demand in demands})))

    def _supplies(self, demands):
        wanted = {(demand.product, demand.source) for demand in demands}
        return tuple(Supply(number, product, place, self._stock[product, place])
                     for number, (product, place) in enumerate(sorted(wanted), 1))

    def _orders(self, demands):
        minimum = self._rules.minimum
        orders = sorted({demand.order for demand in demands})
        return tuple(Order(order, minimum[order]) for order in orders if minimum.get(order))

    def _demand(self, wish, day):
        segment, key = self._rules.standing.get(wish.id) or (self._unspoken, (wish.day, wish.order))
        return Demand(
            wish.id, wish.product, wish.place, self._rest[wish.id], self._held[wish.id], step=wish.step,
            ratio=wish.ratio, piece=wish.piece, order=wish.order, segment=segment, key=key,
            waited_runs=self._runs[wish.id], waited_days=day - self._since.get(wish.id, day),
            unit_worth=wish.unit_worth, strategy=wish.strategy)

    def _wait(self, given, day):
        """Who is not full has been passed over once more; who is full waits no longer."""
        for wish, rest in self._rest.items():
            if given.get(wish, 0) < rest:
                self._runs[wish] += 1
                self._since.setdefault(wish, day)
            else:
                self._runs.pop(wish, None)
                self._since.pop(wish, None)

    def _ship(self, snapshot, given, day):
        """What is ready leaves; what is not is held."""
        served = defaultdict(list)
        for demand in snapshot.demands:
            served[demand.order].append(_Served(demand, given[demand.id]))
        gates = {order.id: order for order in snapshot.orders}
        shipments = []
        for order, lines in served.items():
            gate = gates.get(order)
            goes = gate is not None and passes(gate, lines)
            for line in lines:
                leaving = line.given if goes or gate is None and line.full else 0
                shipments += self._leave(line, leaving, day)
        return sorted(shipments, key=lambda shipment: shipment.wish)

    def _leave(self, line, ticks, day):
        demand = line.demand
        # what was taken for other purposes in the meantime cannot leave, even if it was held
        ticks = min(ticks, max(self._stock[demand.product, demand.source], 0))
        self._held[demand.id] = line.given - ticks
        if not ticks:
            return
        self._stock[demand.product, demand.source] -= ticks
        self._rest[demand.id] -= ticks
        if not self._rest[demand.id]:
            del self._rest[demand.id], self._held[demand.id]
        yield Shipment(demand.id, day, ticks)


class _Served:
    """A demand and what it was given, as the gate of its order looks at it."""

    __slots__ = ("demand", "given")

    def __init__(self, demand, given):
        self.demand = demand
        self.given = given

    @property
    def full(self):
        return self.given >= self.demand.wanted


def _by_day(values, first):
    """What comes on each day; what came before the first day is there on the first."""
    days = defaultdict(list)
    for value in values:
        days[max(value.day, first)].append(value)
    return days
