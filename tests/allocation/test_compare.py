"""The figures above a preview."""
from engine.compare import Totals, compare
from engine.values import Demand, Grant, Policy, Product, Segment, Snapshot
from hypothesis import given
from hypothesis import strategies as st

POLICY = Policy((Segment(1),))


def snapshot(*demands, whole=100):
    products = tuple(Product(product, whole=whole) for product in sorted({each.product for each in demands}))
    return Snapshot(demands, (), POLICY, products=products)


def grant(demand, quantity, **more):
    return Grant(demand, 1, quantity, "full", **more)


def test_nothing_is_wanted():
    assert compare(snapshot(), ()) == Totals()


def test_gains_losses_and_what_they_are_worth():
    found = compare(
        snapshot(Demand(1, 1, 1, 1000, held=0, unit_worth=25_000), Demand(2, 1, 1, 500, held=500, unit_worth=40_000),
                 Demand(3, 1, 1, 200, held=200, unit_worth=10_000)),
        [grant(1, 700), grant(2, 100), grant(3, 200)])
    assert (found.lines, found.gaining, found.losing, found.short) == (3, 1, 1, 2)
    assert found.worth_gained == 7 * 25_000  # 7 units of 2.50
    assert found.worth_lost == 4 * 40_000


def test_worth_is_rounded_once_not_by_line():
    halves = [Demand(number, 1, 1, 1, unit_worth=50) for number in range(1, 5)]
    assert compare(snapshot(*halves), [grant(number, 1) for number in range(1, 5)]).worth_gained == 2  # 4 × 0.5


def test_fill_is_by_value_where_there_are_values():
    found = compare(
        snapshot(Demand(1, 1, 1, 100, held=100, unit_worth=30_000), Demand(2, 2, 1, 900, unit_worth=10_000)),
        [grant(1, 100), grant(2, 900)])
    assert (found.fill_before, found.fill_after) == (0.25, 1.0)


def test_fill_is_by_quantity_where_nothing_has_a_value_and_counts_what_is_pinned():
    found = compare(snapshot(Demand(1, 1, 1, 60, held=20, pinned=40)), [grant(1, 60)])
    assert (found.fill_before, found.fill_after) == (0.6, 1.0)


def test_an_order_counts_when_all_its_lines_are_full():
    found = compare(
        snapshot(Demand(1, 1, 1, 5, order=7), Demand(2, 2, 1, 5, held=5, order=7), Demand(3, 1, 1, 5, held=5, order=8),
                 Demand(4, 1, 1, 5, held=5)),
        [grant(1, 5), grant(2, 5), grant(3, 0), grant(4, 5)])
    assert (found.orders_before, found.orders_after) == (1, 1)


def test_exceptions_are_counted():
    assert compare(snapshot(Demand(1, 1, 1, 5)), [grant(1, 0, exception=True)]).exceptions == 1


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900), st.integers(0, 10 ** 6)),
                max_size=8))
def test_gained_less_lost_is_what_changes_in_all(rows):
    demands = [Demand(number, 1, 1, wanted, held=min(held, wanted), unit_worth=worth)
               for number, (wanted, held, _after, worth) in enumerate(rows, 1)]
    grants = [grant(each.id, min(row[2], each.wanted)) for each, row in zip(demands, rows, strict=True)]
    found = compare(snapshot(*demands), grants)
    change = sum(each.unit_worth * (to.quantity - each.held) for each, to in zip(demands, grants, strict=True)) / 100
    assert abs(found.worth_gained - found.worth_lost - change) <= 1
    assert 0 <= found.fill_before <= 1 and 0 <= found.fill_after <= 1
    assert found.gaining + found.losing <= found.lines
