"""The gate of an order: all of it, enough of it, or nothing new."""
import pytest
from engine.plan import plan
from engine.values import ALL, FILL, GAIN, REDISTRIBUTE, SKIP, Order, Segment, Supply

from .stories import demand, given_to, reasons, story


def two_products(first, second):
    return [Supply(1, 1, 1, first), Supply(2, 2, 1, second)]


def order(minimum, stock, *demands, **more):
    return story(two_products(*stock), *demands, orders=(Order(7, minimum),), **more)


def test_ship_complete_gets_all():
    asked = order(ALL, (5, 5), demand(1, 5, order=7), demand(2, 5, order=7, product=2))
    assert given_to(asked) == {1: 5, 2: 5}


def test_ship_complete_gets_nothing_where_one_line_is_short_and_the_next_gets_it():
    asked = order(ALL, (5, 4), demand(1, 5, order=7), demand(2, 5, order=7, product=2), demand(3, 5, key=(1,)))
    assert given_to(asked) == {1: 0, 2: 0, 3: 5}
    assert reasons(asked) == {1: "gate", 2: "gate", 3: "full"}


def test_an_order_behind_its_gate_keeps_what_it_is_sure_of_and_no_more():
    asked = order(ALL, (5, 4), demand(1, 5, 2, order=7, strategy=GAIN), demand(2, 5, 3, order=7, product=2))
    assert given_to(asked) == {1: 2, 2: 0}


@pytest.mark.parametrize(("minimum", "passes"), [(7_999, True), (8_000, True), (8_001, False)])
def test_the_share_is_one_of_value(minimum, passes):
    asked = order(minimum, (8, 0), demand(1, 8, order=7, unit_worth=9), demand(2, 2, order=7, product=2, unit_worth=9))
    assert given_to(asked) == ({1: 8, 2: 0} if passes else {1: 0, 2: 0})


def test_an_order_without_value_is_measured_by_quantity():
    asked = order(8_000, (8, 0), demand(1, 8, order=7), demand(2, 2, order=7, product=2))
    assert given_to(asked) == {1: 8, 2: 0}
    worthless = order(8_000, (8, 0), demand(1, 8, order=7), demand(2, 2, order=7, product=2, unit_worth=1))
    assert given_to(worthless) == {1: 0, 2: 0}  # the part that is there is worth nothing


def test_what_is_pinned_counts_as_filled():
    asked = order(8_000, (4, 0), demand(1, 4, order=7, pinned=4, unit_worth=1),
                  demand(2, 2, order=7, product=2, unit_worth=1))
    assert given_to(asked) == {1: 4, 2: 0}


@pytest.mark.parametrize("more", [{"strategy": SKIP}, {"frozen": True}, {"strategy": FILL}])
def test_a_line_that_takes_nothing_keeps_a_complete_order_back(more):
    asked = order(ALL, (5, 5), demand(1, 5, order=7), demand(2, 5, order=7, product=2, **more))
    assert given_to(asked) == {1: 0, 2: 0}


def test_orders_without_a_gate_and_others_of_it_do_not_mind():
    asked = story(two_products(5, 0), demand(1, 5, order=7), demand(2, 5, order=7, product=2), orders=(Order(8, ALL),))
    assert given_to(asked) == {1: 5, 2: 0}


def test_two_lines_of_one_product_do_not_count_the_same_stock_twice():
    asked = order(ALL, (5, 0), demand(1, 3, order=7), demand(2, 3, order=7))
    assert given_to(asked) == {1: 0, 2: 0}


def test_in_a_sharing_segment_gated_orders_are_served_first():
    asked = story(two_products(6, 0), demand(1, 6, key=(0,)), demand(2, 4, order=7, key=(1,)), demand(3, 6, key=(2,)),
                  orders=(Order(7, ALL),), segments=[Segment(1, REDISTRIBUTE, proportional=True)])
    assert given_to(asked) == {2: 4, 1: 1, 3: 1}
    assert [grant.demand for grant in plan(asked).grants] == [2, 1, 3]
