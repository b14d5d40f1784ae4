"""From which quants a grant is taken, and what is given back for it."""
from collections import Counter
from functools import cache

from engine.layout import lay_out
from engine.removal import removal_key
from engine.values import FROZEN, FULL, SKIPPED, Change, Demand, Grant, Holding, Policy, Segment, Snapshot, Supply
from hypothesis import given, settings
from hypothesis import strategies as st

POLICY = Policy((Segment(1),))
PARENTS = {2: 1, 3: 1, 4: 2}  # 1 ⊃ 2 ⊃ 4, 1 ⊃ 3
INSIDE = {1: {1, 2, 3, 4}, 2: {2, 4}, 3: {3}, 4: {4}}


def supply(number, location=1, quantity=10, reserved=0, **more):
    return Supply(number, more.pop("product", 1), location, quantity, reserved, in_date=more.pop("in_date", number),
                  **more)


def demand(number, source=1, wanted=10, **more):
    return Demand(number, more.pop("product", 1), source, wanted, **more)


def snapshot(demands, supplies, *holdings, **more):
    """Holdings are (demand, supply, ticks)."""
    return Snapshot(tuple(demands), tuple(supplies), POLICY, parents=PARENTS, holdings=tuple(
        Holding(line, *holding) for line, holding in enumerate(holdings, start=1)), **more)


def granted(*quantities, reason=FULL):
    """A grant for demand 1, 2, …, in order of rank."""
    return tuple(Grant(number, number, quantity, reason) for number, quantity in enumerate(quantities, start=1))


def changes(found):
    return {(change.demand, change.supply): change.quantity for change in found}


# Additions

def test_stock_leaves_in_order_of_removal():
    here = [supply(1, in_date=9), supply(2, in_date=5)]
    assert lay_out(snapshot([demand(1, wanted=15)], here), granted(15)) == (Change(1, 1, 5), Change(1, 2, 10))


def test_the_strategy_is_that_of_the_product_and_its_source():
    here = [supply(1, in_date=1), supply(2, in_date=2), supply(3, in_date=1, product=2), supply(4, product=2)]
    asked = snapshot([demand(1, wanted=5), demand(2, product=2, wanted=5)], here, removal={(1, 1): "lifo"})
    assert changes(lay_out(asked, granted(5, 5))) == {(1, 2): 5, (2, 3): 5}


def test_better_ranks_take_first():
    asked = snapshot([demand(1, wanted=5), demand(2, wanted=5)], [supply(1, quantity=5), supply(2, quantity=5)])
    found = lay_out(asked, (Grant(1, 2, 5, FULL), Grant(2, 1, 5, FULL)))
    assert changes(found) == {(2, 1): 5, (1, 2): 5}


def test_only_what_lies_in_the_source_is_taken():
    here = [supply(1, 3), supply(2, 4)]
    assert changes(lay_out(snapshot([demand(1, source=2)], here), granted(10))) == {(1, 2): 10}


def test_what_others_reserved_is_not_there():
    asked = snapshot([demand(1)], [supply(1, reserved=4), supply(2, quantity=3)])
    assert changes(lay_out(asked, granted(10))) == {(1, 1): 6, (1, 2): 3}


def test_what_one_of_doubled_quants_lacks_the_other_makes_up_for():
    here = [supply(1, quantity=-4), supply(2), supply(3, lot=7, quantity=5)]
    assert changes(lay_out(snapshot([demand(1, wanted=20)], here), granted(20))) == {(1, 2): 6, (1, 3): 5}


def test_an_outer_source_leaves_what_the_inner_one_needs():
    here = [supply(1, 4), supply(2, 3)]
    asked = snapshot([demand(1, source=1), demand(2, source=4)], here)
    assert changes(lay_out(asked, granted(10, 10))) == {(1, 2): 10, (2, 1): 10}


def test_an_outer_source_takes_in_its_own_order_where_the_inner_one_needs_less():
    here = [supply(1, 4), supply(2, 3)]
    asked = snapshot([demand(1, source=1), demand(2, source=4, wanted=4)], here)
    assert changes(lay_out(asked, granted(10, 4))) == {(1, 1): 6, (1, 2): 4, (2, 1): 4}


def test_serial_numbers_come_in_whole_pieces():
    here = [supply(1, quantity=100, lot=1), supply(2, quantity=50, lot=2), supply(3, quantity=100, lot=3)]
    asked = snapshot([demand(1, wanted=250, piece=100)], here)
    assert changes(lay_out(asked, granted(250))) == {(1, 1): 100, (1, 3): 100}


def test_least_packages_is_native_s():
    asked = snapshot([demand(1), demand(2, source=3)], [supply(1, 3), supply(2, 3)], (1, 1, 5),
                     removal={(1, 1): "least_packages"})
    assert changes(lay_out(asked, granted(10, 10))) == {(2, 1): 5, (2, 2): 5}
    assert changes(lay_out(asked, granted(3, 0))) == {(1, 1): -2}


# What is held

def test_what_is_held_stays_where_it_is():
    asked = snapshot([demand(1)], [supply(1), supply(2)], (1, 2, 4))
    assert lay_out(asked, granted(4)) == ()
    assert changes(lay_out(asked, granted(10))) == {(1, 1): 6}


def test_what_would_leave_last_is_given_back_first():
    asked = snapshot([demand(1, wanted=9)], [supply(1), supply(2), supply(3)], (1, 1, 3), (1, 3, 3), (1, 2, 3))
    assert changes(lay_out(asked, granted(4))) == {(1, 3): -3, (1, 2): -2}


def test_what_is_held_of_nothing_is_given_back_before_all_else():
    asked = snapshot([demand(1)], [supply(1), supply(2)], (1, 2, 5), (1, 0, 5))
    assert changes(lay_out(asked, granted(5))) == {(1, 0): -5}


def test_what_a_later_rank_gives_back_an_earlier_one_takes():
    asked = snapshot([demand(1), demand(2)], [supply(1)], (2, 1, 10))
    assert changes(lay_out(asked, granted(10, 0))) == {(1, 1): 10, (2, 1): -10}


def test_serial_numbers_are_given_back_whole():
    here = [supply(1, quantity=100, lot=1), supply(2, quantity=100, lot=2)]
    asked = snapshot([demand(1, wanted=200, piece=100)], here, (1, 1, 100), (1, 2, 100))
    assert changes(lay_out(asked, granted(150))) == {(1, 2): -100}


def test_who_holds_what_only_another_can_take_takes_elsewhere():
    here = [supply(1, 4), supply(2, 3)]
    asked = snapshot([demand(1), demand(2, source=4, wanted=6)], here, (1, 1, 10))
    assert changes(lay_out(asked, granted(10, 6))) == {(1, 1): -6, (1, 2): 6, (2, 1): 6}


def test_nobody_gives_way_who_could_not_take_elsewhere():
    here = [supply(1, 4), supply(2, 3, quantity=2)]
    asked = snapshot([demand(1), demand(2, source=4, wanted=6)], here, (1, 1, 10))
    assert changes(lay_out(asked, granted(10, 6))) == {}


def test_what_is_frozen_or_skipped_does_not_give_way():
    here = [supply(1, 4), supply(2, 3)]
    asked = snapshot([demand(1), demand(2, source=4, wanted=6)], here, (1, 1, 10))
    for reason in (FROZEN, SKIPPED):
        assert changes(lay_out(asked, (Grant(1, 1, 10, reason), Grant(2, 2, 6, FULL)))) == {}


def test_a_demand_without_a_grant_is_left_alone():
    asked = snapshot([demand(1), demand(2)], [supply(1)], (2, 1, 4))
    assert changes(lay_out(asked, granted(10))) == {(1, 1): 6}


# By the thousand

STRATEGY = st.sampled_from(["fifo", "lifo", "closest", "fefo"])


@st.composite
def cases(draw, sources=(1, 2, 3, 4), lowest=-2):
    supplies = [
        supply(number, draw(st.sampled_from([2, 3, 4])), draw(st.integers(lowest, 6)), draw(st.integers(0, 2)),
               lot=draw(st.sampled_from([0, 7])), in_date=draw(st.integers(0, 2)),
               removal_date=draw(st.none() | st.integers(0, 2)), place=draw(st.sampled_from("ab")))
        for number in range(1, draw(st.integers(1, 4)) + 1)]
    demands = [demand(number, draw(st.sampled_from(sources)), draw(st.integers(0, 8)))
               for number in range(1, draw(st.integers(1, 4)) + 1)]
    holdings = []
    free = {each.id: each.quantity - each.reserved for each in supplies}
    for each in demands:
        for place in supplies:
            if place.location in INSIDE[each.source] and free[place.id] > 0 and draw(st.booleans()):
                ticks = draw(st.integers(1, free[place.id]))
                free[place.id] -= ticks
                holdings.append((each.id, place.id, ticks))
    removal = {(1, source): draw(STRATEGY) for source in sources}
    grants = granted(*(draw(st.integers(0, 8)) for _ in demands))
    return snapshot(demands, supplies, *holdings, removal=removal), grants


def held_before(asked):
    return Counter({(holding.demand, holding.supply): holding.quantity for holding in asked.holdings})


def held_after(asked, found):
    after = held_before(asked)
    for change in found:
        after[change.demand, change.supply] += change.quantity
    return after


def per_demand(held):
    totals = Counter()
    for (number, _supply), ticks in held.items():
        totals[number] += ticks
    return totals


@settings(max_examples=2_000)
@given(case=cases())
def test_nothing_is_made_or_lost(case):
    asked, grants = case
    found = lay_out(asked, grants)
    after = held_after(asked, found)
    assert [(change.demand, change.supply) for change in found] == sorted(changes(found))
    assert all(ticks >= 0 for ticks in after.values()) and all(change.quantity for change in found)
    supplies = {each.id: each for each in asked.supplies}
    sources = {each.id: each.source for each in asked.demands}
    added = {change.supply for change in found if change.quantity > 0}
    for number in added:
        reserved = supplies[number].reserved + sum(ticks for (_, place), ticks in after.items() if place == number)
        assert reserved <= supplies[number].quantity
    assert all(supplies[change.supply].location in INSIDE[sources[change.demand]]
               for change in found if change.quantity > 0)
    before, then = per_demand(held_before(asked)), per_demand(after)
    for grant in grants:
        low, high = sorted((before[grant.demand], grant.quantity))
        assert low <= then[grant.demand] <= high  # on the way to what was granted, never past it
        assert then[grant.demand] <= grant.quantity
    assert lay_out(asked, tuple(reversed(grants))) == found


@settings(max_examples=1_000)
@given(case=cases(sources=(1,)))
def test_what_is_held_is_kept_and_given_back_from_the_end(case):
    asked, grants = case
    after = held_after(asked, lay_out(asked, grants))
    key = removal_key(asked.removal[1, 1])
    order = [each.id for each in sorted(asked.supplies, key=key)]
    for grant in grants:
        before = [held_before(asked)[grant.demand, number] for number in order]
        now = [after[grant.demand, number] for number in order]
        if grant.quantity >= sum(before):
            assert all(then >= kept for then, kept in zip(now, before, strict=True))
        else:
            kept = grant.quantity
            for then, held in zip(now, before, strict=True):
                assert then == min(kept, held)
                kept -= then


def possible(asked, grants, fixed):
    """Whether all grants can be met, by trying everything: ``fixed`` holdings stay, the rest is handed out anew."""
    supplies = asked.supplies
    free = tuple(max(0, each.quantity - each.reserved - sum(
        ticks for (_, place), ticks in fixed.items() if place == each.id)) for each in supplies)
    sources = {each.id: each.source for each in asked.demands}
    needs = [(sources[grant.demand], grant.quantity - per_demand(fixed)[grant.demand]) for grant in grants]

    @cache
    def fits(index, missing, place, left):
        if not missing:
            return index + 1 == len(needs) or fits(index + 1, needs[index + 1][1], 0, left)
        if place == len(left):
            return False
        can = left[place] if supplies[place].location in INSIDE[needs[index][0]] else 0
        return any(fits(index, missing - ticks, place + 1, (*left[:place], left[place] - ticks, *left[place + 1:]))
                   for ticks in range(min(can, missing), -1, -1))
    return fits(0, needs[0][1], 0, free)


@settings(max_examples=2_500)
@given(case=cases(lowest=2))
def test_grants_that_can_be_met_are_met(case):
    asked, grants = case
    after = per_demand(held_after(asked, lay_out(asked, grants)))
    if possible(asked, grants, Counter()):
        assert [after[grant.demand] for grant in grants] == [grant.quantity for grant in grants]


@settings(max_examples=1_000)
@given(case=cases(sources=(1,), lowest=2))
def test_one_source_gives_all_there_is(case):
    asked, grants = case
    found = lay_out(asked, grants)
    after = per_demand(held_after(asked, found))
    if any(after[grant.demand] < grant.quantity for grant in grants):
        assert not possible(asked, grants, Counter(
            {key: ticks for key, ticks in held_after(asked, found).items() if ticks}))
