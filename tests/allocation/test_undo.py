"""Undo: all of a product comes back, or nothing of it."""
from collections import Counter
from dataclasses import replace

import pytest
from engine.plan import plan
from engine.undo import PICKED, TAKEN, TOUCHED, undo
from engine.values import STRATEGIES, Change, Holding, Supply
from hypothesis import given, settings
from hypothesis import strategies as st

from .cases import BYTES, case
from .stories import demand, story


def held(snapshot):
    totals = Counter()
    for each in snapshot.holdings:
        totals[each.demand, each.supply] += each.quantity
    return totals


def held_where(snapshot):
    """As native knows it: by demand and place, whichever of doubled quants it is on."""
    places = {each.id: (each.product, each.location, each.lot) for each in snapshot.supplies}
    totals = Counter()
    for (number, supply), ticks in held(snapshot).items():
        totals[number, places.get(supply)] += ticks
    return totals


def applied(snapshot, changes):
    """The snapshot as it is after the changes."""
    after = held(snapshot)
    for change in changes:
        after[change.demand, change.supply] += change.quantity
    holdings = tuple(Holding(line, number, supply, ticks) for line, ((number, supply), ticks) in enumerate(
        sorted(after.items()), 1) if ticks)
    own = Counter()
    for each in holdings:
        own[each.demand] += each.quantity
    return replace(snapshot, holdings=holdings, demands=tuple(
        replace(each, held=own[each.id]) for each in snapshot.demands))


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=400)
@given(content=BYTES)
def test_undo_gives_back_the_former_reservations(strategy, content):
    before = case(content, strategy, proportional=True)
    changes = plan(before).changes
    now = applied(before, changes)
    back, refused = undo(before, changes, now)
    assert not refused
    assert held_where(applied(now, back)) == held_where(before)
    assert all(ticks >= 0 for ticks in held(applied(now, back)).values())


@settings(max_examples=1_500)
@given(content=BYTES, touched=st.integers(1, 4), how=st.sampled_from([PICKED, TOUCHED, TAKEN]))
def test_a_product_comes_back_as_a_whole_or_not_at_all(content, touched, how):
    before = case(content, "redistribute", proportional=True)
    changes = plan(before).changes
    now = _disturbed(applied(before, changes), touched, how)
    back, refused = undo(before, changes, now)
    products = {each.id: each.product for each in before.demands}
    came = {products[each.demand] for each in back}
    assert not came & {products[number] for number in refused}
    assert came | {products[number] for number in refused} == {products[each.demand] for each in changes}
    after = held(applied(now, back))
    for product in came:
        mine = {each.demand for each in changes if products[each.demand] == product}
        assert _of(held_where(applied(now, back)), mine) == _of(held_where(before), mine)
    for supply in now.supplies:
        taken = supply.reserved + sum(ticks for (_number, place), ticks in after.items() if place == supply.id)
        if supply.product in came:
            assert taken <= supply.quantity
    if how == PICKED and touched in {each.demand for each in changes}:
        assert refused[touched] == PICKED


def _of(holdings, demands):
    return {key: ticks for key, ticks in holdings.items() if key[0] in demands and ticks}


def _disturbed(now, number, how):
    if how == PICKED:
        return replace(now, demands=tuple(each for each in now.demands if each.id != number))
    if how == TOUCHED:
        return replace(now, holdings=tuple(each for each in now.holdings if each.demand != number))
    return replace(now, supplies=tuple(replace(each, reserved=each.quantity - sum(
        mine.quantity for mine in now.holdings if mine.supply == each.id)) for each in now.supplies))


BEFORE = story(5, demand(1, 5), demand(2, 5, 5, key=(1,)))
CHANGES = (Change(1, 1, 5), Change(2, 1, -5))
AFTER = applied(BEFORE, CHANGES)


def test_who_lost_has_it_again():
    assert undo(BEFORE, CHANGES, AFTER) == ((Change(1, 1, -5), Change(2, 1, 5)), {})


def test_a_line_that_is_gone_was_picked():
    assert undo(BEFORE, CHANGES, replace(AFTER, demands=AFTER.demands[1:])) == ((), {1: PICKED})


def test_a_reservation_that_somebody_changed_stays():
    now = replace(AFTER, holdings=(Holding(1, 1, 1, 3),))
    assert undo(BEFORE, CHANGES, now) == ((), {1: TOUCHED})


def test_stock_that_somebody_else_has_does_not_come_back():
    before = story(9, demand(1, 5, 5, key=(1,), strategy="lose"))
    changes = plan(before).changes
    now = replace(applied(before, changes), supplies=(Supply(1, 1, 1, 9, reserved=5),))
    assert undo(before, changes, now) == ((), {1: TAKEN})
    gone = replace(now, supplies=())
    assert undo(before, changes, gone) == ((), {1: TAKEN})


def test_what_had_been_reserved_on_nothing_is_not_reserved_again():
    before = replace(BEFORE, holdings=(Holding(1, 2, 0, 5),))
    changes = (Change(1, 1, 5), Change(2, 0, -5))
    assert undo(before, changes, applied(before, changes)) == ((), {2: TAKEN})


def test_a_quant_with_another_number_is_the_same_stock():
    now = replace(AFTER, supplies=(Supply(7, 1, 1, 5),), holdings=(Holding(1, 1, 7, 5),))
    assert undo(BEFORE, CHANGES, now) == ((Change(1, 7, -5), Change(2, 7, 5)), {})
