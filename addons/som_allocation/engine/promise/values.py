"""What promising works on. Quantities are ticks and moments are microseconds, as in ``engine.values``."""
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Want:
    """Goods that somebody wants and does not hold yet.

    ``need`` is the moment from which they are wanted: whatever is there by then serves as well as what is there now, so
    what comes in time is left to those who want it sooner.
    """

    id: int
    product: int
    source: int  #: location it takes from: any goods in it or below it
    quantity: int
    need: int = 0
    may_use: frozenset[int] = frozenset()  #: protections it may draw on


@dataclass(frozen=True, slots=True)
class Ask:
    """Wants that belong together, of somebody who only asks: they stand behind so many of the queue (None: all)."""

    wants: tuple[Want, ...]
    behind: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Goods that are there, or will be: so much at a place from a moment on."""

    id: int
    product: int
    location: int
    quantity: int
    date: int
    protection: int = 0  #: kept for those who may use this protection; 0: for anybody


@dataclass(frozen=True, slots=True)
class Refill:
    """What can be had beyond what is there or on its way: any quantity, from a moment on."""

    id: int
    product: int
    location: int
    date: int


@dataclass(frozen=True, slots=True)
class Part:
    """So much of what was wanted, from where and when: of a batch, or (``refill``) of a refill."""

    quantity: int
    date: int
    batch: int = 0
    refill: int = 0


@dataclass(frozen=True, slots=True)
class Ready:
    """When a want can be met: in parts, in the order of their dates."""

    want: int
    parts: tuple[Part, ...]
    missing: int = 0  #: nobody knows of anything that covers it
    date: int | None = None  #: when it is met, not before its need; None while anything is missing
