"""A race: workers that do mixed work at once, a watcher that looks on, and what came of it."""
import collections
import gc
import json
import random
import resource
import time
from pathlib import Path
from types import SimpleNamespace

from odoo.modules.registry import Registry
from odoo.service import model as service

from tests.races import checks, forks, ground, kinds

#: Share of the usual waiting between two tries: a race that spent its time asleep would prove less.
WAITING = 0.1


def race(env, folder, workers, requests, products, stock, orders, suite=True, seed=4):
    """Let workers race, and report.

    :param requests: of each worker
    :param suite: whether the database has it
    :return dict: figures and what was found; see the end
    """
    world = ground.prepare(env, products, stock, orders)
    world["orders"] = env["sale.order"].search([("partner_id", "in", world["partners"])]).ids
    _warm_up(env, world, suite)
    name = forks.leave_connections(env)
    folder = Path(folder)
    started = time.monotonic()
    watcher = forks.start(checks.watch, name, world, folder)
    crew = [forks.start(_work, name, world, number, requests, suite, seed, folder)
            for number in range(workers)]
    for process in crew:
        process.join()
    seconds = time.monotonic() - started
    (folder / "stop").touch()
    watcher.join()
    reports = [json.loads(path.read_text()) for path in sorted(folder.glob("worker-*.json"))]
    with forks.environment(name) as env:
        return {
            **_summary(reports), "seconds": round(seconds, 1),
            "cpu_seconds": round(sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]), 1),
            "workers": sum(process.exitcode == 0 for process in crew),
            "watched": json.loads((folder / "watched.json").read_text()),
            **checks.after(env, world, reports, suite)}


def duel(env, folder):
    """Two transactions, both open, reserve the ten units there are; the second one is a request, tried again at need.

    :return list: what each got
    """
    world = ground.prepare(env, products=1, stock=10)
    moves = env["stock.move"].create([{
        "product_id": world["products"][0], "product_uom_qty": 10, "location_id": world["stock"],
        "location_dest_id": world["customers"]} for _number in range(2)])
    moves._action_confirm(merge=False)
    moves._do_unreserve()
    first, second = moves.ids
    name = forks.leave_connections(env)
    looked, reserved = Path(folder) / "looked", Path(folder) / "reserved"
    process = forks.start(_second, name, second, looked, reserved)
    _wait_for(looked)
    with forks.environment(name) as env:
        env["stock.move"].browse(first)._action_assign()
        env.flush_all()
        reserved.touch()
        process.join(1)  # native code does not wait, and is done; the suite waits for us
    process.join()
    with forks.environment(name) as env:
        return env["stock.move"].browse([first, second]).mapped("quantity")


def _second(name, move_id, looked, reserved):
    with forks.environment(name) as env:
        env.cr.execute("SELECT 1 FROM stock_quant")
        looked.touch()
        _wait_for(reserved)
        service.retrying(lambda: env["stock.move"].browse(move_id)._action_assign(), env)


def _wait_for(path):
    while not path.exists():
        time.sleep(0.01)


def _warm_up(env, world, suite):
    """Each kind once, undone: the workers inherit warm caches, as those of a server that has run for a while."""
    env.cr.commit()
    rng = random.Random(0)
    for kind in kinds.KINDS:
        if not kind.alone and (suite or not kind.suite):
            chosen = kind.choose(env, world, rng)
            if chosen:
                kind.work(env, world, chosen)
                env.flush_all()
    env.cr.rollback()
    env.invalidate_all()
    gc.freeze()


def _work(name, world, number, requests, suite, seed, folder):
    """One worker: its transactions, one after the other."""
    real = time.sleep
    service.time = SimpleNamespace(sleep=lambda seconds: real(seconds * WAITING))
    rng = random.Random(f"{seed}.{number}")
    done = [_transaction(name, world, kind, rng) for kind in kinds.sequence(rng, requests, suite)]
    (folder / f"worker-{number:02}.json").write_text(json.dumps(done))


def _transaction(name, world, kind, rng):
    """What one person does: look, choose, and ask for something; the answer is what the screen would show."""
    tries = []
    try:
        with forks.environment(name) as env:
            Registry(name).check_signaling(env.cr)
            chosen = kind.choose(env, world, rng)
        with forks.environment(name) as env:
            env.cr.execute("SELECT 1")  # a request's picture of the data is older than what it is about to change

            def attempt():
                tries.append("")
                try:
                    did = kind.work(env, world, chosen) if chosen else None
                    env.flush_all()
                    return did
                except Exception as error:
                    tries[-1] = type(error).__name__
                    raise

            did = attempt() if kind.alone else service.retrying(attempt, env)
    except Exception as error:  # noqa: BLE001 — what a user would see; the test judges it
        return {"kind": kind.work.__name__, "tries": tries, "idle": False,
                "error": f"{type(error).__name__}: {error}"}
    return {"kind": kind.work.__name__, "tries": tries, "idle": did is None, **(did or {})}


def _summary(reports):
    done = [entry for report in reports for entry in report]
    tries = [len(entry["tries"]) for entry in done]
    return {
        "requests": len(done),
        "transactions": len(done) + sum(tries),  # to look and choose, and each try
        "idle": sum(entry["idle"] for entry in done),
        "retried": sum(number > 1 for number in tries),
        "tries": collections.Counter(tries),
        "conflicts": collections.Counter(
            f"{entry['kind']}: {conflict}" for entry in done for conflict in entry["tries"] if conflict),
        "kinds": collections.Counter(entry["kind"] for entry in done if not entry["idle"]),
        "errors": [f"{entry['kind']}: {entry['error']}" for entry in done if "error" in entry],
    }
