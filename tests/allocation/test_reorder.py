"""What a reordering rule is told to order for promises: once it is ordered, there is nothing more to order."""
from engine.promise.promising import promise
from engine.promise.values import Batch, Refill, Want
from hypothesis import given
from hypothesis import strategies as st

STOCK, SHELF = 1, 2
PARENTS = {SHELF: STOCK}
days = st.integers(0, 30)
wants = st.lists(st.tuples(st.integers(1, 9), days), max_size=12)
batches = st.lists(st.tuples(st.integers(1, 9), days, st.sampled_from([STOCK, SHELF])), max_size=8)


def _unmet(wants, batches, refills):
    ready = promise(wants, batches, refills, PARENTS)
    return sum(answer.missing + sum(part.quantity for part in answer.parts if part.refill)
               for answer in ready.values())


@given(wants, batches, days, st.booleans())
def test_after_ordering_nothing_is_left_to_order(asked, coming, lead, vendor):
    queue = [Want(number, 1, STOCK, quantity, need) for number, (quantity, need) in enumerate(asked)]
    there = [Batch(number, 1, place, quantity, date) for number, (quantity, date, place) in enumerate(coming)]
    refills = [Refill(1, 1, STOCK, lead)] if vendor else []
    unmet = _unmet(queue, there, refills)
    assert _unmet(queue, [*there, Batch(99, 1, STOCK, unmet, lead)], refills) == 0


@given(wants, batches, days)
def test_it_never_orders_more_than_is_wanted(asked, coming, lead):
    queue = [Want(number, 1, STOCK, quantity, need) for number, (quantity, need) in enumerate(asked)]
    there = [Batch(number, 1, place, quantity, date) for number, (quantity, date, place) in enumerate(coming)]
    assert _unmet(queue, there, [Refill(1, 1, STOCK, lead)]) <= sum(quantity for quantity, _need in asked)
