"""plan(snapshot) → Plan: who gets how much, and from which quants."""
from . import values
from .capacity import Rooms
from .draws import take, undo
from .gate import passes
from .layout import lay_out
from .ranking import line_up, ranked_claims
from .reasons import reason
from .share import share
from .values import Grant, Plan


def plan(snapshot):
    """Who gets how much, and what changes on the quants."""
    grants = allocate(snapshot)
    return Plan(grants=grants, changes=lay_out(snapshot, grants))


def allocate(snapshot):
    """A grant for every demand, in the order in which they are served."""
    claims, _rooms = decide(snapshot)
    return tuple(
        Grant(claim.demand.id, rank, claim.given, claim.reason, claim.starved, _is_exception(claim))
        for rank, claim in enumerate(claims, 1))


def decide(snapshot):
    """Serve everybody once; returns the claims in the order they were served, and the rooms as they are afterwards.

    What others gave up after the turn of an ``improve`` is free too: those who went without get a second turn.
    """
    ranked = ranked_claims(snapshot)
    rooms = Rooms(snapshot, ranked)
    queue, steps = line_up(snapshot, ranked)
    again = []
    for step in steps:
        for claim in step.claims:
            rooms.release(claim)
        _serve(rooms, step)
        if any(claim.reason == values.NOT_FREE for claim in step.claims):
            again.append(step)
    for step in again:
        _serve(rooms, step)
    return queue, rooms


def _serve(rooms, step):
    if step.order is not None:
        _serve_order(rooms, step)
        return
    if len(step.claims) > 1:
        share(rooms, step.claims)
    else:
        take(rooms.left, step.claims[0])
    for claim in step.claims:
        claim.reason = reason(rooms, claim)


def _serve_order(rooms, step):
    """All of a gated order together, or nothing new for any of it.

    Who fails the gate keeps what its strategy guarantees. What it held beyond that goes to the next: a part of an
    order that cannot leave would only wait on the shelf.
    """
    before = [claim.given for claim in step.claims]
    log = []
    for claim in step.claims:
        take(rooms.left, claim, log)
    for claim in step.claims:
        claim.reason = reason(rooms, claim)
    if passes(step.order, step.claims):
        return
    undo(rooms.left, log)
    for claim, given in zip(step.claims, before, strict=True):
        if claim.given != given:
            claim.given = given
            claim.reason = values.GATE


def _is_exception(claim):
    """It should have won, or kept what it held, and did not."""
    if claim.strategy == values.WIN:
        return not claim.full
    return claim.strategy in values.NEVER_LESS and claim.given < claim.held
