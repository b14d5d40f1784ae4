"""Where an order of many lines ships from, of many warehouses: the engine alone, on stock as it lies in practice.

Each warehouse has some products in plenty, of some a little, of some nothing; shipping from it costs by its distance.
"""
import random
import statistics
import time

from odoo.addons.som_allocation.engine.source.sourcing import source
from odoo.addons.som_allocation.engine.source.values import Item, Offer, Pool, Site, Terms

SITES, LINES, ORDERS = 20, 30, 60
DAY = 86_400 * 1_000_000
UNIT = 1000  #: ticks


def order(seed, sites=SITES, lines=LINES):
    dice = random.Random(seed)
    items = [Item(number, number, dice.randint(1, 12) * UNIT, dice.randint(1, 500), UNIT,
                  whole=dice.random() < 0.05, wanted=dice.choice((DAY, 2 * DAY, 5 * DAY)))
             for number in range(lines)]
    sites = [Site(number, 4000 + round(dice.uniform(5, 900) * 10), dice.choice((300, 400, 600)),
                  dice.choice((None, None, None, 10))) for number in range(sites)]
    pools, offers = [], []
    for site in sites:
        kept = dice.uniform(0.2, 0.7)
        for item in items:
            if dice.random() < kept:
                pools.append(Pool(len(pools), item.product, dice.choice((1, 2, 3, 5, 8, 20, 100)) * UNIT))
                offers.append(Offer(len(offers), site.id, pools[-1].id, dice.choice((0, 0, 0, 3, 6)) * DAY + DAY,
                                    dice.randint(10, 60)))
    return items, sites, pools, offers, Terms(most_sites=dice.choice((None, 3, 5)), per_late_day=1000)


def _timed(orders, seconds):
    """Milliseconds of each order, and the answers."""
    took, answers = [], []
    for asked in orders:
        started = time.perf_counter()
        answers.append(source(*asked, seconds=seconds))
        took.append((time.perf_counter() - started) * 1000)
    return took, answers


def run(env):
    orders = [order(seed) for seed in range(ORDERS)]
    took, answers = _timed(orders, 1.0)
    yield "sourcing.ms_p50", statistics.median(took), "ms"
    yield "sourcing.ms_p95", statistics.quantiles(took, n=20)[-1], "ms"
    yield "sourcing.exact", sum(answer.exact for answer in answers) / ORDERS * 100, "%"
    took, best = _timed(orders, 30)
    assert all(answer.exact for answer in best), "not proved in 30 seconds"
    yield "sourcing.ms_p95_proved", statistics.quantiles(took, n=20)[-1], "ms"
    yield "sourcing.best_in_time", sum(
        (a.worth, a.cost) == (b.worth, b.cost) for a, b in zip(answers, best, strict=True)) / ORDERS * 100, "%"
    yield "sourcing.worth_in_time", sum(a.worth for a in answers) / sum(b.worth for b in best) * 100, "%"
    took, _answers = _timed([order(seed, 5, 4) for seed in range(ORDERS)], 1.0)
    yield "sourcing.ms_p95_small", statistics.quantiles(took, n=20)[-1], "ms"
