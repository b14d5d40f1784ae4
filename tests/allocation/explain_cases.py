"""Snapshots of every kind, small enough that demands get in each other's way."""
from engine.values import ALL, STRATEGIES, Demand, Order, Policy, Product, Protection, Segment, Snapshot, Supply
from hypothesis import strategies as st

PARENTS = {2: 1, 3: 1}
WHOLE = 10  #: ticks in one unit

SEGMENTS = st.builds(
    Segment, st.just(0), st.sampled_from(["redistribute", "gain", *STRATEGIES]), st.booleans(),
    st.sampled_from([None, None, None, 6_000, 2_500, 0]))
POLICIES = st.builds(
    Policy, st.lists(SEGMENTS, min_size=1, max_size=3).map(tuple), st.sampled_from([0, 2]), st.sampled_from([0, 5]))


@st.composite
def demands(draw, number, segments):
    serial = draw(st.integers(0, 3)) == 3
    piece = WHOLE if serial else 1
    wanted = draw(st.integers(1, 6)) * (WHOLE if serial else draw(st.sampled_from([1, 5, WHOLE])))
    return Demand(
        id=number, product=2 if serial else draw(st.sampled_from([1, 1, 1, 3])),
        source=draw(st.sampled_from([1, 1, 2])), wanted=wanted,
        held=draw(st.integers(0, wanted // piece)) * piece if draw(st.booleans()) else 0,
        step=WHOLE if serial else draw(st.sampled_from([1, 1, 1, 4])), piece=piece,
        order=draw(st.integers(0, 3)), segment=draw(st.integers(0, segments - 1)),
        key=(draw(st.integers(0, 1)), draw(st.integers(0, 2))), waited_runs=draw(st.integers(0, 3)),
        waited_days=draw(st.integers(0, 6)), unit_worth=draw(st.sampled_from([0, 10, 70])),
        strategy=draw(st.sampled_from([""] * 10 + list(STRATEGIES))),
        may_use=draw(st.sampled_from([frozenset(), frozenset({1})])), frozen=draw(st.integers(0, 9)) == 9)


@st.composite
def snapshots(draw):
    policy = draw(POLICIES)
    count = draw(st.integers(2, 7))
    rows = tuple(draw(demands(number, len(policy.segments))) for number in range(1, count + 1))
    supplies = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        product = draw(st.sampled_from([1, 1, 2, 3]))
        supplies.append(Supply(
            number, product, draw(st.sampled_from([1, 2, 3])), draw(st.sampled_from([5, 10, 3, 1, 8, 0, -1])) * WHOLE,
            draw(st.sampled_from([0, 0, 0, WHOLE])), lot=number if product == 2 else 0))
    return Snapshot(
        rows, tuple(supplies), policy,
        orders=tuple(Order(order, draw(st.sampled_from([0, 5_000, ALL]))) for order in (1, 2, 3)),
        products=(Product(1, whole=WHOLE), Product(2, "serial", WHOLE), Product(3, whole=WHOLE)),
        protections=draw(st.sampled_from([(), (Protection(1, 1, 2 * WHOLE, 1),)])), parents=PARENTS)
