"""Sharing in proportion to need, against the arithmetic of largest remainders."""
from collections import Counter
from fractions import Fraction

import pytest
from engine.plan import allocate, plan
from engine.values import GAIN, IMPROVE, REDISTRIBUTE, STRATEGIES, WIN, Product, Protection, Segment, Supply
from hypothesis import given, settings
from hypothesis import strategies as st

from .cases import BYTES, case, spread
from .oracle import Oracle
from .stories import demand, given_to, reasons, story
from .test_plan import check_all, granted, held_after

SHARING = Segment(1, REDISTRIBUTE, proportional=True)


def shared(stock, *wants, whole=1, **more):
    return story(stock, *[demand(number, want) for number, want in enumerate(wants, 1)],
                 segments=[more.pop("segment", SHARING)], products=(Product(1, whole=whole),), **more)


def largest_remainders(stock, wants, whole):
    """Parts of the stock by need in whole units; what is left, a unit each, to those who lost most."""
    if stock >= sum(wants):
        return list(wants)
    due = [Fraction(stock * want, sum(wants)) for want in wants]
    parts = [each // whole * whole for each in due]
    left = stock - sum(parts)
    for number in sorted(range(len(wants)), key=lambda number: (parts[number] - due[number], number)):
        unit = min(left, whole, wants[number] - parts[number])
        parts[number] += unit
        left -= unit
    for number in sorted(range(len(wants)), key=lambda number: (parts[number] - due[number], number)):
        unit = min(left, wants[number] - parts[number])
        parts[number] += unit
        left -= unit
    return parts


@settings(max_examples=2_000)
@given(stock=st.integers(0, 60), wants=st.lists(st.integers(0, 20), min_size=1, max_size=6),
       whole=st.sampled_from([1, 5]))
def test_everybody_gets_his_share_to_a_unit(stock, wants, whole):
    parts = given_to(shared(stock, *wants, whole=whole))
    assert sum(parts.values()) == min(stock, sum(wants))
    for number, want in enumerate(wants, 1):
        due = min(Fraction(want), Fraction(stock * want, max(1, sum(wants))))
        assert abs(parts[number] - due) < 2 * whole
    if whole == 1:
        assert [parts[number] for number in range(1, len(wants) + 1)] == largest_remainders(stock, wants, whole)


def test_who_wants_twice_as_much_gets_twice_as_much():
    assert given_to(shared(30, 20, 40)) == {1: 10, 2: 20}


def test_units_are_not_cut_while_there_is_another_way():
    assert given_to(shared(1_000, 700, 800, whole=100)) == {1: 500, 2: 500}
    assert given_to(shared(50, 100, 100, whole=100)) == {1: 50, 2: 0}


def test_the_better_rank_gets_the_odd_one():
    assert given_to(shared(3, 2, 2)) == {1: 2, 2: 1}


def test_what_is_kept_is_kept_and_the_rest_is_shared_by_what_is_missing():
    asked = story(12, demand(1, 10, 6), demand(2, 8), segments=[Segment(1, GAIN, proportional=True)])
    assert given_to(asked) == {1: 8, 2: 4}


def test_improve_shares_only_what_is_free():
    segments = [Segment(1, IMPROVE, proportional=True), Segment(2)]
    asked = story(10, demand(1, 6), demand(2, 6), demand(3, 6, 4, segment=1), segments=segments)
    assert given_to(asked) == {1: 3, 2: 3, 3: 4}


def test_win_and_starved_do_not_share_with_others():
    asked = story(12, demand(1, 6, strategy=WIN), demand(2, 6), demand(3, 6), demand(4, 5, waited_runs=1),
                  segments=[SHARING], starve_runs=1)
    assert given_to(asked) == {4: 5, 1: 6, 2: 1, 3: 0}


def test_a_share_of_the_supply_is_shared_too():
    asked = shared(100, 60, 60, segment=Segment(1, REDISTRIBUTE, True, 5_000))
    assert (given_to(asked), reasons(asked)) == ({1: 25, 2: 25}, {1: "capped", 2: "capped"})


def test_protected_stock_is_shared_by_its_users_first():
    asked = story(12, demand(1, 8, may_use=frozenset({1})), demand(2, 8, may_use=frozenset({1})), demand(3, 8),
                  segments=[SHARING], protections=(Protection(1, 1, 6, 1),))
    assert given_to(asked) == {1: 5, 2: 5, 3: 2}  # 3 and 3 of what is protected; then 6 to needs of 5, 5 and 8


def test_each_place_is_shared_by_those_who_can_take_from_it():
    here = [Supply(1, 1, 2, 4), Supply(2, 1, 3, 8)]
    asked = story(here, demand(1, 6, source=2), demand(2, 6, source=2), demand(3, 6), segments=[SHARING],
                  parents={2: 1, 3: 1})
    assert given_to(asked) == {1: 2, 2: 2, 3: 6}


def test_each_product_is_shared_by_itself():
    here = [Supply(1, 1, 1, 4), Supply(2, 2, 1, 6)]
    asked = story(here, demand(1, 4), demand(2, 4, product=2), demand(3, 4), demand(4, 4, product=2),
                  segments=[SHARING])
    assert given_to(asked) == {1: 2, 3: 2, 2: 3, 4: 3}


def test_full_packagings_are_not_broken():
    asked = story(10, demand(1, 9, step=3), demand(2, 9, step=3), segments=[SHARING])
    assert given_to(asked) == {1: 6, 2: 3}


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=300)
@given(content=BYTES)
def test_sharing_breaks_no_promise(strategy, content):
    for each in spread(content):
        snapshot = case(each, strategy, proportional=True)
        planned = plan(snapshot)
        check_all(snapshot, planned)
        assert held_after(snapshot, planned) == Counter(granted(planned))


@settings(max_examples=1_000)
@given(content=BYTES)
def test_sharing_leaves_nothing_lying_that_somebody_could_use(content):
    snapshot = case(content, REDISTRIBUTE, proportional=True, gates=False)
    again = {grant.demand: grant.quantity for grant in allocate(snapshot)}
    oracle = Oracle(snapshot)
    oracle.grants = again
    for each in snapshot.demands:
        if again[each.id] < oracle.target(each):
            amount = oracle.topped_up(each, oracle.there(each, ()))
            assert amount <= again[each.id]
