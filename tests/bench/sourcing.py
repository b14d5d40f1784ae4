"""Where an order of many lines ships from, of many warehouses: the engine alone, on stock as it lies in practice.

Each warehouse has some products in plenty, of some a little, of some nothing; shipping from it costs by its distance.
"""
import random
import statistics
import time

from odoo.addons.som_allocation.engine.source.sourcing import source
from odoo.addons.som_allocation.engine.source.values import Item, Offer, Pool, Site, Terms

SITES, LINES, ORDERS = 20, 30, 200
DAY = 86_400 * 1_000_000
UNIT = 1000  #: ticks


def order(seed):
    dice = random.Random(seed)
    items = [Item(number, number, dice.randint(1, 12) * UNIT, dice.randint(1, 500), UNIT,
                  whole=dice.random() < 0.05, wanted=dice.choice((DAY, 2 * DAY, 5 * DAY)))
             for number in range(LINES)]
    sites = [Site(number, 4000 + round(dice.uniform(5, 900) * 10), dice.choice((300, 400, 600)),
                  dice.choice((None, None, None, 10))) for number in range(SITES)]
    pools, offers = [], []
    for site in sites:
        kept = dice.uniform(0.2, 0.7)
        for item in items:
            if dice.random() < kept:
                pools.append(Pool(len(pools), item.product, dice.choice((1, 2, 3, 5, 8, 20, 100)) * UNIT))
                offers.append(Offer(len(offers), site.id, pools[-1].id, dice.choice((0, 0, 0, 3, 6)) * DAY + DAY,
                                    dice.randint(10, 60)))
    return items, sites, pools, offers, Terms(most_sites=dice.choice((None, 3, 5)), per_late_day=1000)


def run(env):
    took, exact = [], 0
    for seed in range(ORDERS):
        asked = order(seed)
        started = time.perf_counter()
        exact += source(*asked, seconds=10).exact
        took.append((time.perf_counter() - started) * 1000)
    yield "sourcing.ms_p50", statistics.median(took), "ms"
    yield "sourcing.ms_p95", statistics.quantiles(took, n=20)[-1], "ms"
    yield "sourcing.ms_max", max(took), "ms"
    yield "sourcing.exact", exact / ORDERS * 100, "%"
