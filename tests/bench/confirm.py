"""Confirming orders with checks on, against bare Odoo confirming the same orders, in turn, in one process."""
import time

from tests.bench import _orders
from tools.bench_process import native

ORDERS, LINES, ROUNDS = 200, 5, 5

#: Fifteen checks that look at everything there is to see: lines, prices, customers, deliveries, money.
CHECKS = (
    "price_below_cost", "product_archived", "product_not_for_sale", "product_discontinued", "line_duplicated",
    "customer_blocked", "customer_tax_number", "customer_contact", "reference_repeated", "address_incomplete",
    "address_undeliverable", "carrier_limits", "credit_limit", "credit_overdue_days", "credit_overdue_amount",
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
    with native(env) as bare:
        worlds = {"checked": _orders.World(env), "native": _orders.World(bare)}
        seconds = {"checked": 0.0, "unchecked": 0.0, "native": 0.0}
        for number in range(ROUNDS + 1):
            for name in seconds:
                checks.active = name == "checked"
                world = worlds.get(name) or worlds["checked"]
                took = _confirmed(world.env, world.orders(ORDERS, LINES))
                if number:  # the first round warms caches
                    seconds[name] += took
    yield "confirm.ratio_native", seconds["checked"] / seconds["native"], "ratio"
    yield "confirm.ratio_unchecked", seconds["checked"] / seconds["unchecked"], "ratio"
    yield "confirm.orders_per_s", ORDERS * ROUNDS / seconds["checked"], "orders/s"
