"""What a demand can be given of what is free: full packagings, its own unit, whole pieces."""

#: Odoo takes a number for whole that lacks this share of itself (``float_round``), so that 0.1 × 3 is 0.3.
TOLERANCE = 2 ** 50


def fit(amount, demand, need=None):
    """Ticks that a demand is given when ``amount`` ticks are free for it; as native reservation decides it.

    ``amount``: all that is free for the demand, not cut to what it needs: with full packagings of 6 a need of 7 is
    given 6 of 7 free ones, but 7 of 12 (native rounds what is available, not what is needed).
    ``need``: ticks it still lacks, all it wants if left out. A demand that keeps what it holds is topped up by
    ``fit(free, demand, demand.wanted - demand.held)``.

    The answer is expressible in the unit of the move: rounded down to a tick of that unit, then back to the nearest
    tick of the product's unit, which may be less than a need that was rounded itself. Where whole pieces are asked
    for, an amount that is none after all this gives nothing at all (``stock.quant._get_reserve_quantity``): of a
    dozen serial numbers, 7 free ones are 0.58 dozen, 6.96 units, and so none. Do not fit what was fitted: rounding
    twice may lose twice.
    """
    wanted = demand.wanted if need is None else need
    given = min(wanted, amount - amount % demand.step)
    if given <= 0:
        return 0
    if demand.ratio != 1.0:
        given = _there_and_back(given, demand.ratio)
    return 0 if given % demand.piece else given


def _there_and_back(ticks, ratio):
    """Ticks of the product's unit, through the unit of the move and back."""
    over, under = ratio.as_integer_ratio()
    moved = ticks * under * (TOLERANCE + 1) // (over * TOLERANCE)
    return (2 * moved * over * (TOLERANCE + 1) + under * TOLERANCE) // (2 * under * TOLERANCE)
