"""When lines are ready: now, when something arrives, or nobody knows."""
from collections import Counter

from engine.places import Places
from engine.ready import draw_on, ready, ready_before
from engine.values import Arrival, Demand, Grant, Policy, Segment, Snapshot
from hypothesis import given
from hypothesis import strategies as st

# 1 holds 2 and 3, 3 holds 4
PARENTS = {2: 1, 3: 1, 4: 3}


def snapshot(*demands):
    return Snapshot(demands, (), Policy((Segment(1),)), parents=PARENTS)


def grants(*quantities):
    return [Grant(demand, rank, quantity, "short") for rank, (demand, quantity) in enumerate(quantities, 1)]


def test_full_is_ready_now():
    assert ready(snapshot(Demand(1, 1, 1, 5)), grants((1, 5)), [], as_of=77) == {1: 77}


def test_nothing_known_covers_it():
    assert ready(snapshot(Demand(1, 1, 1, 5)), grants((1, 3)), [Arrival(1, 1, 1, 10)]) == {1: None}


def test_rest_waits_for_the_arrival_that_completes_it():
    coming = [Arrival(1, 2, 1, 30), Arrival(1, 2, 1, 10), Arrival(1, 2, 9, 20)]
    assert ready(snapshot(Demand(1, 1, 1, 5)), grants((1, 3)), coming) == {1: 20}


def test_better_rank_draws_first():
    two = snapshot(Demand(1, 1, 1, 5), Demand(2, 1, 1, 5))
    coming = [Arrival(1, 1, 5, 10), Arrival(1, 1, 5, 20)]
    assert ready(two, grants((2, 0), (1, 0)), coming) == {1: 20, 2: 10}


def test_only_what_comes_to_a_place_inside_the_source_counts():
    two = snapshot(Demand(1, 1, 2, 5), Demand(2, 1, 3, 5))
    assert ready(two, grants((1, 0), (2, 0)), [Arrival(1, 4, 50, 10), Arrival(2, 2, 50, 10)]) == {1: None, 2: 10}


def test_what_is_late_may_come_now():
    assert ready(snapshot(Demand(1, 1, 1, 5)), grants((1, 0)), [Arrival(1, 1, 5, 10)], as_of=50) == {1: 50}


def test_before_is_what_is_held_now_in_the_same_order():
    two = snapshot(Demand(1, 1, 1, 5), Demand(2, 1, 1, 5, held=5))
    plan, coming = grants((1, 5), (2, 0)), [Arrival(1, 1, 5, 10)]
    assert ready_before(two, plan, coming) == {1: 10, 2: 0}
    assert ready(two, plan, coming) == {1: 0, 2: 10}


DEMANDS = st.lists(st.tuples(st.integers(1, 2), st.integers(1, 4), st.integers(0, 9), st.integers(0, 9)), max_size=7)
ARRIVALS = st.lists(st.builds(
    Arrival, st.integers(1, 2), st.integers(1, 4), st.integers(-1, 9), st.integers(0, 9)), max_size=9)


def built(rows):
    demands = [Demand(number, *row[:3]) for number, row in enumerate(rows, 1)]
    return snapshot(*demands), grants(*((each.id, min(row[3], each.wanted))
                                        for each, row in reversed(list(zip(demands, rows, strict=True)))))


@given(DEMANDS, ARRIVALS, ARRIVALS)
def test_more_arrivals_never_make_a_date_later(rows, coming, more):
    what, plan = built(rows)
    few, many = ready(what, plan, coming), ready(what, plan, coming + more)
    assert all(date is None or many[demand] is not None and many[demand] <= date for demand, date in few.items())


@given(DEMANDS, ARRIVALS)
def test_no_more_is_drawn_than_comes_and_only_where_it_comes(rows, coming):
    what, plan = built(rows)
    drawn = draw_on(what, plan, {grant.demand: grant.quantity for grant in plan}, coming)
    taken, came, places = Counter(), Counter(), Places(PARENTS)
    for demand, arrival, ticks in drawn:
        assert ticks > 0 and demand.product == arrival.product
        assert places.inside(arrival.location, demand.source)
        taken[arrival] += ticks
    for arrival in coming:
        came[arrival] += arrival.quantity
    assert all(ticks <= came[arrival] for arrival, ticks in taken.items())
    for demand in what.demands:
        assert sum(ticks for each, _arrival, ticks in drawn if each is demand) <= max(demand.wanted, 0)


@given(DEMANDS, ARRIVALS)
def test_the_order_in_which_arrivals_are_told_does_not_matter(rows, coming):
    what, plan = built(rows)
    assert ready(what, plan, coming) == ready(what, plan, coming[::-1])
