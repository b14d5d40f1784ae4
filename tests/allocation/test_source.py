"""Where an order ships from: the best there is, whatever the case, and never against a rule."""
import random
from dataclasses import replace

import pytest
from engine.source import exact
from engine.source.greedy import greedy
from engine.source.problem import Problem
from engine.source.sourcing import source
from engine.source.values import Item, Offer, Pool, Share, Site, Terms

from . import source_oracle as oracle

DAY = 86_400_000_000
CASES = 1500


def up_to(number):
    """So many steps at most, however many lines."""
    return lambda _count: number


def few(count):
    """Steps that a line wants at most, so that all ways to source that many lines can still be tried."""
    return 3 if count <= 4 else 2


def case(seed, most_sites=4, most_items=6, most=few):
    """An order of any kind; small numbers, so that limits bind often. As it comes, one whose ways can all be tried.

    :param most: function of how many lines there are: how many steps each of them wants at most
    """
    dice = random.Random(seed)
    steps = [dice.choice((1, 1, 3)) for _product in range(4)]
    count = dice.randint(1, most_items)
    most = most(count)
    items = [Item(
        number, product, steps[product] * dice.randint(1, most) + dice.choice((0, 0, 0, steps[product] - 1)),
        worth=dice.choice((1, 1, 2, 7, 1000)), step=steps[product], whole=dice.random() < 0.25,
        wanted=dice.choice((None, 0, DAY, 3 * DAY)))
        for number in range(count) for product in [dice.randrange(4)]]
    sites = [Site(number, dice.choice((0, 500, 700, 5000)), dice.choice((0, 0, 10, 200)),
                  dice.choice((None, None, 1, 2)), dice.choice((None, None, None, 5)))
             for number in range(dice.randint(1, most_sites))]
    pools, offers = [], []
    for site in sites:
        for product in range(4):
            if dice.random() < 0.75:
                pools.append(Pool(len(pools), product, dice.choice((None, 1, 2, 3, 4, 7, 0))))
                offers.append(Offer(len(offers), site.id, pools[-1].id, dice.choice((0, 0, DAY + 5, 4 * DAY)),
                                    dice.choice((-3, 0, 5, 40))))
                if dice.random() < 0.15:  # another site can ship the same goods, later
                    other = dice.choice(sites)
                    offers.append(Offer(len(offers), other.id, pools[-1].id, 2 * DAY, 60))
    terms = Terms(dice.choice((None, None, 1, 2)), dice.random() < 0.2, dice.choice((0, 0, 30, 900)),
                  dice.random() < 0.3)
    if terms.most_sites == 1 and dice.random() < 0.5:  # some ship other goods of the order in any case
        terms = replace(terms, most_sites=dice.randint(0, 1))
        sites = [replace(site, counts=dice.random() < 0.5) for site in sites]
    return items, sites, pools, offers, terms


@pytest.mark.parametrize("part", range(5))
def test_equals_trying_all_there_are(part):
    for seed in range(part * CASES // 5, (part + 1) * CASES // 5):
        asked = case(seed)
        found = source(*asked, seconds=20)
        assert (found.worth, found.cost, found.exact) == (*oracle.best(*asked), True), f"case {seed}"


@pytest.mark.parametrize("seconds", [0, 20])
def test_no_rule_is_broken(seconds):
    for seed in range(300 if seconds else 1000):
        asked = case(10_000 + seed, 6, 12, up_to(9))
        found = source(*asked, seconds=seconds)
        items, sites, pools, offers, terms = asked
        by_offer = {offer.id: offer for offer in offers}
        site_of = {share: by_offer[share.offer].site for share in found.shares}
        for item in items:
            mine = [share for share in found.shares if share.item == item.id]
            assert sum(share.quantity for share in mine) <= item.quantity
            assert all(share.quantity > 0 and share.quantity % item.step == 0 for share in mine)
            assert not item.whole or len({site_of[share] for share in mine}) <= 1
            assert not terms.all_or_nothing or not found.shares or (
                sum(share.quantity for share in mine) == item.quantity // item.step * item.step)
        for pool in pools:
            taken = sum(share.quantity for share in found.shares if by_offer[share.offer].pool == pool.id)
            assert pool.quantity is None or taken <= pool.quantity
        for site in sites:
            mine = [share for share in found.shares if site_of[share] == site.id]
            assert site.lines is None or len({share.item for share in mine}) <= site.lines
            assert site.quantity is None or sum(share.quantity for share in mine) <= site.quantity
        counted = {site.id for site in sites if site.counts}
        assert terms.most_sites is None or len(counted & set(site_of.values())) <= terms.most_sites


def test_the_order_of_the_input_makes_no_difference():
    for seed in range(200):
        *asked, terms = case(20_000 + seed, 6, 10, up_to(5))
        first = source(*asked, terms, seconds=20)
        for part in asked:
            random.Random(seed).shuffle(part)
        assert source(*asked, terms, seconds=20) == first


def test_more_goods_never_cover_less():
    for seed in range(200):
        items, sites, pools, offers, terms = case(30_000 + seed)
        more = [replace(pool, quantity=pool.quantity and pool.quantity + 3) for pool in pools]
        assert source(items, sites, more, offers, terms, 20).worth >= source(
            items, sites, pools, offers, terms, 20).worth


def test_the_answer_in_no_time_is_never_better_and_says_that_it_is_not_proved():
    better = 0
    for seed in range(300):
        asked = case(40_000 + seed, 6, 10, up_to(6))
        quick, best = source(*asked, seconds=0), source(*asked, seconds=20)
        assert (-quick.worth, quick.cost) >= (-best.worth, best.cost)
        assert not quick.exact or (quick.worth, quick.cost) == (best.worth, best.cost)
        better += (quick.worth, quick.cost) != (best.worth, best.cost)
    assert better, "the solver is never needed: these cases test nothing"


def test_without_the_solver_a_good_answer_has_to_do(monkeypatch):
    monkeypatch.setattr(exact, "highspy", None)
    found = source(*next(asked for asked in map(case, range(100)) if not source(*asked, seconds=0).exact))
    assert found.shares
    assert not found.exact


def test_what_the_solver_says_against_a_rule_is_not_believed(monkeypatch):
    asked = next(asked for asked in map(case, range(100)) if not source(*asked, seconds=0).exact)
    problem = Problem(*asked)
    too_much = {(item.id, offer.id): 10 ** 9 * item.step
                for item in problem.items for offer in problem.suitable[item.id]}
    monkeypatch.setattr(exact._Model, "solve", lambda *_args: (too_much, True))
    found = source(*asked)
    assert {(share.item, share.offer): share.quantity for share in found.shares} == greedy(problem)
    assert not found.exact


def test_one_shipment_is_cheaper_than_two():
    items = [Item(1, 1, 2), Item(2, 2, 2)]
    sites = [Site(1, 100), Site(2, 100), Site(3, 150)]
    pools = [Pool(1, 1, 9), Pool(2, 2, 9), Pool(3, 1, 9), Pool(4, 2, 9)]
    offers = [Offer(1, 1, 1), Offer(2, 2, 2), Offer(3, 3, 3), Offer(4, 3, 4)]
    found = source(items, sites, pools, offers, Terms())
    assert found.shares == (Share(1, 3, 2), Share(2, 4, 2))
    assert (found.cost, found.exact) == (150, True)


def test_nothing_asked_or_nothing_there():
    assert source([], [Site(1)], [], [], Terms()).shares == ()
    found = source([Item(1, 1, 5)], [], [], [], Terms())
    assert (found.shares, found.worth, found.cost, found.exact) == ((), 0, 0, True)
