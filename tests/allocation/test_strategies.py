"""What each strategy does, and where it must not act."""
from dataclasses import replace

import pytest
from engine.plan import allocate, plan
from engine.values import (
    ALL,
    FILL,
    GAIN,
    IMPROVE,
    LOSE,
    REDISTRIBUTE,
    SKIP,
    STRATEGIES,
    WIN,
    Order,
    Segment,
    Supply,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from .cases import BYTES, SPREAD, case, spread
from .oracle import Oracle
from .stories import demand, exceptions, given_to, reasons, story


def ahead_and_behind(first, second):
    return Segment(1, first), Segment(2, second)


# Win

def test_win_comes_before_the_segments_ahead_of_its_own():
    asked = story(5, demand(1, 5), demand(2, 5, segment=1), segments=ahead_and_behind(REDISTRIBUTE, WIN))
    assert given_to(asked) == {2: 5, 1: 0}


def test_win_that_is_not_full_is_an_exception_and_no_other_is():
    asked = story(4, demand(1, 5), demand(2, 5, segment=1), segments=ahead_and_behind(REDISTRIBUTE, WIN))
    assert exceptions(asked) == {2}
    assert exceptions(story(5, demand(1, 5), segments=[Segment(1, WIN)])) == set()


def test_win_without_stock_gets_nothing():
    asked = story(0, demand(1, 5), segments=[Segment(1, WIN)])
    assert (given_to(asked), reasons(asked), plan(asked).changes) == ({1: 0}, {1: "short"}, ())


def test_win_takes_nothing_from_what_is_kept_by_right():
    asked = story(6, demand(1, 5, 2, segment=1, strategy=GAIN), demand(2, 5, 2, segment=1, strategy=IMPROVE),
                  demand(3, 2, 2, frozen=True), demand(4, 9), segments=ahead_and_behind(WIN, REDISTRIBUTE))
    assert given_to(asked) == {1: 2, 2: 2, 3: 2, 4: 0}


# Gain

def test_gain_takes_from_those_behind_that_may_lose():
    asked = story(5, demand(1, 5), demand(2, 5, 5, segment=1), segments=ahead_and_behind(GAIN, REDISTRIBUTE))
    assert given_to(asked) == {1: 5, 2: 0}


def test_gain_takes_nothing_from_those_ahead_and_loses_nothing_to_them():
    asked = story(8, demand(1, 9, 3), demand(2, 9, 5, segment=1), segments=ahead_and_behind(REDISTRIBUTE, GAIN))
    assert given_to(asked) == {1: 3, 2: 5}


# Improve

def test_improve_takes_what_is_free():
    asked = story(7, demand(1, 9, 2), demand(2, 5, 4, segment=1), segments=ahead_and_behind(IMPROVE, REDISTRIBUTE))
    assert given_to(asked) == {1: 3, 2: 4}


def test_improve_takes_nothing_that_somebody_holds():
    asked = story(5, demand(1, 9), demand(2, 5, 5, segment=1), segments=ahead_and_behind(IMPROVE, REDISTRIBUTE))
    assert (given_to(asked), reasons(asked)[1], plan(asked).changes) == ({1: 0, 2: 5}, "not_free", ())


def test_improve_takes_what_others_give_up_after_its_turn():
    here = [Supply(1, 1, 1, 5), Supply(2, 2, 1, 1)]
    asked = story(here, demand(1, 9), demand(2, 5, 5, segment=1, order=7), demand(3, 2, product=2, segment=1, order=7),
                  segments=ahead_and_behind(IMPROVE, REDISTRIBUTE), orders=(Order(7, ALL),))
    assert given_to(asked) == {1: 5, 2: 0, 3: 0}  # the order behind cannot be complete


def test_improve_need_not_leave_what_the_share_of_its_holder_does_not_allow():
    segments = Segment(1, IMPROVE), Segment(2, REDISTRIBUTE, share_cap=2_000)
    asked = story(5, demand(1, 9), demand(2, 5, 5, segment=1), segments=segments)
    assert given_to(asked) == {1: 4, 2: 1}


@settings(max_examples=10_000 // SPREAD)
@given(content=BYTES)
def test_nobody_loses_for_improve(content):
    """Others want no more than they hold, so that what they lose, they lose to Improve or to their own rules."""
    for each in spread(content):
        check_nobody_loses(case(each, IMPROVE, gates=False))


def check_nobody_loses(snapshot):
    strategy = Oracle(snapshot).strategy
    snapshot = replace(snapshot, demands=tuple(
        each if strategy[each.id] == IMPROVE else replace(each, wanted=each.held) for each in snapshot.demands))
    resting = tuple(
        replace(each, wanted=each.held) if strategy[each.id] == IMPROVE else each for each in snapshot.demands)
    without = {grant.demand: grant.quantity for grant in allocate(replace(snapshot, demands=resting))}
    for grant in allocate(snapshot):
        if strategy[grant.demand] != IMPROVE:
            held = next(each.held for each in snapshot.demands if each.id == grant.demand)
            assert grant.quantity == min(held, without[grant.demand])


# Redistribute

def test_redistribute_gains_and_loses_as_its_rank_has_it():
    asked = story(8, demand(1, 5, 1, key=(1,)), demand(2, 5, 4, key=(0,)), demand(3, 5, 3, key=(2,)))
    assert given_to(asked) == {2: 5, 1: 3, 3: 0}


def test_redistribute_without_stock_gets_nothing():
    assert given_to(story(0, demand(1, 5))) == {1: 0}


def test_stock_that_is_there_for_all_changes_nothing_for_who_is_full():
    assert plan(story(10, demand(1, 5, 5), demand(2, 5, 5))).changes == ()


# Fill

def test_fill_loses_to_those_ahead():
    asked = story(5, demand(1, 3), demand(2, 5, 5, segment=1), segments=ahead_and_behind(REDISTRIBUTE, FILL))
    assert given_to(asked) == {1: 3, 2: 2}


def test_fill_takes_nothing_new_however_much_there_is():
    asked = story(99, demand(1, 5, 2), demand(2, 5), segments=[Segment(1, FILL)])
    assert given_to(asked) == {1: 2, 2: 0}
    assert reasons(asked) == {1: "no_more", 2: "no_more"}
    assert plan(asked).changes == ()


# Lose

def test_lose_gives_up_what_it_holds_to_whoever_can_use_it():
    asked = story(5, demand(1, 5, 5), demand(2, 9, segment=1), segments=ahead_and_behind(LOSE, REDISTRIBUTE))
    assert given_to(asked) == {1: 0, 2: 5}


def test_lose_has_nothing_to_give_up_and_takes_nothing():
    asked = story(9, demand(1, 5), segments=[Segment(1, LOSE)])
    assert (given_to(asked), plan(asked).changes) == ({1: 0}, ())


# Skip

@pytest.mark.parametrize(("more", "why"), [({"strategy": SKIP}, "skipped"), ({"frozen": True}, "frozen")])
def test_skip_stays_as_it_is(more, why):
    asked = story(9, demand(1, 5, 2, **more), demand(2, 9), segments=[Segment(1, WIN)])
    assert (given_to(asked), reasons(asked)[1]) == ({1: 2, 2: 7}, why)
    assert {change.demand for change in plan(asked).changes} == {2}


def test_skip_neither_takes_what_is_free_nor_gives_to_win():
    asked = story(5, demand(1, 9, 5, strategy=SKIP), demand(2, 5), segments=[Segment(1, WIN)])
    assert (given_to(asked), plan(asked).changes) == ({1: 5, 2: 0}, ())


def test_what_is_skipped_lies_where_it_lies():
    here = [Supply(1, 1, 2, 5), Supply(2, 1, 3, 5)]
    asked = story(here, demand(1, 5, 5, strategy=SKIP), demand(2, 5, source=2), parents={2: 1, 3: 1})
    assert given_to(asked) == {1: 5, 2: 0}  # in the whole there are 5 more, but none where it may take them


# Which strategy holds

@pytest.mark.parametrize("own", STRATEGIES)
def test_a_demand_s_own_strategy_holds_instead_of_its_segment_s(own):
    for segment in STRATEGIES:
        by_segment = story(4, demand(1, 5, 1), demand(2, 5, 2), segments=[Segment(1, own)])
        by_demand = story(4, demand(1, 5, 1, strategy=own), demand(2, 5, 2, strategy=own),
                          segments=[Segment(1, segment)])
        assert allocate(by_segment) == allocate(by_demand)


@pytest.mark.parametrize("own", STRATEGIES)
def test_frozen_comes_before_any_strategy(own):
    asked = story(9, demand(1, 5, 2, frozen=True, strategy=own), segments=[Segment(1, WIN)])
    assert (given_to(asked), reasons(asked)) == ({1: 2}, {1: "frozen"})


# More is held than there is

@given(stock=st.integers(0, 9), helds=st.lists(st.integers(0, 5), min_size=1, max_size=4), strategy=st.sampled_from(
    [WIN, GAIN, IMPROVE, REDISTRIBUTE, FILL]))
def test_where_more_is_held_than_there_is_the_better_rank_keeps_its_own(stock, helds, strategy):
    asked = story(stock, *[demand(number, held, held) for number, held in enumerate(helds, 1)],
                  segments=[Segment(1, strategy)])
    left = stock
    for grant in allocate(asked):
        held = helds[grant.demand - 1]
        assert grant.quantity == min(held, left)
        assert grant.exception == (grant.quantity < held and strategy in {WIN, GAIN, IMPROVE})
        left -= grant.quantity
