"""When goods can be there: what holds whatever is wanted and whatever comes."""
from collections import Counter, defaultdict
from dataclasses import replace

from engine.places import Places
from engine.promise.promising import promise
from engine.promise.protect import protect
from engine.promise.values import Ask, Batch, Part, Ready, Refill, Want
from engine.values import Protection
from hypothesis import given, settings
from hypothesis import strategies as st

# 1 holds 2 and 3, 3 holds 4
PARENTS = {2: 1, 3: 1, 4: 3}
PLACES = Places(PARENTS)
CASES = 2_500


def answer(wants, batches, refills=()):
    return promise(wants, batches, refills, PARENTS)


def dates(*arguments):
    return {want: ready.date for want, ready in answer(*arguments).items()}


# stories

def test_what_is_there_is_ready_now():
    assert answer([Want(1, 1, 1, 5)], [Batch(9, 1, 2, 7, 0)]) == {1: Ready(1, (Part(5, 0, batch=9),), 0, 0)}


def test_the_rest_waits_for_what_completes_it():
    found = answer([Want(1, 1, 1, 8)], [Batch(1, 1, 1, 5, 0), Batch(2, 1, 1, 2, 30), Batch(3, 1, 1, 4, 10)])
    assert found[1].parts == (Part(5, 0, batch=1), Part(3, 10, batch=3))
    assert found[1].date == 10


def test_quantity_counts_not_the_first_receipt():
    assert dates([Want(1, 1, 1, 8)], [Batch(1, 1, 1, 1, 5), Batch(2, 1, 1, 7, 50)]) == {1: 50}


def test_better_ranked_comes_first():
    assert dates([Want(2, 1, 1, 5), Want(1, 1, 1, 5)], [Batch(1, 1, 1, 5, 0), Batch(2, 1, 1, 5, 20)]) == {2: 0, 1: 20}


def test_what_somebody_ahead_needs_later_is_not_taken():
    wants = [Want(1, 1, 1, 5, need=30), Want(2, 1, 1, 5)]
    assert dates(wants, [Batch(1, 1, 1, 5, 0), Batch(2, 1, 1, 5, 40)]) == {1: 30, 2: 40}


def test_what_comes_in_time_for_him_leaves_the_shelf_to_others():
    wants = [Want(1, 1, 1, 5, need=30), Want(2, 1, 1, 5)]
    assert dates(wants, [Batch(1, 1, 1, 5, 0), Batch(2, 1, 1, 5, 25)]) == {1: 30, 2: 0}


def test_beyond_what_comes_it_is_refilled():
    found = answer([Want(1, 1, 1, 9)], [Batch(1, 1, 1, 5, 0), Batch(2, 1, 1, 3, 20)], [Refill(7, 1, 1, 15)])
    assert found[1].parts == (Part(5, 0, batch=1), Part(4, 15, refill=7))


def test_nobody_knows():
    found = answer([Want(1, 1, 1, 9)], [Batch(1, 1, 1, 5, 0)])
    assert (found[1].date, found[1].missing) == (None, 4)


def test_only_what_comes_to_a_place_inside_the_source_counts():
    assert dates([Want(1, 1, 3, 5)], [Batch(1, 1, 2, 50, 0), Batch(2, 1, 4, 5, 10)]) == {1: 10}


def test_what_is_kept_for_others_is_passed_by():
    batches = protect([Batch(1, 1, 1, 5, 0), Batch(2, 1, 1, 5, 20)], [Protection(8, 1, 3, 1)], PLACES)
    assert dates([Want(1, 1, 1, 3)], batches) == {1: 20}
    assert dates([Want(1, 1, 1, 5, may_use=frozenset([8]))], batches) == {1: 0}


def test_who_may_use_what_is_kept_uses_it_first():
    batches = protect([Batch(1, 1, 1, 5, 0)], [Protection(8, 1, 3, 1)], PLACES)
    wants = [Want(1, 1, 1, 3, may_use=frozenset([8])), Want(2, 1, 1, 2)]
    assert dates(wants, batches) == {1: 0, 2: 0}


def test_nothing_wanted_is_met_when_it_is_needed():
    assert dates([Want(1, 1, 1, 0, need=4)], []) == {1: 4}


# whatever comes

DATES = st.integers(0, 12)
PROTECTIONS = st.lists(st.builds(
    Protection, st.integers(101, 103), st.integers(1, 2), st.integers(0, 6), st.just(1)),
    max_size=2, unique_by=lambda protection: protection.id)
BATCHES = st.lists(st.builds(
    Batch, st.just(0), st.integers(1, 2), st.integers(1, 4), st.integers(0, 9), DATES), max_size=9)
REFILLS = st.lists(st.builds(Refill, st.integers(1, 9), st.integers(1, 2), st.integers(1, 4), DATES), max_size=2)
WANTS = st.lists(st.builds(
    Want, st.just(0), st.integers(1, 2), st.integers(1, 4), st.integers(0, 9), DATES,
    st.frozensets(st.integers(101, 103), max_size=2)), max_size=7)


def numbered(values):
    return [replace(value, id=number) for number, value in enumerate(values, 1)]


def value(date):
    return float("inf") if date is None else date


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS, PROTECTIONS)
def test_no_more_is_promised_by_any_date_than_is_there(wants, batches, refills, protections):
    batches = protect(numbered(batches), protections, PLACES)
    numbers = numbered(batches)
    by_id = {batch.id: batch for batch in numbers}
    drawn = Counter()
    wants = numbered(wants)
    found = answer(wants, numbers, refills)
    for want in wants:
        ready = found[want.id]
        assert sum(part.quantity for part in ready.parts) + ready.missing == want.quantity
        for part in ready.parts:
            assert part.quantity > 0
            if part.batch:
                batch = by_id[part.batch]
                drawn[batch.id] += part.quantity
                assert part.date == batch.date
                assert batch.product == want.product
                assert PLACES.inside(batch.location, want.source)
                assert not batch.protection or batch.protection in want.may_use
        if ready.date is not None:
            assert ready.date == max([want.need, *(part.date for part in ready.parts)])
    assert all(ticks <= by_id[number].quantity for number, ticks in drawn.items())


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS, st.data())
def test_more_goods_make_no_date_later(wants, batches, refills, data):
    wants = numbered(wants)
    more = data.draw(st.builds(Batch, st.just(0), st.integers(1, 2), st.integers(1, 4), st.integers(1, 9), DATES))
    before, after = dates(wants, numbered(batches), refills), dates(wants, numbered([*batches, more]), refills)
    assert all(value(after[want]) <= value(before[want]) for want in before)


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS, PROTECTIONS, st.data())
def test_less_demand_makes_no_date_later(wants, batches, refills, protections, data):
    wants, batches = numbered(wants), numbered(protect(numbered(batches), protections, PLACES))
    gone = data.draw(st.sampled_from(wants)) if wants else None
    before = dates(wants, batches, refills)
    after = dates([want for want in wants if want != gone], batches, refills)
    assert all(value(after[want]) <= value(before[want]) for want in after)


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS)
def test_earlier_goods_make_no_date_later_where_all_take_from_one_place(wants, batches, refills):
    """What comes a day earlier than it would have, and may be at the other end of a queue therefore."""
    wants = [replace(want, source=1, may_use=frozenset()) for want in numbered(wants)]
    batches = numbered(batches)
    sooner = [replace(batch, date=max(batch.date - 1, 0)) if batch.id % 2 else batch for batch in batches]
    before, after = dates(wants, batches, refills), dates(wants, sooner, refills)
    assert all(value(after[want]) <= value(before[want]) for want in before)


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS)
def test_the_first_gets_the_earliest_date_there_is(wants, batches, refills):
    wants, batches = numbered(wants), numbered(batches)
    if not wants:
        return
    first, total = wants[0], defaultdict(int)
    for batch in batches:
        if batch.product == first.product and PLACES.inside(batch.location, first.source):
            total[batch.date] += batch.quantity
    enough = [date for date in sorted({first.need, *total})
              if date >= first.need and sum(total[day] for day in total if day <= date) >= first.quantity]
    comes = [refill.date for refill in refills
             if refill.product == first.product and PLACES.inside(refill.location, first.source)]
    earliest = min([*enough, *(max(date, first.need) for date in comes)], default=None)
    assert dates(wants, batches, refills)[1] == earliest


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS, st.randoms(use_true_random=False))
def test_the_order_in_which_goods_are_listed_does_not_matter(wants, batches, refills, random):
    wants, batches, refills = numbered(wants), numbered(batches), numbered(refills)
    shuffled = random.sample(batches, len(batches)), random.sample(refills, len(refills))
    assert answer(wants, batches, refills) == answer(wants, *shuffled)


@settings(max_examples=CASES)
@given(WANTS, WANTS, BATCHES, REFILLS, st.integers(0, 7))
def test_who_asks_hears_what_he_would_get_and_takes_nothing(wants, group, batches, refills, behind):
    wants, batches = numbered(wants), numbered(batches)
    group = tuple(replace(want, id=100 + number) for number, want in enumerate(group))
    behind = min(behind, len(wants))
    asks = [Ask(group, behind), Ask(tuple(replace(want, id=want.id + 100) for want in group))]
    found = promise(wants, batches, refills, PARENTS, asks)
    joined = answer([*wants[:behind], *group, *wants[behind:]], batches, refills)
    last = answer([*wants, *group], batches, refills)
    for want in group:
        assert found[want.id] == joined[want.id]
        assert found[want.id + 100] == replace(last[want.id], want=want.id + 100)
    assert {want.id: found[want.id] for want in wants} == answer(wants, batches, refills)
