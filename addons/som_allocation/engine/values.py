"""What allocation works on: immutable values, without Odoo and without a database.

Quantities are whole numbers of *ticks*. A tick is the smallest quantity that the database holds of a product's unit,
10 ** -digits of the precision "Product Unit" (with two digits one unit is 100 ticks). Whole numbers add up exactly.
Shares are whole numbers of basis points (10,000 is all of it).
"""
from dataclasses import dataclass, field

WIN = "win"  #: filled before everybody else; what cannot be filled is an exception somebody must settle
GAIN = "gain"  #: never less than it holds; may take from those ranked below that may lose
IMPROVE = "improve"  #: never less than it holds; takes what is free, nobody loses for it
REDISTRIBUTE = "redistribute"  #: gains or loses, as its rank has it
FILL = "fill"  #: never more than it holds; may lose
LOSE = "lose"  #: gives up all it holds
SKIP = "skip"  #: stays as it is, whatever happens around it

STRATEGIES = (WIN, GAIN, IMPROVE, REDISTRIBUTE, FILL, LOSE, SKIP)
NEVER_LESS = frozenset({WIN, GAIN, IMPROVE})  #: keep what they hold
MAY_LOSE = frozenset({REDISTRIBUTE, FILL})  #: keep what those ahead leave them
NEVER_MORE = frozenset({FILL, LOSE})  #: do not wait for stock, so they cannot starve

ALL = 10_000  #: basis points


@dataclass(frozen=True, slots=True)
class Segment:
    """A rule of the policy: what happens to the demands that fall into it.

    Segments stand in the order of the policy; a demand falls into the first that takes it.
    """

    id: int
    strategy: str = REDISTRIBUTE
    proportional: bool = False  #: what is short is shared by need, not by rank
    share_cap: int | None = None  #: at most this share (basis points) of a product's supply goes to the segment


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one run.

    ``starve_runs`` and ``starve_days``: a demand that was passed over in so many runs, or for so many days, comes
    before all others (0: never).
    """

    segments: tuple[Segment, ...]
    starve_runs: int = 0
    starve_days: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """An open stock move of an order: what it wants, what it holds, and where it stands."""

    id: int
    product: int
    source: int  #: location it takes from: any supply in it or below it
    wanted: int  #: ticks still open, what is held among them, what is pinned not
    held: int = 0  #: ticks reserved for it now that could be taken back
    pinned: int = 0  #: ticks reserved for it that nobody touches (picked, or frozen); they count as filled
    step: int = 1  #: it is given multiples of this only (serial numbers, full packagings)
    ratio: float = 1.0  #: product units in one unit of the move; what it gets must be expressible in that unit
    piece: int = 1  #: ticks that cannot be divided: one product unit of a product with serial numbers
    order: int = 0  #: demands of one order pass its gate together; 0: of no order
    segment: int = 0  #: index in the policy's segments
    key: tuple = ()  #: order within the segment, smaller first; the id decides what is left undecided
    waited_runs: int = 0  #: runs in which it was passed over
    waited_days: int = 0  #: days since it first waited
    unit_worth: int = 0  #: value of one product unit, in 1/10,000 of the company's currency
    strategy: str = ""  #: instead of its segment's, where line, customer or product have their own
    may_use: frozenset[int] = frozenset()  #: protections it may draw on (its own channel's, or by its priority)
    frozen: bool = False  #: somebody said: keep it as it is


@dataclass(frozen=True, slots=True)
class Order:
    """What holds for the demands of one order together.

    ``outside_…``: what the order wants besides the demands at hand (from another place, or natively reserved), which
    stays as it is: ticks times worth of what is filled of it and of all of it, and whether anything is missing.
    """

    id: int
    minimum: int = 0  #: share of its open value (basis points) below which it is given nothing new; ALL: ship complete
    outside_filled: int = 0
    outside_whole: int = 0
    outside_short: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """What the engine knows of a product."""

    id: int
    tracking: str = "none"  #: none, lot or serial
    whole: int = 1  #: ticks of one unit; sharing in proportion does not cut it while there is another way


@dataclass(frozen=True, slots=True)
class Supply:
    """A quant: so much of a product at a place, with what is reserved for others than the demands at hand."""

    id: int
    product: int
    location: int
    quantity: int  #: ticks on the shelf; may be negative
    reserved: int = 0  #: ticks reserved by moves that are not among the demands, or pinned
    lot: int = 0
    package: int = 0
    owner: int = 0
    in_date: int = 0  #: when it came in, microseconds
    removal_date: int | None = None  #: when it should have left (lots with an expiry)
    place: str = ""  #: full name of the location, as the strategy "closest" sorts it


@dataclass(frozen=True, slots=True)
class Holding:
    """A reservation that exists: a move line of a demand on a quant's key, not pinned."""

    line: int
    demand: int
    supply: int  #: 0: reserved on something that is not there (drift)
    quantity: int
    ratio: float = 1.0  #: product units in one unit of the line


@dataclass(frozen=True, slots=True)
class Protection:
    """Part of a product that is kept for some: others cannot have it."""

    id: int
    product: int
    quantity: int  #: ticks not used up yet; what the demands at hand hold is not used up, it counts in the run
    source: int  #: location below which it is kept


@dataclass(frozen=True, slots=True)
class Arrival:
    """Stock that is on its way."""

    product: int
    location: int
    quantity: int
    date: int  #: microseconds


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything a plan depends on, read at one moment."""

    demands: tuple[Demand, ...]
    supplies: tuple[Supply, ...]
    policy: Policy
    orders: tuple[Order, ...] = ()
    products: tuple[Product, ...] = ()
    holdings: tuple[Holding, ...] = ()
    protections: tuple[Protection, ...] = ()
    parents: dict[int, int] = field(default_factory=dict)  #: location → the one it lies in
    removal: dict[tuple[int, int], str] = field(default_factory=dict)  #: (product, source) → removal strategy


# Why a demand got what it got.
FULL = "full"  #: all it wanted
SHORT = "short"  #: those ahead of it left no more
KEPT = "kept"  #: keeps what it held, no more was left
GATE = "gate"  #: too little of its order could be filled
CAPPED = "capped"  #: its segment has had its share
PROTECTED = "protected"  #: what is left is kept for another channel
NOT_FREE = "not_free"  #: what is left is held by others, and its rule does not take from them
STEP = "step"  #: what is left does not make one more of what it can be given (a package, a serial number)
NO_MORE = "no_more"  #: its rule gives it no more than it held
RELEASED = "released"  #: its rule gives up what it held
FROZEN = "frozen"
SKIPPED = "skipped"

REASONS = (FULL, SHORT, KEPT, GATE, CAPPED, PROTECTED, NOT_FREE, STEP, NO_MORE, RELEASED, FROZEN, SKIPPED)


@dataclass(frozen=True, slots=True)
class Grant:
    """What the plan gives a demand: ``quantity`` is what it holds afterwards, without what is pinned."""

    demand: int
    rank: int  #: place in the queue, 1 first
    quantity: int
    reason: str
    starved: bool = False  #: it had waited so long that it came first
    exception: bool = False  #: it should have won, and did not


@dataclass(frozen=True, slots=True)
class Change:
    """One reservation that the plan adds to (or, negative, takes from) a demand on a supply."""

    demand: int
    supply: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer: a grant for every demand, in order of rank, and what changes on the quants."""

    grants: tuple[Grant, ...]
    changes: tuple[Change, ...] = ()
