"""Runs over open demand: against native reservation, against bare SQL, and how they grow."""
import resource
import time

from tests.bench import _bare
from tests.bench._demand import LINES, Demand
from tools.bench_process import native

#: Orders and products: of five lines each.
SMALL, LARGE = (2_000, 500), (20_000, 5_000)
FEW = (400, 100)


def _policy(env):
    policy = env["som.allocation.policy"].create({
        "name": "First come, first served", "apply_automatically": True,
        "segment_ids": [(0, 0, {"name": "Everybody", "strategy": "redistribute",
                                "sort_ids": [(0, 0, {"key": "age"})]})]})
    policy.action_activate()
    return policy


def _timed(env, work):
    """(seconds, queries), everything written and committed."""
    env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    started, before = time.perf_counter(), env.cr.sql_log_count
    work()
    env.flush_all()
    env.cr.commit()
    return time.perf_counter() - started, env.cr.sql_log_count - before


def _run(env, policy, demand):
    """One run over a demand, as an event starts it: planned, written line by line, applied.

    :return: seconds, queries
    """
    Run = env["som.allocation.run"]
    values = {**Run._som_prepare_run(policy, env["som.allocation.event"]),
              "product_ids": [(6, 0, demand.products.ids)]}
    took = _timed(env, lambda: Run._som_start(policy, values))
    run = Run.search([], order="id desc", limit=1)
    assert (run.state, run.line_count) == ("applied", len(demand.moves)), run.note
    return took


def _reserved(env, demand):
    return sum(row[0] or 0 for row in env["stock.move"]._read_group(
        [("id", "in", demand.moves.ids)], [], ["quantity:sum"]))


def _slow_path(env, policy):
    """Seconds of a run that goes through the ORM, as it does where an addon listens that SQL would pass by."""
    writer = env.registry["som.allocation.writer"]
    listeners = writer._som_listeners
    writer._som_listeners = lambda self: ("an_addon_that_listens",)
    try:
        return _run(env, policy, Demand(env, *FEW))[0]
    finally:
        writer._som_listeners = listeners


def run(env):
    policy = _policy(env)
    _run(env, policy, Demand(env, *FEW))  # warms caches
    few, few_queries = _run(env, policy, Demand(env, *FEW))
    small_demand = Demand(env, *SMALL)
    small, small_queries = _run(env, policy, small_demand)
    with native(env) as bare_odoo:
        demand = Demand(bare_odoo, *SMALL)
        native_seconds, _queries = _timed(bare_odoo, demand.moves._action_assign)
        assert _reserved(bare_odoo, demand) == _reserved(env, small_demand)
    yield "allocation.ratio_native", native_seconds / small, "ratio"
    native_few = native_seconds * FEW[0] / SMALL[0]  # native reservation takes as long for each line, however many
    yield "allocation.ratio_native_orm", native_few / _slow_path(env, policy), "ratio"
    yield "allocation.queries", small_queries, "queries"
    yield "allocation.queries_growth", small_queries - few_queries, "queries"
    yard = Demand(env, *LARGE)
    large_demand = Demand(env, *LARGE)
    empty = env["som.allocation.run"].create({"policy_id": policy.id})
    yard_seconds, _queries = _timed(env, lambda: _bare.write(env, yard, empty))
    env.cr.execute("ANALYZE")
    large, _queries = _run(env, policy, large_demand)
    assert _reserved(env, yard) == _reserved(env, large_demand)
    yield "allocation.ratio_sql", large / yard_seconds, "ratio"
    yield "allocation.lines_per_minute", LINES * LARGE[0] / large * 60, "lines/min"
    yield "allocation.growth", large / small, "ratio"
    yield "allocation.s_100k", large, "s"
    yield "allocation.peak_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"
