"""Who gets how much: every strategy against its own promise, and against an answer found by trial."""
from collections import Counter

import pytest
from engine.plan import plan
from engine.values import ALL, STRATEGIES
from hypothesis import given, settings

from .cases import BYTES, PARENTS, SPREAD, case, inside, spread
from .oracle import Oracle

NAMED = {"capped", "protected", "not_free", "gate", "step"}


def granted(planned):
    return {grant.demand: grant.quantity for grant in planned.grants}


def held_after(snapshot, planned):
    """Demand → ticks on quants once the changes are made."""
    held = Counter()
    for each in (*snapshot.holdings, *planned.changes):
        held[each.demand] += each.quantity
    return held


def without_right(snapshot, product, guards):
    return [each for each in snapshot.demands if each.product == product and not {
        guard.id for guard in guards} & each.may_use]


def kept_back(snapshot, oracle, product, place):
    """Ticks in a place that are kept for some: as many as are protected there and further in, where there are so many.

    What cannot be taken from others is not there for it.
    """
    guards = [each for each in snapshot.protections if each.product == product and inside(each.source, place)]
    kept = sum(oracle.kept_in(each, place) for each in without_right(snapshot, product, guards))
    own = sum(each.quantity for each in guards if each.source == place)
    inner = sum(kept_back(snapshot, oracle, product, child) for child, parent in PARENTS.items() if parent == place)
    return min(max(0, oracle.stock(product, place) - kept), own + inner)


def check_protected(snapshot, oracle, product, place):
    """Those who may use no protection of a place have no more of it than is beside them, or was theirs by right.

    Where more is protected than there is, protections are in each other's way: then those that may use none at all.
    """
    guards = [each for each in snapshot.protections if each.product == product]
    floors = sum(oracle.floor(each) for each in snapshot.demands if each.product == product)
    enough = sum(each.quantity for each in guards) + floors <= oracle.stock(product, 1)
    others = without_right(snapshot, product, [each for each in guards if not enough or inside(each.source, place)])
    kept = sum(oracle.kept_in(each, place) for each in others)
    most = max(oracle.stock(product, place) - kept_back(snapshot, oracle, product, place), kept)
    assert sum(oracle.lies_in(each, place) for each in others) <= most


def check_conservation(snapshot, oracle, grants):
    """Never more given than there is: by place, beside what is kept for others, and for nobody's share."""
    oracle.grants = grants
    for product in (1, 2):
        demands = [demand for demand in snapshot.demands if demand.product == product]
        for place in (1, 2, 3, 4):
            assert sum(oracle.lies_in(demand, place) for demand in demands) <= oracle.stock(product, place)
            check_protected(snapshot, oracle, product, place)
        for index, segment in enumerate(snapshot.policy.segments):
            if segment.share_cap is not None:
                mine = [each for each in demands if each.segment == index]
                most = oracle.stock(product, 1) * segment.share_cap // ALL
                assert sum(grants[each.id] for each in mine) <= max(most, sum(oracle.floor(each) for each in mine))


def check_promises(snapshot, oracle, grants):
    """What each strategy promises, and that nobody has more than it wants."""
    for demand in snapshot.demands:
        strategy, quantity, held = oracle.strategy[demand.id], grants[demand.id], demand.held
        assert 0 <= quantity <= demand.wanted
        if strategy in {"win", "gain", "improve"}:
            assert quantity >= held
        if strategy == "fill":
            assert quantity <= held
        if strategy in {"lose", "skip"}:
            assert quantity == (held if strategy == "skip" else 0)


def check_gates(snapshot, oracle, grants):
    """An order is let through its gate, or has nothing but what it was sure to keep."""
    oracle.grants = grants
    for order in snapshot.orders:
        group = [demand for demand in snapshot.demands if demand.order == order.id]
        if order.minimum and not oracle.passes(group):
            assert all(grants[each.id] == oracle.floor(each) for each in group)
        if order.minimum == ALL and any(grants[each.id] > oracle.floor(each) for each in group):
            assert all(grants[each.id] == each.wanted for each in group)


def check_exceptions(oracle, planned, wanted):
    for grant in planned.grants:
        won = oracle.strategy[grant.demand] != "win" or grant.quantity >= wanted[grant.demand]
        assert grant.exception == (not won)


def check_all(snapshot, planned):
    oracle, grants = Oracle(snapshot), granted(planned)
    check_conservation(snapshot, oracle, grants)
    check_promises(snapshot, oracle, grants)
    check_gates(snapshot, oracle, grants)
    check_exceptions(oracle, planned, {demand.id: demand.wanted for demand in snapshot.demands})
    assert [grant.rank for grant in planned.grants] == list(range(1, len(snapshot.demands) + 1))


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=10_000 // SPREAD)
@given(content=BYTES)
def test_a_strategy_does_what_trying_everything_finds(strategy, content):
    for each in spread(content):
        check_by_trial(case(each, strategy))


def check_by_trial(snapshot):
    planned = plan(snapshot)
    check_all(snapshot, planned)
    oracle = Oracle(snapshot)
    queue = [demand.id for group in oracle.queue() for demand in group]
    assert [grant.demand for grant in planned.grants] == queue
    if oracle.is_vague():
        return
    assert granted(planned) == oracle.run()
    assert {grant.demand: grant.reason for grant in planned.grants} == oracle.reasons
    assert held_after(snapshot, planned) == Counter(oracle.grants)
