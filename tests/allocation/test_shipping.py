"""From ready to the customer's door, and back."""
from engine.promise.shipping import DAY, Route
from hypothesis import given, settings
from hypothesis import strategies as st


def test_without_anything_known_goods_are_there_when_they_are_ready():
    assert Route().arrives(77) == 77
    assert Route().ready_by(77) == 77


def test_goods_leave_with_the_next_cut_off():
    route = Route(cutoffs=(100, 200))
    assert [route.leaves(ready) for ready in (0, 100, 101, 200, 201)] == [100, 100, 200, 200, 201]


def test_preparing_comes_before_the_cut_off():
    assert Route(handling=30, cutoffs=(100, 200)).leaves(80) == 200


def test_transit_without_a_calendar_is_days():
    assert Route(transit=2).arrives(5) == 5 + 2 * DAY


def test_transit_counts_days_of_delivery():
    weekdays = tuple(day * DAY for day in (1, 2, 3, 4, 5, 8, 9))
    route = Route(transit=2, deliveries=weekdays)
    assert [route.arrives(day * DAY) // DAY for day in (1, 3, 4, 5, 6)] == [3, 5, 8, 9, 9]


def test_beyond_what_is_known_every_day_counts():
    route = Route(transit=2, deliveries=(DAY,))
    assert route.arrives(7 * DAY) == 9 * DAY


MOMENTS = st.lists(st.integers(0, 40), max_size=8, unique=True).map(
    lambda moments: tuple(sorted(moment * DAY // 2 for moment in moments)))
ROUTES = st.builds(Route, st.integers(0, 3).map(lambda days: days * DAY), MOMENTS, st.integers(0, 4), MOMENTS)


@settings(max_examples=2_500)
@given(ROUTES, st.integers(0, 30 * DAY), st.integers(0, 5 * DAY))
def test_ready_later_is_never_there_earlier(route, ready, wait):
    assert ready <= route.arrives(ready) <= route.arrives(ready + wait)


@settings(max_examples=2_500)
@given(ROUTES, st.integers(0, 40 * DAY))
def test_back_from_the_date_wanted(route, wanted):
    latest = route.ready_by(wanted)
    if latest is None:
        assert route.arrives(-1_000 * DAY) > wanted
    else:
        assert route.arrives(latest) <= wanted < route.arrives(latest + 1)
