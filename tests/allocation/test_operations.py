"""What is written: lines, moves and quants agree with one another and with the plan."""
from collections import Counter
from dataclasses import replace

import pytest
from engine.operations import Written, operations, to_unit
from engine.plan import plan
from engine.values import STRATEGIES, Change, Holding, Product
from hypothesis import given, settings
from hypothesis import strategies as st

from .cases import BYTES, case
from .stories import demand, story


def asked(*holdings, tracking="none", **more):
    plain = story(2_000, demand(1, 1_000, **more), demand(2, 1_000), products=(Product(1, tracking),))
    return replace(plain, holdings=holdings)


def test_what_is_new_makes_a_line():
    todo = operations(asked(), [Change(1, 1, 300)], 100)
    assert todo.inserted == ((1, 1, Written(300, 300, False)),)
    assert (todo.updated, todo.deleted, todo.held, todo.supplies) == ((), (), {1: 300}, {1: 300})


def test_what_is_added_goes_to_the_line_that_is_there():
    todo = operations(asked(Holding(5, 1, 1, 200)), [Change(1, 1, 300)], 100)
    assert (todo.inserted, todo.updated, todo.held) == ((), ((5, Written(500, 500, False)),), {1: 500})


def test_lines_are_given_back_youngest_first():
    todo = operations(asked(Holding(5, 1, 1, 200), Holding(6, 1, 1, 100)), [Change(1, 1, -150)], 100)
    assert (todo.updated, todo.deleted) == (((5, Written(150, 150, False)),), (6,))
    assert (todo.held, todo.supplies) == ({1: 150}, {1: -150})


def test_what_was_reserved_on_nothing_goes_and_leaves_no_trace_on_quants():
    todo = operations(asked(Holding(5, 1, 0, 200)), [Change(1, 0, -200)], 100)
    assert (todo.deleted, todo.held, todo.supplies) == ((5,), {1: 0}, {})


def test_more_than_is_held_is_not_given_back():
    with pytest.raises(ValueError, match="demand 1 holds 50 ticks less"):
        operations(asked(Holding(5, 1, 1, 200)), [Change(1, 1, -250)], 100)


def test_serial_numbers_are_lines_of_one_unit():
    todo = operations(asked(tracking="serial"), [Change(1, 1, 300)], 100)
    assert todo.inserted == ((1, 1, Written(100, 100, False)),) * 3
    part = operations(asked(tracking="serial"), [Change(1, 1, 250)], 100)
    assert sum(written.product_ticks for _demand, _supply, written in part.inserted) == 250


def test_a_line_is_in_the_unit_of_its_move_where_that_can_say_it():
    dozens = asked(ratio=12.0)
    assert operations(dozens, [Change(1, 1, 600)], 100).inserted == ((1, 1, Written(600, 50, False)),)
    assert operations(dozens, [Change(1, 1, 500)], 100).inserted == ((1, 1, Written(500, 500, True)),)
    assert operations(dozens, [Change(1, 1, 600)], 100).held == {1: 50}


def test_what_is_given_back_has_the_unit_it_had():
    before = asked(Holding(5, 1, 1, 1200, 12.0), ratio=12.0)
    now = asked(Holding(5, 1, 1, 500, 1.0), ratio=12.0)
    todo = operations(now, [Change(1, 1, 700)], 100, before)
    assert todo.updated == ((5, Written(1200, 100, False, True)),)
    assert (todo.held, todo.filled) == ({1: 100}, {1: 1200})
    # without a before a line keeps the unit it has
    assert operations(now, [Change(1, 1, 700)], 100).updated == ((5, Written(1200, 1200, False)),)
    # what was in the product's unit is so again, in a line that is there and in a new one
    in_units = asked(Holding(5, 1, 1, 1200, 1.0), ratio=12.0)
    todo = operations(asked(Holding(5, 1, 1, 600, 12.0), ratio=12.0), [Change(1, 1, 600)], 100, in_units)
    assert todo.updated == ((5, Written(1200, 1200, True)),)
    todo = operations(asked(ratio=12.0), [Change(1, 1, 1200)], 100, in_units)
    assert (todo.inserted, todo.held) == (((1, 1, Written(1200, 1200, True)),), {1: 100})


def test_a_former_unit_that_cannot_say_the_quantity_is_not_used():
    before, now = (asked(Holding(5, 1, 1, 1200, ratio), ratio=12.0) for ratio in (12.0, 1.0))
    todo = operations(now, [Change(1, 1, -700)], 100, before)
    assert todo.updated == ((5, Written(500, 500, True)),)


def test_a_unit_that_is_neither_the_move_s_nor_the_product_s_does_not_come_back():
    before = asked(Holding(5, 1, 1, 1200, 6.0), ratio=12.0)
    todo = operations(asked(Holding(5, 1, 1, 500, 1.0), ratio=12.0), [Change(1, 1, 700)], 100, before)
    assert todo.updated == ((5, Written(1200, 1200, False)),)


def test_what_is_pinned_is_held_too():
    assert operations(asked(pinned=100), [Change(1, 1, 300)], 100).held == {1: 400}


@given(ticks=st.integers(0, 10 ** 6), ratio=st.sampled_from([1.0, 12.0, 1000.0, 2.5, 1 / 12, 0.453592]))
def test_a_unit_is_rounded_to_its_nearest_tick(ticks, ratio):
    assert abs(to_unit(ticks, ratio) * ratio - ticks) <= ratio / 2 * (1 + 1e-6)


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=400)
@given(content=BYTES, serial=st.booleans())
def test_lines_moves_and_quants_agree_with_the_plan(strategy, content, serial):
    snapshot = case(content, strategy, protected=(1, 2))
    if serial:
        snapshot = replace(snapshot, products=(Product(1, "serial"), Product(2)))
    changes = plan(snapshot).changes
    todo = operations(snapshot, changes, 1)
    lines = {each.line: each for each in snapshot.holdings}
    after = {line: each.quantity for line, each in lines.items()}
    after |= {line: written.product_ticks for line, written in todo.updated} | dict.fromkeys(todo.deleted, 0)
    # quants of one key may be doubled, their lines are not
    keys = {each.id: (each.product, each.location, each.lot, each.package, each.owner) for each in snapshot.supplies}
    held = Counter()
    for line, ticks in after.items():
        held[lines[line].demand, keys.get(lines[line].supply)] += ticks
    for number, supply, written in todo.inserted:
        held[number, keys[supply]] += written.product_ticks
    expected = Counter()
    for each in (*snapshot.holdings, *changes):
        expected[each.demand, keys.get(each.supply)] += each.quantity
    assert held == expected
    moved = Counter()
    for change in changes:
        moved[change.supply] += change.quantity
    assert Counter(todo.supplies) == moved and all(todo.supplies.values())
    ratios = {each.id: each.ratio for each in snapshot.demands}
    totals = Counter()
    for (number, _key), ticks in expected.items():
        totals[number] += ticks
    touched = {each.demand for each in changes}
    assert todo.held == {number: to_unit(totals[number], ratios[number]) for number in touched}
    assert not set(todo.deleted) & {line for line, _written in todo.updated}
