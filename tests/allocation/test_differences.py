"""Why a plan is stale: what moved between two snapshots."""
from dataclasses import replace

import pytest
from engine import differences as moved
from engine.differences import Difference, differences
from engine.values import STRATEGIES, Holding, Policy, Segment, Supply
from hypothesis import given, settings
from hypothesis import strategies as st

from .cases import BYTES, case
from .stories import demand, story

BEFORE = story(5, demand(1, 5), demand(2, 5, 3))


def with_demand(number, **more):
    return replace(BEFORE, demands=tuple(
        replace(each, **more) if each.id == number else each for each in BEFORE.demands))


@pytest.mark.parametrize(("after", "found"), [
    (BEFORE, []),
    (replace(BEFORE, supplies=(Supply(1, 1, 1, 7),)), [Difference(moved.STOCK, 1, 1, 5, 7)]),
    (replace(BEFORE, supplies=(Supply(1, 1, 1, 5, 2),)), [Difference(moved.RESERVED, 1, 1, 0, 2)]),
    (replace(BEFORE, supplies=()), [Difference(moved.STOCK, 1, 1, 5, 0)]),
    (replace(BEFORE, demands=BEFORE.demands[1:]), [Difference(moved.GONE, 1, 1, 5, 0)]),
    (replace(BEFORE, demands=(*BEFORE.demands, demand(3, 4))), [Difference(moved.NEW, 3, 1, 0, 4)]),
    (with_demand(1, wanted=6), [Difference(moved.WANTED, 1, 1, 5, 6)]),
    (with_demand(2, held=2), [Difference(moved.HELD, 2, 1, 3, 2)]),
    (with_demand(2, key=(7,)), [Difference(moved.RANK, 2, 1)]),
    (replace(BEFORE, policy=Policy((Segment(1, "win"),))), [Difference(moved.POLICY, 0)]),
    (replace(BEFORE, parents={1: 9}), [Difference(moved.OTHER, 0)]),
    (replace(BEFORE, holdings=(Holding(9, 2, 1, 3),)), [Difference(moved.OTHER, 0)]),
])
def test_what_moved_is_named(after, found):
    assert differences(BEFORE, after) == found


def test_stock_stands_before_demand_and_rules():
    after = replace(with_demand(1, wanted=6), supplies=(Supply(1, 1, 1, 7),), policy=Policy((Segment(2),)))
    assert [each.what for each in differences(BEFORE, after)] == [moved.STOCK, moved.WANTED, moved.POLICY]


@settings(max_examples=1_000)
@given(first=BYTES, second=BYTES, strategy=st.sampled_from(STRATEGIES))
def test_there_is_a_difference_exactly_where_something_moved(first, second, strategy):
    before, after = case(first, strategy), case(second, strategy)
    assert bool(differences(before, after)) == (before != after)
    assert differences(before, before) == []
    swap = {moved.NEW: moved.GONE, moved.GONE: moved.NEW}
    there, back = differences(before, after), differences(after, before)
    assert sorted(swap.get(each.what, each.what) for each in there) == sorted(each.what for each in back)
