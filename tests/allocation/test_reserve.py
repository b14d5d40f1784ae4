"""Between runs nobody loses: orders take what is free as they come."""
import pytest
from engine.plan import allocate, plan
from engine.reserve import reserving
from engine.values import STRATEGIES, Segment
from hypothesis import given, settings

from .cases import BYTES, case, spread
from .oracle import Oracle
from .stories import demand, given_to, story
from .test_plan import check_all


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=300)
@given(content=BYTES)
def test_nobody_loses_between_runs(strategy, content):
    for each in spread(content):
        check_nobody_loses(case(each, strategy, proportional=True, protected=(1, 2)))


def check_nobody_loses(snapshot):
    reduced = reserving(snapshot)
    planned = plan(reduced)
    check_all(reduced, planned)
    rules = Oracle(snapshot).strategy
    for grant in planned.grants:
        [each] = [each for each in snapshot.demands if each.id == grant.demand]
        assert grant.quantity >= each.held
        if rules[each.id] in {"fill", "lose", "skip"}:
            assert grant.quantity == each.held


@settings(max_examples=1_000)
@given(content=BYTES)
def test_who_was_reserved_is_reserved_nothing_more_at_once(content):
    """What native code asks for twice is answered twice the same: the first answer left nothing that can be used."""
    snapshot = reserving(case(content, "redistribute", gates=False))
    oracle = Oracle(snapshot)
    oracle.grants = {grant.demand: grant.quantity for grant in allocate(snapshot)}
    for each in snapshot.demands:
        assert oracle.topped_up(each, oracle.there(each, ())) <= max(oracle.grants[each.id], each.held)


@pytest.mark.parametrize(("strategy", "taken"), [
    ("win", 3), ("gain", 3), ("improve", 3), ("redistribute", 3), ("fill", 0), ("lose", 0), ("skip", 0)])
def test_a_strategy_is_reduced_to_taking_what_is_free(strategy, taken):
    by_segment = story(8, demand(1, 9), demand(2, 9, 5, segment=1), segments=[Segment(1, strategy), Segment(2)])
    by_demand = story(8, demand(1, 9, strategy=strategy), demand(2, 9, 5), segments=[Segment(1)])
    for asked in (by_segment, by_demand):
        assert given_to(reserving(asked)) == {1: taken, 2: 5 + (3 - taken)}


def test_all_else_stays_as_it_is():
    asked = story(8, demand(1, 9, 2, frozen=True, key=(2,), strategy="win"), segments=[Segment(1, "fill", True, 500)],
                  starve_runs=3, starve_days=4)
    reduced = reserving(asked)
    assert reduced.policy.segments == (Segment(1, "skip", True, 500),)
    assert (reduced.policy.starve_runs, reduced.policy.starve_days) == (3, 4)
    assert given_to(reduced) == {1: 2}
    assert reserving(reduced) == reduced
