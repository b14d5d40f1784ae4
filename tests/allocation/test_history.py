"""The past played forward under a policy."""
from collections import Counter
from dataclasses import replace

import pytest
from engine.history import Flow, Past, Rules, Shipment, Wish, play
from engine.outcome import Fate, Outcome, fates, outcome
from engine.values import ALL, GAIN, REDISTRIBUTE, STRATEGIES, Policy, Segment
from hypothesis import given
from hypothesis import strategies as st

ONE = Policy((Segment(1),))


def rules(*order, policy=ONE, **more):
    """Wishes in this order of rank."""
    return Rules(policy, {wish: (0, (place,)) for place, wish in enumerate(order)}, **more)


def past(*wishes, stock=(), last=5, **more):
    return Past(1, last, wishes, tuple(Flow(product, 1, day, ticks) for product, day, ticks in stock), **more)


def test_a_case_reckoned_by_hand():
    """Stock 10; orders 1 (8), 2 (6), 3 (5) on days 1, 1, 2, all due on day 2; 6 come on day 3, 1 is lost on day 4.

    First come, first served: 1 leaves on day 1, 2 (holds 2, gets 4) on day 3, then 2 are left, 1 of them lost: 3 stays
    open with 1. The other way round: 3 ships on day 2 what 2 and 1 left: 2 leaves on day 1 with 6, 4 are left, 1 holds
    them, 3 takes them back on day 2 and lacks 1; on day 3 six come: 3 leaves with 1 of them, 5 are left; 1 lacks 3.
    """
    what = past(
        Wish(1, 1, 1, 1, 8, 1, 2, unit_worth=10), Wish(2, 2, 1, 1, 6, 1, 2, unit_worth=20),
        Wish(3, 3, 1, 1, 5, 2, 2, unit_worth=30), stock=[(1, 1, 10), (1, 3, 6), (1, 4, -1)])
    assert play(what, rules(1, 2, 3)) == (Shipment(1, 1, 8), Shipment(2, 3, 6))
    assert play(what, rules(3, 2, 1)) == (Shipment(2, 1, 6), Shipment(3, 3, 5))
    assert outcome(what, play(what, rules(1, 2, 3))) == Outcome(
        lines=3, lines_filled=2, lines_on_time=1, orders=3, orders_on_time=1, late_days=0 + 1 + 4,
        worth=80 + 120 + 150, worth_filled=200, worth_late=120, worth_unfilled=150)
    assert outcome(what, play(what, rules(3, 2, 1))) == Outcome(
        lines=3, lines_filled=2, lines_on_time=1, orders=3, orders_on_time=1, late_days=0 + 1 + 4,
        worth=350, worth_filled=270, worth_late=150, worth_unfilled=80)


def test_shares_and_means():
    found = Outcome(lines=4, lines_filled=3, lines_on_time=2, orders=2, orders_on_time=1, late_days=6, worth=200,
                    worth_filled=150)
    assert (found.fill_value, found.fill_lines, found.on_time_lines, found.on_time_orders, found.mean_late) == (
        0.75, 0.75, 0.5, 0.5, 1.5)
    assert (Outcome().fill_value, Outcome().fill_lines, Outcome().mean_late) == (1.0, 1.0, 0.0)


def test_what_is_not_full_is_held_and_may_be_lost():
    what = past(Wish(1, 1, 1, 1, 8, 1, 9), Wish(2, 2, 1, 1, 5, 2, 9), stock=[(1, 1, 5)])
    assert play(what, rules(2, 1)) == (Shipment(2, 2, 5),)
    assert play(what, rules(2, 1, policy=Policy((Segment(1, GAIN),)))) == ()


def test_an_order_that_ships_complete_waits_for_all():
    what = past(
        Wish(1, 7, 1, 1, 4, 1, 1), Wish(2, 7, 2, 1, 4, 1, 1), Wish(3, 8, 1, 1, 4, 1, 1),
        stock=[(1, 1, 4), (1, 2, 4), (2, 3, 4)])
    assert play(what, rules(1, 2, 3, minimum={7: ALL})) == (Shipment(3, 1, 4), Shipment(1, 3, 4), Shipment(2, 3, 4))


def test_an_order_with_a_minimum_ships_what_there_is_when_its_gate_opens():
    what = past(Wish(1, 7, 1, 1, 10, 1, 1), stock=[(1, 1, 4), (1, 2, 2), (1, 3, 4)])
    assert play(what, rules(1, minimum={7: 6_000})) == (Shipment(1, 2, 6), Shipment(1, 3, 4))


def test_who_waited_too_long_comes_first():
    fresh = [Wish(day, day, 1, 1, 2, day, day) for day in range(2, 6)]
    what = past(Wish(1, 1, 1, 1, 2, 1, 1), *fresh, stock=[(1, day, 2) for day in range(2, 6)])
    assert (1, 5) not in [(each.wish, each.day) for each in play(what, rules(2, 3, 4, 5, 1))]
    found = play(what, rules(2, 3, 4, 5, 1, policy=Policy((Segment(1),), starve_days=2)))
    assert Shipment(1, 3, 2) in found


def test_warehouses_do_not_share():
    what = Past(1, 3, (Wish(1, 1, 1, 1, 5, 1, 1), Wish(2, 2, 1, 2, 5, 1, 1)), (Flow(1, 2, 1, 9),))
    assert play(what, rules(1, 2)) == (Shipment(2, 1, 5),)


def test_those_of_whom_the_policy_does_not_speak_come_last_by_age():
    what = past(Wish(1, 1, 1, 1, 4, 2, 2), Wish(2, 2, 1, 1, 4, 1, 1), Wish(3, 3, 1, 1, 4, 2, 2), stock=[(1, 2, 8)])
    assert play(what, rules(3)) == (Shipment(2, 2, 4), Shipment(3, 2, 4))


def test_what_came_before_the_first_day_is_there_on_it():
    what = Past(5, 6, (Wish(1, 1, 1, 1, 4, 2, 4),), (Flow(1, 1, 1, 4),))
    assert play(what, rules(1)) == (Shipment(1, 5, 4),)
    assert fates(what, play(what, rules(1))) == {1: Fate(4, 5, 1)}


@pytest.mark.parametrize(("shipments", "expected"), [
    ((), Fate(0, None, 4)),
    ((Shipment(1, 2, 4),), Fate(4, 2, 0)),
    ((Shipment(1, 2, 1), Shipment(1, 5, 3)), Fate(4, 5, 3)),
    ((Shipment(1, 2, 1),), Fate(1, None, 4)),
])
def test_fate_of_a_line_due_on_day_two_of_five(shipments, expected):
    assert fates(past(Wish(1, 1, 1, 1, 4, 1, 2)), shipments) == {1: expected}


def test_what_was_due_after_the_last_day_is_not_judged():
    what = past(Wish(1, 1, 1, 1, 4, 1, 6))
    assert fates(what, ()) == {} and outcome(what, ()) == Outcome()


WISHES = st.lists(st.builds(
    Wish, st.just(0), st.integers(1, 3), st.integers(1, 2), st.integers(1, 2), st.integers(0, 9), st.integers(0, 6),
    st.integers(0, 7), st.integers(0, 50), strategy=st.sampled_from(["", *STRATEGIES])), max_size=7).map(
    lambda wishes: tuple(replace(wish, id=number) for number, wish in enumerate(wishes, 1)))
FLOWS = st.lists(st.builds(
    Flow, st.integers(1, 2), st.integers(1, 2), st.integers(0, 6), st.integers(-3, 12)), max_size=8).map(tuple)
MINIMUM = st.dictionaries(st.integers(1, 3), st.sampled_from([0, 4_000, ALL]))


@given(WISHES, FLOWS, MINIMUM, st.sampled_from([REDISTRIBUTE, GAIN]), st.integers(0, 3))
def test_nothing_is_shipped_that_is_not_there_or_not_wanted(wishes, flows, minimum, strategy, days):
    what = Past(1, 5, wishes, flows)
    found = play(what, rules(
        *(wish.id for wish in wishes[::2]), policy=Policy((Segment(1, strategy),), starve_days=days), minimum=minimum))
    by_id = {wish.id: wish for wish in wishes}
    shipped = Counter()
    for each in found:
        shipped[each.wish] += each.quantity
        wish = by_id[each.wish]
        assert each.quantity > 0 and max(wish.day, 1) <= each.day <= 5
        there = sum(flow.quantity for flow in flows
                    if (flow.product, flow.place) == (wish.product, wish.place) and max(flow.day, 1) <= each.day)
        gone = sum(other.quantity for other in found if other.day <= each.day
                   and (by_id[other.wish].product, by_id[other.wish].place) == (wish.product, wish.place))
        lost = sum(flow.quantity for flow in flows if flow.quantity < 0)
        assert gone <= there - lost
    assert all(shipped[number] <= wish.quantity for number, wish in by_id.items())
    assert [each.day for each in found] == sorted(each.day for each in found)
    figures = outcome(what, found)
    assert 0 <= figures.worth_filled <= figures.worth and figures.lines_on_time <= figures.lines_filled <= figures.lines


@given(WISHES, FLOWS, MINIMUM)
def test_playing_again_gives_the_same(wishes, flows, minimum):
    what, rule = Past(1, 5, wishes, flows), rules(*(wish.id for wish in wishes), minimum=minimum)
    mixed = replace(what, wishes=wishes[::-1], flows=flows[::-1])
    found, again = play(what, rule), play(mixed, rule)
    assert found == again and outcome(what, found) == outcome(mixed, again)
