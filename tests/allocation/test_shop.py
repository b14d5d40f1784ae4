"""The time of work centers: what holds whatever is free, and whoever takes it."""
from engine.promise.shop import Shop
from engine.promise.values import Center, Step
from hypothesis import given, settings
from hypothesis import strategies as st

CASES = 2_500
GAPS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 6)), max_size=6)
JOBS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=8)


def free_time(gaps):
    at, free = 0, []
    for closed, open_ in gaps:
        at += closed + (1 if free else 0)
        free.append((at, at + open_))
        at += open_
    return tuple(free)


@settings(max_examples=CASES)
@given(GAPS, JOBS)
def test_no_time_is_given_twice_nor_outside_of_what_is_free(gaps, jobs):
    free = free_time(gaps)
    shop, taken = Shop([Center(1, free)]), 0
    horizon = free[-1][1] if free else 0
    for ready, work in jobs:
        done = shop.work((Step(1, fixed=work),), 1, ready)
        assert done >= ready + work
        taken += work - min(work, max(done - max(horizon, ready), 0))
        left = sum(end - start for start, end in shop._free[1])
        assert left == sum(end - start for start, end in free) - taken


@settings(max_examples=CASES)
@given(GAPS, GAPS, st.integers(0, 30), st.integers(0, 9))
def test_more_time_in_an_idle_shop_makes_nothing_later(gaps, more, ready, work):
    minutes = {minute for free in (free_time(gaps), free_time(more)) for start, end in free
               for minute in range(start, end)}
    horizon = max(minutes, default=-1) + 1
    few = {minute for start, end in free_time(gaps) for minute in range(start, end)}
    done = [Shop([Center(1, (*((minute, minute + 1) for minute in sorted(each)), (horizon, 99)))]).work(
        (Step(1, fixed=work),), 1, ready) for each in (few, minutes)]
    assert done[1] <= done[0]
