"""Explanations: what stood ahead, who got the goods instead, and what would change it."""
from dataclasses import replace

import pytest
from engine import explain as rules
from engine import remedies
from engine.explain import Ahead, Explainer, Instead, explain
from engine.plan import allocate, plan
from engine.remedies import Remedy, apply_remedy
from engine.values import (
    ALL,
    FILL,
    GAIN,
    IMPROVE,
    LOSE,
    REDISTRIBUTE,
    SKIP,
    WIN,
    Demand,
    Order,
    Policy,
    Product,
    Protection,
    Segment,
    Snapshot,
    Supply,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from .explain_cases import snapshots

PLAIN = (Segment(1),)


def snapshot(*demands, stock=10, segments=PLAIN, reserved=0, starve_runs=0, **more):
    return Snapshot(demands, (Supply(1, 1, 1, stock, reserved),), Policy(segments, starve_runs), **more)


def explained(what, demand):
    return explain(what, allocate(what), demand)


def kinds(found):
    return {(each.kind, each.strategy): each for each in found.remedies}


def test_what_is_full_needs_no_reasons():
    found = explained(snapshot(Demand(1, 1, 1, 10)), 1)
    assert (found.place, found.of, found.missing, found.ahead, found.remedies) == (1, 1, 0, (), ())


def test_a_demand_that_is_not_there():
    with pytest.raises(KeyError):
        explained(snapshot(Demand(1, 1, 1, 10)), 2)


def test_a_plan_serves_as_well_as_its_grants():
    what = snapshot(Demand(1, 1, 1, 10), Demand(2, 1, 1, 10))
    assert explain(what, plan(what), 2) == explained(what, 2)


def test_place_counts_those_who_want_the_product():
    what = snapshot(Demand(1, 2, 1, 10), Demand(2, 1, 1, 10), Demand(3, 1, 1, 10))
    found = explained(what, 3)
    assert (found.grant.rank, found.place, found.of) == (3, 2, 2)


def test_every_rule_that_puts_another_ahead():
    early, late = Segment(1), Segment(2)
    mine = Demand(9, 1, 1, 10, segment=1, key=(5, 5))
    what = snapshot(
        Demand(1, 1, 1, 1, segment=1, waited_runs=4), Demand(2, 1, 1, 2, segment=1, strategy=WIN),
        Demand(3, 1, 1, 3, segment=0), Demand(4, 1, 1, 1, segment=1, key=(5, 4)),
        Demand(5, 1, 1, 1, segment=1, key=(5, 5)), mine,
        Demand(10, 1, 1, 2, segment=1, key=(7, 7), held=2, strategy=GAIN),
        segments=(early, late), stock=12, reserved=1, starve_runs=3)
    assert explained(what, 9).ahead == (
        Ahead(rules.STARVED, 1, 1), Ahead(rules.WIN, 2, 2), Ahead(rules.SEGMENT, 3, 3), Ahead(rules.SORT, 1, 4, 1),
        Ahead(rules.TIE, 1, 5), Ahead(rules.KEEPS, 2, 10), Ahead(rules.OTHERS, 1))


def test_who_waited_longer_when_both_waited_too_long():
    what = snapshot(
        Demand(1, 1, 1, 10, waited_runs=5, strategy=WIN), Demand(2, 1, 1, 10, waited_runs=6), starve_runs=3)
    assert explained(what, 1).ahead == (Ahead(rules.LONGER, 10, 2),)


def test_an_order_that_waits_for_what_is_not_planned_here():
    what = snapshot(Demand(1, 1, 1, 10, order=7), orders=(Order(7, ALL, outside_short=True),))
    assert explained(what, 1).ahead == (Ahead(rules.OUTSIDE, 0),)


def test_what_holds_stock_that_improve_does_not_take():
    what = snapshot(Demand(1, 1, 1, 10, strategy=IMPROVE), Demand(2, 1, 1, 10, held=10))
    found = explained(what, 1)
    assert found.ahead == (Ahead(rules.HOLDS, 10, 2),)
    assert found.instead == (Instead(2, 10),)
    assert kinds(found)["strategy", GAIN].gives == 10


def test_lines_of_a_gated_order_stand_together():
    what = snapshot(
        Demand(1, 1, 1, 5, key=(1,), order=7), Demand(2, 1, 1, 9, key=(2,)), Demand(3, 1, 1, 5, key=(3,), order=7),
        orders=(Order(7, ALL),))
    assert explained(what, 2).ahead == (Ahead(rules.SORT, 5, 1), Ahead(rules.ORDER, 5, 3))


def test_those_who_share():
    what = snapshot(Demand(1, 1, 1, 10), Demand(2, 1, 1, 10), segments=(Segment(1, proportional=True),))
    assert explained(what, 1).ahead == (Ahead(rules.SHARE, 5, 2),)


def test_others_elsewhere_do_not_stand_ahead():
    what = Snapshot(
        (Demand(1, 1, 2, 5), Demand(2, 1, 3, 5)), (Supply(1, 1, 2, 5),), Policy((Segment(1),)), parents={2: 1, 3: 1})
    assert explained(what, 2).ahead == ()


def test_who_got_it_instead_when_first():
    what = snapshot(Demand(1, 1, 1, 6, key=(1,)), Demand(2, 1, 1, 4, key=(2,)), Demand(3, 1, 1, 7, key=(3,)))
    found = explained(what, 3)
    assert found.instead == (Instead(1, 3), Instead(2, 4))
    assert kinds(found)[remedies.FIRST, ""].gives == 7


def test_extra_supply_counts_what_those_ahead_would_take():
    what = snapshot(Demand(1, 1, 1, 8), Demand(2, 1, 1, 5), stock=6)
    assert kinds(explained(what, 2))[remedies.SUPPLY, ""] == Remedy(remedies.SUPPLY, 5, extra=7)


def test_gate_says_which_line_is_missing():
    what = snapshot(
        Demand(1, 1, 1, 10, order=7), Demand(2, 2, 1, 4, order=7), orders=(Order(7, ALL),))
    found = explained(what, 1)
    assert found.ahead == (Ahead(rules.GATE, 4, 2),)
    assert kinds(found) == {(remedies.GATE, ""): Remedy(remedies.GATE, 10)}


def test_cap_and_protection_when_lifted():
    capped = explained(snapshot(Demand(1, 1, 1, 10), segments=(Segment(1, share_cap=3_000),)), 1)
    assert capped.ahead == (Ahead(rules.CAP, 7),)
    assert kinds(capped)[remedies.CAP, ""].gives == 10
    kept = explained(snapshot(Demand(1, 1, 1, 10), protections=(Protection(1, 1, 4, 1),)), 1)
    assert kept.ahead == (Ahead(rules.PROTECTION, 4),)
    assert kinds(kept)[remedies.PROTECTION, ""].gives == 10


@pytest.mark.parametrize("strategy", [LOSE, SKIP, FILL])
def test_a_strategy_that_gives_no_more_is_what_would_have_to_change(strategy):
    found = explained(snapshot(Demand(1, 1, 1, 10, strategy=strategy)), 1)
    assert set(kinds(found)) == {("strategy", REDISTRIBUTE), ("strategy", GAIN)}


def test_frozen_must_be_thawed():
    found = explained(snapshot(Demand(1, 1, 1, 10, frozen=True)), 1)
    assert found.remedies == (Remedy(remedies.THAW, 10),)


def test_serial_numbers_come_in_pieces():
    what = replace(
        snapshot(Demand(1, 1, 1, 30, step=10, piece=10), stock=0), products=(Product(1, "serial", 10),))
    assert kinds(explained(what, 1))[remedies.SUPPLY, ""].extra == 30


@settings(max_examples=250)
@given(snapshots())
def test_what_is_said_to_help_does_exactly_that(what):
    grants = {grant.demand: grant for grant in allocate(what)}
    explainer = Explainer(what, tuple(grants.values()))
    for demand in what.demands:
        found = explainer.explain(demand.id)
        assert found.exact
        for each in found.remedies:
            after = {grant.demand: grant for grant in allocate(apply_remedy(what, demand, each))}[demand.id]
            assert after.quantity == each.gives > grants[demand.id].quantity
            if each.kind == remedies.SUPPLY:
                less = replace(each, extra=each.extra - demand.piece)
                before = {grant.demand: grant for grant in allocate(apply_remedy(what, demand, less))}[demand.id]
                assert each.gives == demand.wanted > before.quantity


@settings(max_examples=150)
@given(snapshots())
def test_those_ahead_have_what_they_are_said_to_have(what):
    grants = {grant.demand: grant for grant in allocate(what)}
    demands = {demand.id: demand for demand in what.demands}
    for number, grant in grants.items():
        found = explain(what, tuple(grants.values()), number)
        assert found.given == grant.quantity and 1 <= found.place <= found.of
        for each in found.ahead:
            assert each.ticks > 0 or each.rule == rules.OUTSIDE
            if each.demand and each.rule != rules.GATE:
                assert each.ticks <= grants[each.demand].quantity
                assert demands[each.demand].product == demands[number].product
            if each.rule in (*rules.BY_RANK, rules.ORDER):
                assert grants[each.demand].rank < grant.rank
        for each in found.instead:
            assert 0 < each.ticks <= grants[each.demand].quantity


@given(snapshots(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_told_does_not_matter(what, random):
    grants = allocate(what)
    mixed = replace(what, demands=tuple(random.sample(what.demands, len(what.demands))))
    for demand in what.demands:
        assert explain(what, grants, demand.id) == explain(mixed, grants, demand.id)


@given(snapshots())
def test_a_bound_leaves_out_nothing_that_it_then_relies_on(what):
    grants = allocate(what)
    for demand in what.demands:
        found = explain(what, grants, demand.id, most=0)
        assert found.given == next(grant.quantity for grant in grants if grant.demand == demand.id)
