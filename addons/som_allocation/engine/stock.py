"""How much stock counts as available: the sum that Odoo makes of quants before it reserves."""
from collections import defaultdict


def available(supplies, tracking):
    """Ticks that these supplies of one product (all at or below one place) have to give, never negative.

    Without tracking what is missing in one place is missing from the sum. With lots or serial numbers each lot is
    summed by itself, and so is what has no lot: a lot that is short does not lessen the others
    (``stock.quant._get_available_quantity``).
    """
    totals = defaultdict(int)
    for supply in supplies:
        totals[supply.lot if tracking != "none" else 0] += supply.quantity - supply.reserved
    return sum(total for total in totals.values() if total > 0)
