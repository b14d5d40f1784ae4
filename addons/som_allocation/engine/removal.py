"""In which order stock leaves: Odoo's removal strategies."""

FIFO = "fifo"
LIFO = "lifo"
CLOSEST = "closest"
FEFO = "fefo"
LEAST_PACKAGES = "least_packages"  #: Odoo searches for the packages; only it can

# Each key ends with the id, so the order is total. PostgreSQL sorts what has no date last.
_KEYS = {
    FIFO: lambda supply: (not supply.lot, supply.in_date, supply.id),
    LIFO: lambda supply: (not supply.lot, -supply.in_date, -supply.id),
    CLOSEST: lambda supply: (not supply.lot, supply.place, -supply.id),
    FEFO: lambda supply: (
        not supply.lot, supply.removal_date is None, supply.removal_date or 0, supply.in_date, supply.id),
}
_KEYS[LEAST_PACKAGES] = _KEYS[FIFO]


def removal_key(strategy):
    """The function to sort supplies by that go out under this strategy; those with a lot go before those without.

    ``least_packages`` sorts as fifo does, as native sorts what its search has found. Raises ValueError for a
    strategy that is not known here.
    """
    try:
        return _KEYS[strategy]
    except KeyError:
        raise ValueError(f"Removal strategy {strategy!r} is not known to the allocation engine.")
