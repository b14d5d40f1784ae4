"""What there is for a demand: places in one another, stock kept for some, shares of segments."""
from collections import Counter

import pytest
from engine.plan import decide, plan
from engine.values import (
    GAIN,
    IMPROVE,
    REDISTRIBUTE,
    STRATEGIES,
    WIN,
    Product,
    Protection,
    Segment,
    Supply,
)
from hypothesis import given, settings

from .cases import BYTES, case, spread
from .stories import demand, given_to, reasons, story
from .test_plan import check_all, granted, held_after

USER = frozenset({1})


def protected(stock, quantity, *demands, source=1, **more):
    return story(stock, *demands, protections=(Protection(1, 1, quantity, source),), **more)


# Protections

def test_what_is_protected_is_not_for_others_whoever_they_are():
    asked = protected(10, 4, demand(1, 9), demand(2, 9, may_use=USER, key=(1,)))
    assert given_to(asked) == {1: 6, 2: 4}
    assert reasons(asked)[1] == "protected"
    for strategy in (WIN, GAIN, IMPROVE):
        assert given_to(protected(10, 4, demand(1, 20), segments=[Segment(1, strategy)])) == {1: 6}


def test_nobody_uses_it_and_still_others_cannot_have_it():
    asked = protected(4, 4, demand(1, 9))
    assert (given_to(asked), reasons(asked), plan(asked).changes) == ({1: 0}, {1: "protected"}, ())


def test_a_user_takes_what_is_protected_for_it_first_and_leaves_the_rest_to_all():
    asked = protected(10, 4, demand(1, 5, may_use=USER), demand(2, 9, key=(1,)))
    assert given_to(asked) == {1: 5, 2: 5}


def test_what_is_protected_beyond_the_stock_keeps_all_of_it():
    asked = protected(3, 99, demand(1, 5), demand(2, 5, key=(1,), may_use=USER))
    assert given_to(asked) == {1: 0, 2: 3}


def test_what_a_user_holds_is_part_of_what_is_protected():
    asked = protected(10, 4, demand(1, 9), demand(2, 4, 4, key=(1,), may_use=USER))
    assert given_to(asked) == {1: 6, 2: 4}
    asked = protected(10, 4, demand(1, 9), demand(2, 4, 4, key=(1,), may_use=USER, strategy=GAIN))
    assert given_to(asked) == {1: 6, 2: 4}


def test_what_is_kept_by_right_is_not_taken_for_a_protection():
    asked = protected(5, 5, demand(1, 5, 3, strategy=GAIN), demand(2, 5, key=(1,), may_use=USER))
    assert given_to(asked) == {1: 3, 2: 2}


def test_what_is_protected_in_one_place_is_free_in_another():
    here = [Supply(1, 1, 2, 5), Supply(2, 1, 3, 5)]
    for place, expected in ((2, {1: 0, 2: 5}), (3, {1: 5, 2: 0}), (1, {1: 5, 2: 0})):
        asked = protected(here, 5, demand(1, 9, source=2), demand(2, 9, source=3, key=(1,)), source=place,
                          parents={2: 1, 3: 1})
        assert given_to(asked) == expected


def test_improve_leaves_what_is_held_beside_what_is_protected():
    asked = protected(10, 5, demand(1, 9, strategy=IMPROVE), demand(2, 5, 5, key=(1,)))
    assert given_to(asked) == {1: 0, 2: 5}
    assert reasons(asked)[1] == "not_free"


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=400)
@given(content=BYTES)
def test_protections_inside_one_another_are_never_touched_by_others(strategy, content):
    for each in spread(content):
        snapshot = case(each, strategy, protected=(2, 4, 1, 3))
        planned = plan(snapshot)
        check_all(snapshot, planned)
        assert held_after(snapshot, planned) == Counter(granted(planned))


# Shares

def test_a_segment_has_its_share_and_no_more():
    segments = Segment(1, REDISTRIBUTE, share_cap=3_000), Segment(2)
    asked = story(10, demand(1, 9), demand(2, 9, segment=1), segments=segments)
    assert (given_to(asked), reasons(asked)[1]) == ({1: 3, 2: 7}, "capped")


def test_a_share_is_of_each_product_and_of_all_its_stock():
    here = [Supply(1, 1, 2, 10), Supply(2, 1, 3, 10), Supply(3, 2, 2, 4)]
    asked = story(here, demand(1, 20, source=2), demand(2, 20, source=2, product=2, key=(1,)),
                  segments=[Segment(1, REDISTRIBUTE, share_cap=4_000)], parents={2: 1, 3: 1})
    assert given_to(asked) == {1: 8, 2: 1}


def test_what_is_kept_by_right_may_be_more_than_the_share():
    segments = Segment(1, GAIN, share_cap=3_000), Segment(2)
    asked = story(10, demand(1, 9, 5), demand(2, 9, segment=1), segments=segments)
    assert given_to(asked) == {1: 5, 2: 5}


def test_a_share_of_nothing_gives_nothing():
    asked = story(10, demand(1, 9), segments=[Segment(1, WIN, share_cap=0)])
    assert (given_to(asked), reasons(asked)) == ({1: 0}, {1: "capped"})


# Places

def test_one_place_does_not_give_what_lies_in_another():
    here = [Supply(1, 1, 2, 3), Supply(2, 1, 3, 4)]
    asked = story(here, demand(1, 9, source=2), demand(2, 9, source=3), demand(3, 9), parents={2: 1, 3: 1})
    assert given_to(asked) == {1: 3, 2: 4, 3: 0}


def test_what_is_granted_further_out_is_still_there_further_in():
    here = [Supply(1, 1, 2, 3), Supply(2, 1, 3, 4)]
    asked = story(here, demand(1, 5), demand(2, 9, source=2), parents={2: 1, 3: 1})
    assert given_to(asked) == {1: 5, 2: 2}


def test_a_product_without_stock_or_record():
    assert given_to(story([Supply(1, 2, 1, 5)], demand(1, 5), products=())) == {1: 0}


def test_lots_that_lack_do_not_lessen_others():
    here = [Supply(1, 1, 1, 5, lot=1), Supply(2, 1, 1, -3, lot=2)]
    for tracking, there in (("lot", 5), ("none", 2)):
        asked = story(here, demand(1, 9), products=(Product(1, tracking),))
        assert given_to(asked) == {1: there}
        assert sum(change.quantity for change in plan(asked).changes) == there


@settings(max_examples=1_000)
@given(content=BYTES)
def test_in_the_end_all_that_is_left_is_free(content):
    """What was set apart for those who hold it was released when their turn came, tick by tick."""
    _claims, capacity = decide(case(content, IMPROVE, proportional=True, protected=(1, 2)))
    assert capacity.free in (None, capacity.left)
