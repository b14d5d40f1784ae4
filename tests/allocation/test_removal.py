"""The order in which stock leaves: each strategy against native's words, sorted the slow way."""
from functools import cmp_to_key

import pytest
from engine.removal import removal_key
from engine.values import Supply
from hypothesis import given, settings
from hypothesis import strategies as st

SUPPLIES = st.lists(
    st.builds(
        Supply, id=st.integers(1, 10 ** 6), product=st.just(1), location=st.just(1), quantity=st.just(1),
        lot=st.sampled_from([0, 0, 7, 8]), in_date=st.integers(0, 3),
        removal_date=st.none() | st.integers(-2, 2), place=st.sampled_from(["WH/A", "WH/B", "WH/a", "WH/A/1"])),
    unique_by=lambda supply: supply.id, max_size=8)

NULLS_LAST = 10 ** 9

# What native sorts by, one after the other; a minus turns a direction round.
COLUMNS = {
    "fifo": ["+in_date", "+id"],
    "lifo": ["-in_date", "-id"],
    "closest": ["+place", "-id"],
    "fefo": ["+removal_date", "+in_date", "+id"],
    "least_packages": ["+in_date", "+id"],
}


def compare(columns):
    def three_way(one, other):
        for direction, column in ((text[0], text[1:]) for text in columns):
            left, right = (NULLS_LAST if value is None else value
                           for value in (getattr(one, column), getattr(other, column)))
            if left != right:
                return (1 if left > right else -1) * (1 if direction == "+" else -1)
        return 0
    return cmp_to_key(three_way)


@pytest.mark.parametrize("strategy", sorted(COLUMNS))
@settings(max_examples=500)
@given(supplies=SUPPLIES)
def test_a_strategy_sorts_as_native_does_and_lots_go_first(strategy, supplies):
    by_columns = sorted(supplies, key=compare(COLUMNS[strategy]))
    native = sorted(by_columns, key=lambda supply: not supply.lot)  # stable, as recordset.sorted is
    assert sorted(supplies, key=removal_key(strategy)) == native


@pytest.mark.parametrize("strategy", sorted(COLUMNS))
@given(supplies=SUPPLIES)
def test_the_order_is_total(strategy, supplies):
    keys = [removal_key(strategy)(supply) for supply in supplies]
    assert len(set(keys)) == len(keys)


def test_a_strategy_that_is_not_known_is_named():
    with pytest.raises(ValueError, match="'random'"):
        removal_key("random")
