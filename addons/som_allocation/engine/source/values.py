"""What sourcing works on. Quantities are ticks and moments are microseconds, as in ``engine.values``; costs are whole
numbers of any one unit (the ORM side uses thousandths of the company's currency).
"""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """What a line of an order wants."""

    id: int
    product: int
    quantity: int
    worth: int = 1  #: of a tick, at least 1; what is worth more is covered first where not all can be
    step: int = 1  #: goods come in whole multiples of so many ticks
    whole: bool = False  #: never split over sites
    wanted: int | None = None  #: moment by which it shall be with the customer


@dataclass(frozen=True, slots=True)
class Site:
    """A place that can ship: a warehouse, or a vendor who delivers straight to the customer."""

    id: int
    per_shipment: int = 0  #: cost of shipping anything from it at all: parcel, distance, place in the preferred order
    per_line: int = 0  #: cost of each line that it ships a part of; like the above not below zero
    lines: int | None = None  #: how many lines it can still take on (capacity of the day)
    quantity: int | None = None  #: how many ticks it can still take on
    counts: bool = True  #: among the most sites; one that ships something of the order anyway does not


@dataclass(frozen=True, slots=True)
class Pool:
    """Goods that can be shipped once, by whichever site."""

    id: int
    product: int
    quantity: int | None = None  #: ticks; None: any (a vendor)


@dataclass(frozen=True, slots=True)
class Offer:
    """A site can ship goods of a pool, to be with the customer at a moment."""

    id: int
    site: int
    pool: int
    arrives: int = 0
    per_step: int = 0  #: cost of each ``Item.step`` of it: handling, a transfer, age of stock (may be below zero)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the order as a whole may cost and must keep."""

    most_sites: int | None = None  #: at most so many ship it, of those that count
    all_or_nothing: bool = False  #: nothing is sourced unless all of it is
    per_late_day: int = 0  #: cost of each line for each day begun that its last part comes later than wanted
    together: bool = False  #: it ships when all is ready: the last part of any line dates all of them


@dataclass(frozen=True, slots=True)
class Share:
    """So much of an item comes of an offer."""

    item: int
    offer: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Sourced:
    """Where an order comes from.

    ``exact``: proved to be the best there is; else the best found in the time given.
    """

    shares: tuple[Share, ...]
    worth: int  #: of what is covered
    cost: int
    exact: bool = True
