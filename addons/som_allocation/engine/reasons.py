"""Why a claim got what it got."""
from . import values
from .draws import reach


def reason(rooms, claim):
    """The most specific reason: asked when the claim has just been served, before anybody after it is."""
    if claim.strategy == values.SKIP:
        return values.FROZEN if claim.demand.frozen else values.SKIPPED
    if claim.strategy == values.LOSE:
        return values.RELEASED
    if claim.full:
        return values.FULL
    if claim.given >= claim.target:
        return values.NO_MORE if claim.strategy == values.FILL else values.STEP
    return _what_limits(rooms, claim)


def _what_limits(rooms, claim):
    """The limit that gives it more when it is lifted: first those of its own rules, then others' protection."""
    for code, ticks in _lifted(rooms, claim):
        if claim.out_of(claim.given + ticks) > claim.given:
            return code
    if rooms.physical(claim.demand):
        return values.STEP
    return values.KEPT if claim.given and claim.given == claim.held else values.SHORT


def _lifted(rooms, claim):
    """What there would be for the claim without one limit after the other."""
    demand, need = claim.demand, claim.target - claim.given + claim.demand.step - 1
    cap = rooms.cap(demand)
    if claim.strategy == values.IMPROVE:
        yield values.NOT_FREE, reach(rooms.left, rooms.ways(demand, cap, improves=False), need)
    if cap is not None:
        yield values.CAPPED, reach(rooms.left, rooms.ways(demand, None, improves=False), need)
    if rooms.is_protected(demand.product):
        yield values.PROTECTED, rooms.physical(demand)
