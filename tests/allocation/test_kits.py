"""When kits are complete."""
from engine.promise.kits import Kind, complete
from engine.promise.values import Part
from hypothesis import given
from hypothesis import strategies as st


def test_the_kind_that_comes_last_completes_them():
    kinds = [Kind(6, 0, (Part(6, 0),)), Kind(3, 1, (Part(1, 4, batch=7), Part(1, 9, refill=8)))]
    assert complete(3, kinds) == ((Part(1, 0), Part(1, 4, batch=7), Part(1, 9, refill=8)), 0)


def test_what_is_there_is_complete_already():
    assert complete(3, [Kind(6, 6, ()), Kind(3, 2, (Part(1, 4),))]) == ((Part(1, 4),), 0)


def test_what_nobody_knows_of_is_missing_in_kits():
    assert complete(3, [Kind(6, 2, ()), Kind(3, 3, ())]) == ((), 2)


def test_half_a_kit_is_none():
    assert complete(30, [Kind(60, 35, (Part(10, 4),))], step=10) == ((Part(10, 4),), 10)


def test_a_part_that_nobody_can_date_completes_none():
    assert complete(3, [Kind(3, 0, (Part(3, None, batch=7),))]) == ((), 3)


PARTS = st.lists(st.builds(Part, st.integers(1, 9), st.integers(0, 9)), max_size=4).map(tuple)
KINDS = st.lists(st.builds(Kind, st.integers(1, 20), st.integers(0, 9), PARTS), min_size=1, max_size=4)


@given(st.integers(0, 12), KINDS, st.integers(1, 3))
def test_as_many_as_each_kind_allows(quantity, kinds, step):
    found, missing = complete(quantity, kinds, step)
    assert missing >= 0 and sum(part.quantity for part in found) + missing <= quantity
    assert [part.date for part in found] == sorted(part.date for part in found)
    assert quantity - missing <= min(
        (kind.had + sum(part.quantity for part in kind.parts)) * quantity // kind.takes for kind in kinds)
