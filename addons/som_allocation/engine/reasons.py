"""Why a claim got what it got."""
from . import values
from .draws import reach


def reason(capacity, claim):
    """The most specific reason: asked when the claim has just been served, before anybody after it is."""
    if claim.strategy == values.SKIP:
        return values.FROZEN if claim.demand.frozen else values.SKIPPED
    if claim.strategy == values.LOSE:
        return values.RELEASED
    if claim.full:
        return values.FULL
    if claim.given >= claim.target:
        return values.NO_MORE if claim.strategy == values.FILL else values.STEP
    return _what_limits(capacity, claim)


def _what_limits(capacity, claim):
    """The limit that gives it more when it is lifted: first those of its own rules, then others' protection."""
    for code, ticks in _lifted(capacity, claim):
        if claim.out_of(claim.given + min(ticks, claim.useful)) > claim.given:
            return code
    if not claim.plain and capacity.physical(claim.demand):
        return values.STEP
    return values.KEPT if claim.given and claim.given == claim.held else values.SHORT


def _lifted(capacity, claim):
    """What there would be for the claim without one limit after the other."""
    demand, left = claim.demand, (capacity.left,)
    if claim.strategy == values.IMPROVE and capacity.free is not None:
        yield values.NOT_FREE, reach(left, claim.ways, claim.useful)
    if capacity.cap(demand) is not None:
        yield values.CAPPED, reach(left, capacity.ways(demand, capped=False), claim.useful)
    if capacity.is_protected(demand.product):
        yield values.PROTECTED, capacity.physical(demand)
