"""plan(snapshot) → Plan: who gets how much, and from which quants."""
from . import values
from .capacity import Capacity
from .draws import put_back, take
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
    claims, _capacity = decide(snapshot)
    return tuple([
        Grant(claim.demand.id, rank, claim.given, claim.reason, claim.starved, _is_exception(claim))
        for rank, claim in enumerate(claims, 1)])


def decide(snapshot):
    """Serve everybody once; returns the claims in the order they were served, and the capacity as it is afterwards.

    What others gave up after the turn of an ``improve`` is free too: those who went without get a second turn.
    """
    ranked = ranked_claims(snapshot)
    capacity = Capacity(snapshot, ranked)
    queue, steps = line_up(snapshot, ranked)
    for step in steps:
        _serve(capacity, step)
    if capacity.free is not None:
        for step in [again for step in steps if (again := step.again())]:
            _serve_again(capacity, step)
    return queue, capacity


def _serve(capacity, step):
    if step.order is not None:
        _serve_order(capacity, step)
    elif step.sharing:
        _serve_sharing(capacity, step)
    else:
        for claim in step.claims:
            capacity.release(claim)
            take(capacity, claim)
            claim.reason = reason(capacity, claim)


def _serve_again(capacity, step):
    """The second turn. Who still lacks something lacks it for the reason of the first: those behind have theirs now."""
    before = [(claim.given, claim.reason) for claim in step.claims]
    _serve(capacity, step)
    for claim, (given, why) in zip(step.claims, before, strict=True):
        if claim.given == given or (claim.given < claim.target and why != values.GATE):
            claim.reason = why


def _serve_sharing(capacity, step):
    for claim in step.claims:
        capacity.release(claim)
    share(capacity, step.claims)
    for claim in step.claims:
        claim.reason = reason(capacity, claim)


def _serve_order(capacity, step):
    """All of a gated order together, or nothing new for any of it.

    Who fails the gate keeps what its strategy guarantees. What it held beyond that goes to the next: a part of an
    order that cannot leave would only wait on the shelf.
    """
    for claim in step.claims:
        capacity.release(claim)
    before = [claim.given for claim in step.claims]
    drawn = []
    for claim in step.claims:
        drawn += take(capacity, claim)
    for claim in step.claims:
        claim.reason = reason(capacity, claim)
    if passes(step.order, step.claims):
        return
    put_back(capacity.all, drawn)
    for claim, given in zip(step.claims, before, strict=True):
        if claim.given != given:
            claim.given = given
            claim.reason = values.GATE


def _is_exception(claim):
    """It should have won, or kept what it held, and did not."""
    if claim.strategy == values.WIN:
        return not claim.full
    return claim.strategy in values.NEVER_LESS and claim.given < claim.held
