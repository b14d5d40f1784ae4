"""What a plan is worth as a whole: the figures above a preview."""
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import floor


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
    rows = [(demand, given.get(demand.id, demand.held)) for demand in snapshot.demands]
    moved = [(demand, after - demand.held) for demand, after in rows]
    worth = _Worth(snapshot)
    before = [(demand, demand.held) for demand in snapshot.demands]
    return Totals(
        lines=len(rows),
        gaining=sum(change > 0 for _demand, change in moved),
        losing=sum(change < 0 for _demand, change in moved),
        short=sum(after < demand.wanted for demand, after in rows),
        exceptions=sum(grant.exception for grant in grants),
        worth_gained=_rounded(worth.of((demand, change) for demand, change in moved if change > 0)),
        worth_lost=_rounded(worth.of((demand, -change) for demand, change in moved if change < 0)),
        fill_before=_fill(worth, before), fill_after=_fill(worth, rows),
        orders_before=_full_orders(before), orders_after=_full_orders(rows))


class _Worth:
    """What ticks of demands are worth together, exactly."""

    def __init__(self, snapshot):
        self._whole = {product.id: product.whole for product in snapshot.products}

    def of(self, rows):
        """Rows (demand, ticks) in 1/10,000 of the currency, as a fraction."""
        sums = defaultdict(int)
        for demand, ticks in rows:
            sums[self._whole.get(demand.product, 1)] += demand.unit_worth * ticks
        return sum((Fraction(total, whole) for whole, total in sums.items()), Fraction(0))


def _rounded(worth):
    return floor(worth + Fraction(1, 2))


def _fill(worth, rows):
    """The share of what is wanted that is there; what is held beyond it does not make up for others."""
    wanted = [(demand, demand.wanted + demand.pinned) for demand, _there in rows]
    there = [(demand, min(ticks, demand.wanted) + demand.pinned) for demand, ticks in rows]
    whole, filled = worth.of(wanted), worth.of(there)
    if not whole:
        whole, filled = sum(ticks for _demand, ticks in wanted), sum(ticks for _demand, ticks in there)
    return float(Fraction(filled) / whole) if whole else 1.0


def _full_orders(rows):
    """How many orders have all they want; a demand of no order (0) counts for none."""
    full = {}
    for demand, ticks in rows:
        if demand.order:
            full[demand.order] = full.get(demand.order, True) and ticks >= demand.wanted
    return sum(full.values())
