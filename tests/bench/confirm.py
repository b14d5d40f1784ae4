"""Confirming orders with checks on, against bare Odoo confirming the same orders, in turn, in one process."""
import time

from tests.bench import _orders
from tools.bench_process import native

ORDERS, LINES, ROUNDS = 200, 5, 5

#: Fifteen checks that look at everything there is to see: lines, prices, stock, customers, deliveries, money.
CHECKS = (
    "price_below_cost", "price_off_pricelist", "discount_over_limit", "product_archived", "product_discontinued",
    "product_restricted", "quantity_below_minimum", "line_duplicated", "customer_blocked", "customer_contact",
    "reference_repeated", "address_incomplete", "carrier_limits", "credit_limit", "credit_overdue_days",
)


def _confirmed(env, orders):
    """Seconds that confirming takes, everything written and committed."""
    env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    started = time.perf_counter()
    orders.action_confirm()
    env.flush_all()
    env.cr.commit()
    took = time.perf_counter() - started
    assert set(orders.mapped("state")) == {"sale"}
    return took


def run(env):
    checks = env["som.check"].create([_orders.prepare_check(env, name) for name in CHECKS])
    nothing = checks.browse()
    with native(env) as bare:
        # a world of its own for each, so that none reserves from stock that the others have crowded
        runs = {"checked": (_orders.World(env), checks), "unchecked": (_orders.World(env), nothing),
                "native": (_orders.World(bare), nothing)}
        seconds = dict.fromkeys(runs, 0.0)
        for number in range(ROUNDS + 1):
            for name, (world, on) in runs.items():
                checks.active = False
                on.active = True
                took = _confirmed(world.env, world.orders(ORDERS, LINES))
                if number:  # the first round warms caches
                    seconds[name] += took
    yield "confirm.ratio_native", seconds["checked"] / seconds["native"], "ratio"
    yield "confirm.ratio_unchecked", seconds["checked"] / seconds["unchecked"], "ratio"
    yield "confirm.orders_per_s", ORDERS * ROUNDS / seconds["checked"], "orders/s"
