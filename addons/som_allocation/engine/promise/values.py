"""What promising works on. Quantities are ticks and moments are microseconds, as in ``engine.values``."""
from dataclasses import dataclass, field


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
    variant: int = 0  #: how it is made, where it is not made as others of its product are


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
    waits: "Late | None" = None  #: what it waits for, where that makes it later than planned


@dataclass(frozen=True, slots=True)
class Refill:
    """What can be had beyond what is there or on its way: any quantity, from a moment on."""

    id: int
    product: int
    location: int
    date: int


@dataclass(frozen=True, slots=True)
class Component:
    """What one round of a recipe takes: so much of a product, from a location."""

    product: int
    source: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Step:
    """Work that making takes: so much for any quantity, and so much for each so many ticks that are made at a time."""

    center: int
    fixed: int = 0  #: microseconds
    cycle: int = 0  #: microseconds
    per: int = 1  #: ticks in a cycle; one that is begun takes all of its time

    def work(self, quantity):
        return self.fixed - -quantity // self.per * self.cycle


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a product is made at a place: what a round takes, and what comes of it. Any quantity is made, in proportion.

    It takes its lead time from the moment on which all components are there, and the time of its steps, one after the
    other, if that is longer. What is brought from elsewhere is made of itself, at another place.
    """

    id: int
    product: int
    location: int  #: where what is made is there for those who want it
    makes: int  #: ticks that come of a round
    components: tuple[Component, ...]
    start: int  #: the earliest moment to begin
    lead: int = 0  #: microseconds
    steps: tuple[Step, ...] = ()
    variant: int = 0  #: for wants of this variant alone; 0: for all that have no recipe of their own

    @property
    def origin(self):
        """The location that it is brought from; 0: it is made."""
        components = self.components
        return components[0].source if len(components) == 1 and components[0].product == self.product else 0

    def is_inside(self, above):
        """Whether it goes into itself, or takes back what it is wanted for.

        :param above: the recipes for which its product is a component
        """
        takes = {(component.product, component.source) for component in self.components}
        return any(other.id == self.id or (other.product, other.location) in takes for other in above)


@dataclass(frozen=True, slots=True)
class Center:
    """Where steps are worked: the time that is still free, as (from, to), in order, as far ahead as anybody looked.

    Beyond it every moment is free, for everybody.
    """

    id: int
    free: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Making that is under way: the batches it brings wait for what it still lacks."""

    id: int
    product: int
    batches: tuple[int, ...]
    start: int
    finish: int  #: as planned
    wants: tuple[int, ...] = ()  #: of what it lacks; they are in the queue
    comes: tuple[Batch, ...] = ()  #: what is bound for it alone
    after: tuple[int, ...] = ()  #: runs that work for it alone


@dataclass(frozen=True, slots=True)
class End:
    """When a run is through: not before what it waits for, and the time that it takes; None: nobody knows."""

    date: int | None
    waits: "Late | None" = None


@dataclass(frozen=True, slots=True)
class Part:
    """So much of what was wanted, from where and when: of a batch, or (``refill``) of a refill, or made by a recipe."""

    quantity: int
    date: int
    batch: int = 0
    refill: int = 0
    recipe: int = 0
    waits: "Late | None" = None  #: the component that makes it as late as it is
    origin: int = 0  #: location that it has to be brought from

    @property
    def is_to_order(self):
        """Whether somebody has to order, to make or to bring it first."""
        return bool(self.refill or self.recipe)


@dataclass(frozen=True, slots=True)
class Late:
    """A component that comes later than making could begin: the product, and the last of its parts (None: nobody knows
    of any)."""

    product: int
    part: Part | None


@dataclass(frozen=True, slots=True)
class Ready:
    """When a want can be met: in parts, in the order of their dates."""

    want: int
    parts: tuple[Part, ...]
    missing: int = 0  #: nobody knows of anything that covers it
    date: int | None = None  #: when it is met, not before its need; None while anything is missing
    inside: "tuple[Inside, ...]" = field(default=(), compare=False)  #: the components that were set aside for it


@dataclass(frozen=True, slots=True)
class Inside:
    """A component of what is short of a want, and how it was served."""

    component: Component
    makes: int  #: ticks of the product that come of a round
    ready: Ready
