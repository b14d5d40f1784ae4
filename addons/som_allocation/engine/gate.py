"""The gate of an order: how much of it must be filled before any of it is given new stock."""
from . import values


def filled(claims):
    """What is filled of an order and what is all of it: in value, or in ticks where nothing has a value."""
    weights = [claim.demand.unit_worth for claim in claims]
    if not any(weights):
        weights = [1] * len(claims)
    pairs = list(zip(weights, claims, strict=True))
    done = sum(weight * (claim.given + claim.demand.pinned) for weight, claim in pairs)
    whole = sum(weight * (claim.demand.wanted + claim.demand.pinned) for weight, claim in pairs)
    return done, whole


def passes(order, claims):
    """Whether what the claims of an order were given lets it through; ``ALL`` looks at quantities, not at value."""
    if order.minimum >= values.ALL:
        return not order.outside_short and all(claim.full for claim in claims)
    done, whole = filled(claims)
    done += order.outside_filled
    whole += order.outside_whole
    return done * values.ALL >= order.minimum * whole
