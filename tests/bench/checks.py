"""What fifteen checks cost by themselves, for few orders and for many."""
import time

from tests.bench import _orders
from tests.bench.confirm import CHECKS

FEW, MANY, LINES = 10, 1000, 5


def _checked(env, orders):
    """(seconds, queries) of checking orders for confirmation."""
    env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    started, before = time.perf_counter(), env.cr.sql_log_count
    orders._som_check(("confirmed",))
    env.flush_all()
    return time.perf_counter() - started, env.cr.sql_log_count - before


def run(env):
    env["som.check"].create([_orders.prepare_check(env, name) for name in CHECKS])
    world = _orders.World(env)
    _checked(env, world.orders(FEW, LINES))  # warms caches
    _seconds, few = _checked(env, world.orders(FEW, LINES))
    seconds, many = _checked(env, world.orders(MANY, LINES))
    yield "checks.queries", many, "queries"
    yield "checks.queries_growth", many - few, "queries"
    yield "checks.s_1000", seconds, "s"
