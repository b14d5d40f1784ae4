"""Who is served before whom, and that nobody waits for ever."""
from dataclasses import replace

import pytest
from engine.plan import allocate
from engine.ranking import is_starved
from engine.values import ALL, FILL, GAIN, IMPROVE, LOSE, REDISTRIBUTE, SKIP, WIN, Order, Policy, Segment
from hypothesis import given, settings
from hypothesis import strategies as st

from .stories import demand, given_to, story


def queue(snapshot):
    return [grant.demand for grant in allocate(snapshot)]


def test_starved_then_win_then_segments_then_their_own_order_then_the_id():
    asked = story(
        0, demand(1, 1, segment=1, key=(0,)), demand(2, 1, key=(1,)), demand(4, 1, key=(0,)), demand(3, 1, key=(0,)),
        demand(5, 1, segment=1, strategy=WIN, key=(9,)), demand(6, 1, segment=1, key=(9,), waited_runs=3),
        segments=[Segment(1), Segment(2)], starve_runs=3)
    assert queue(asked) == [6, 5, 3, 4, 2, 1]


def test_who_waited_longest_comes_first_among_the_starved():
    asked = story(0, demand(1, 1, waited_runs=3), demand(2, 1, waited_runs=5),
                  demand(3, 1, waited_runs=5, waited_days=1), starve_runs=3)
    assert queue(asked) == [3, 2, 1]


def test_a_gated_order_stands_at_its_best_demand_and_stays_together():
    asked = story(0, demand(1, 1, order=7, key=(0,)), demand(2, 1, key=(1,)), demand(3, 1, order=7, key=(2,)),
                  orders=(Order(7, 5_000),))
    assert queue(asked) == [1, 3, 2]
    assert queue(replace(asked, orders=(Order(7, 0),))) == [1, 2, 3]


@pytest.mark.parametrize(("policy", "runs", "days", "starved"), [
    (Policy((), 3, 0), 2, 99, False), (Policy((), 3, 0), 3, 0, True), (Policy((), 0, 7), 99, 6, False),
    (Policy((), 0, 7), 0, 7, True), (Policy((), 3, 7), 0, 7, True), (Policy(()), 99, 99, False)])
def test_starved_is_who_waited_so_many_runs_or_days(policy, runs, days, starved):
    assert is_starved(demand(1, 1, waited_runs=runs, waited_days=days), REDISTRIBUTE, policy) is starved


@pytest.mark.parametrize("strategy", [FILL, LOSE, SKIP])
def test_who_does_not_wait_for_stock_cannot_starve(strategy):
    assert not is_starved(demand(1, 1, waited_runs=99), strategy, Policy((), 1))
    assert is_starved(demand(1, 1, waited_runs=99), WIN, Policy((), 1))


def test_starved_may_take_from_win():
    asked = story(5, demand(1, 5, strategy=WIN), demand(2, 5, waited_runs=2, segment=1),
                  segments=[Segment(1), Segment(2)], starve_runs=2)
    assert given_to(asked) == {2: 5, 1: 0}


@settings(max_examples=1_000)
@given(bound=st.integers(1, 4), waiting=st.integers(1, 3), fresh=st.integers(1, 3), days=st.booleans(),
       strategy=st.sampled_from([WIN, GAIN, IMPROVE, REDISTRIBUTE]), ahead=st.sampled_from([WIN, GAIN, REDISTRIBUTE]),
       gate=st.sampled_from([0, ALL]), proportional=st.booleans())
def test_a_line_is_served_after_the_bound(bound, waiting, fresh, days, strategy, ahead, gate, proportional):
    """Every run brings stock for one line, and new demand ahead that wants all of it; orders leave when full."""
    segments = [Segment(1, ahead, proportional), Segment(2, strategy, proportional)]
    lines = {number: demand(number, 4, segment=1, order=number) for number in range(1, waiting + 1)}
    for run in range(bound + waiting):
        ahead_now = [demand(100 + 10 * run + number, 4) for number in range(fresh)]
        asked = story(4, *lines.values(), *ahead_now, segments=segments, starve_runs=0 if days else bound,
                      starve_days=bound if days else 0, orders=tuple(Order(each, gate) for each in lines if gate))
        grants = {grant.demand: grant for grant in allocate(asked)}
        if run < bound:
            assert not any(grant.starved for grant in grants.values())
        lines = {
            number: replace(each, waited_runs=run + 1, waited_days=run + 1)
            for number, each in lines.items() if grants[number].quantity < each.wanted}
    assert not lines
