"""What sourcing hands from one step to the next. Costs are floats in the company's currency until the engine is asked;
quantities are ticks, moments microseconds, as in the engine.
"""
from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """Where goods ship from: a warehouse's own stock, or (``routes``) what comes by these routes of Odoo's."""

    warehouse: object
    routes: object  #: ``stock.route`` that procurement is sent by; none: as the warehouse ships
    vendor: object = None  #: ``res.partner`` who delivers straight to the customer; then there is no warehouse

    @property
    def shipper(self):
        """Whoever ships, by whatever routes: the warehouse or the vendor."""
        return self.vendor or self.warehouse


class Goods(NamedTuple):
    """A place could ship so much of a product, ready at a moment. ``key`` tells the same goods in two answers."""

    key: tuple
    quantity: int | None  #: None: any
    ready: int
    extra: float = 0.0  #: cost of each product unit beside those of the rules
    origin: object = None  #: the warehouse that they come from first, where it is another
    routes: object = None  #: ``stock.route`` by which they come, where it is another


@dataclass
class Candidate:
    """A place that may ship an order: what that costs, and what speaks against it."""

    place: Place
    name: str
    partner: object  #: the address that it ships from
    km: float | None = None  #: None: nobody knows
    assumed: float = 0.0  #: km that it costs: where nobody knows, as far as the farthest
    removed: str = ""  #: by which rule, and why
    refused: set = field(default_factory=set)  #: ids of products it cannot ship to this order
    shipment: dict = field(default_factory=dict)  #: words → cost of shipping anything at all
    lines: dict = field(default_factory=dict)  #: words → cost of each line
    units: list = field(default_factory=list)  #: (ids of products, cost of each unit)
    aged: list = field(default_factory=list)  #: (ids of products, bonus for each unit and day in stock)
    transfer: float = 0.0  #: cost of each unit that comes from another warehouse first
    off: bool = False  #: it ships nothing at all, to other warehouses neither
    room: int | None = None  #: lines it can still take on today
    notes: list = field(default_factory=list)
    gave_way: list = field(default_factory=list)  #: what would have removed it, had it not given way

    @property
    def warehouse(self):
        return self.place.warehouse


class Kept(NamedTuple):
    """What of an order ships in any case, beside what is sourced now."""

    places: frozenset  #: of candidates, that ship something of it
    products: dict  #: id of a product → the places that ship some of it
    waits: dict  #: line → {``Place``: quantity} where it waits now, and what nobody else has stays


NOTHING_KEPT = Kept(frozenset(), {}, {})


@dataclass
class OrderTerms:
    """What an order as a whole must keep."""

    most: int | None = None
    whole: set = field(default_factory=set)  #: ids of products that are never split
    late: float = 0.0  #: cost of each line and day
    notes: list = field(default_factory=list)
    kept: Kept = NOTHING_KEPT


@dataclass
class Facts:
    """What was read once for all orders that are sourced together."""

    as_of: object
    today: object
    ages: dict = field(default_factory=dict)  #: (warehouse id, product id) → days in stock, on average
    load: dict = field(default_factory=dict)  #: shipper → (orders, lines) that ship today
    places: dict = field(default_factory=dict)  #: shipper → how many stand before it; the rest stand behind all
    routes: dict = field(default_factory=dict)  #: as ``_som_route_of`` keeps them
    taken: defaultdict = field(default_factory=lambda: defaultdict(int))  #: goods' key → ticks

    def mark(self):
        """What other orders have taken, to come back to."""
        return copy(self.taken), dict(self.load)

    def go_back(self, mark):
        self.taken, self.load = copy(mark[0]), dict(mark[1])


class Case(NamedTuple):
    """What a rule looks at: an order, and a warehouse or the terms of the order."""

    order: object
    facts: Facts
    candidate: Candidate | None = None
    terms: OrderTerms | None = None


@dataclass
class Attempt:
    """What the engine answers for an order under some of the rules; nothing is taken from ``Facts`` yet."""

    candidates: list
    terms: OrderTerms
    goods: dict
    sourced: object  #: engine ``Sourced``
    shares: dict  #: line → {``Place``: ticks}
    sites: dict  #: line → the places of candidates that ship it
    taken: dict  #: goods' key → ticks
    arrivals: dict  #: (line, ``Place``) → moment at which the last of it is with the customer
    covered: bool  #: all of the order


@dataclass
class Plan:
    """Where an order comes from."""

    order: object
    main: object  #: the warehouse that ships most of it, and whatever nobody has
    ways: dict  #: line → {``Place``: quantity in the product's unit}
    found: dict  #: as ``ways``, without what nobody has
    arrivals: dict  #: (line, ``Place``) → moment at which the last of what was found is with the customer
    exact: bool
    cost: float
    covered: bool  #: all of it
    attempt: Attempt
    trace: dict = field(default_factory=dict)


class Ways(dict):
    """Line → {``Place``: quantity}: for promises; a class of its own, as nobody can send one in a context."""


class MovedQuantities(dict):
    """Id of a line → quantity in its unit that is procured, for it moved; a class of its own, as above."""
