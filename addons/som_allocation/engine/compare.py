"""What a plan is worth as a whole: the figures above a preview."""
from dataclasses import dataclass
from fractions import Fraction
from math import floor, lcm
from operator import lt, mul, sub


@dataclass(frozen=True, slots=True)
class Totals:
    """A plan against what is held now.

    Counts are of demands (``lines``) and of orders. Worth is in whole 1/10,000 of the company's currency, rounded
    once, half up. ``fill_before`` and ``fill_after`` are shares from 0 to 1 of all that is wanted: of its value, or of
    its quantity where nothing has a value; 1 where nothing is wanted.
    """

    lines: int = 0
    gaining: int = 0
    losing: int = 0
    short: int = 0  #: get less than they want
    exceptions: int = 0  #: should have won, or kept what they held, and did not
    worth_gained: int = 0
    worth_lost: int = 0  #: not negative
    fill_before: float = 1.0
    fill_after: float = 1.0
    orders_before: int = 0  #: orders of which every line held all it wants
    orders_after: int = 0


def compare(snapshot, grants):
    """The totals of the grants of a plan.

    What a tick is worth follows from ``Demand.unit_worth`` (of one product unit) and ``Product.whole`` (ticks in one
    unit, 1 for a product that the snapshot does not name). A demand without a grant keeps what it holds.
    """
    given = {grant.demand: grant.quantity for grant in grants}
    demands = snapshot.demands
    before = [demand.held for demand in demands]
    after = [given.get(demand.id, demand.held) for demand in demands]
    wanted = [demand.wanted for demand in demands]
    change = list(map(sub, after, before))
    worth = _Worth(snapshot)
    return Totals(
        lines=len(demands),
        gaining=sum([ticks > 0 for ticks in change]),
        losing=sum([ticks < 0 for ticks in change]),
        short=sum(map(lt, after, wanted)),
        exceptions=sum([grant.exception for grant in grants]),
        worth_gained=_rounded(worth.of([max(ticks, 0) for ticks in change])),
        worth_lost=_rounded(worth.of([max(-ticks, 0) for ticks in change])),
        fill_before=_fill(worth, demands, before), fill_after=_fill(worth, demands, after),
        orders_before=_full_orders(demands, before), orders_after=_full_orders(demands, after))


class _Worth:
    """What ticks of all demands are worth together, exactly."""

    def __init__(self, snapshot):
        whole = {product.id: product.whole for product in snapshot.products}
        self._unit = lcm(*whole.values())
        shares = {product: self._unit // ticks for product, ticks in whole.items()}
        self._worth = [demand.unit_worth * shares.get(demand.product, self._unit) for demand in snapshot.demands]

    def of(self, ticks):
        """Ticks, those of a demand at its place, in 1/10,000 of the currency, as a fraction."""
        return Fraction(sum(map(mul, self._worth, ticks)), self._unit)


def _rounded(worth):
    return floor(worth + Fraction(1, 2))


def _fill(worth, demands, ticks):
    """The share of what is wanted that is there; what is held beyond it does not make up for others."""
    wanted = [demand.wanted + demand.pinned for demand in demands]
    there = [min(each, demand.wanted) + demand.pinned for demand, each in zip(demands, ticks, strict=True)]
    whole, filled = worth.of(wanted), worth.of(there)
    if not whole:
        whole, filled = sum(wanted), sum(there)
    return float(Fraction(filled) / whole) if whole else 1.0


def _full_orders(demands, ticks):
    """How many orders have all they want; a demand of no order (0) counts for none."""
    orders = {demand.order for demand in demands}
    short = {demand.order for demand, each in zip(demands, ticks, strict=True) if each < demand.wanted}
    return len(orders - short - {0})
