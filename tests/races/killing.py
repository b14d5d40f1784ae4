"""A worker that reserves a lot in one transaction is killed at many moments; what is left is looked at each time."""
import contextlib
import os
import random
import signal
import time
from pathlib import Path

import psycopg2

from odoo import sql_db

from tests.races import forks, ground
from tests.races.private_server import PrivateServer

#: Share of the work's own time over which the moments are spread: from its start to just after its end.
SPREAD = 1.1


def reserve(env, chosen):
    """The work: native code reserves hundreds of moves in one transaction."""
    env["stock.move"].browse(chosen)._action_assign()


def apply(env, chosen):
    """The work: a run over the same moves is planned, and applied in a transaction of its own."""
    policy = env["som.allocation.policy"].search([("name", "=", "Raced")], limit=1)
    run = env["som.allocation.run"].create({
        "policy_id": policy.id, "product_ids": [(6, 0, env["stock.move"].browse(chosen).product_id.ids)]})
    run.action_preview()
    env.cr.commit()
    run.action_apply()
    assert run.state == "applied", run.note


#: What can be killed in the middle of: the work, by name.
WORKS = {"reserve": reserve, "apply": apply}


def kill(env, folder, work, how, times, moves, server=None):
    """Kill a worker, or what it works on, in the middle of its work.

    :param str work: one of ``WORKS``
    :param str how: "process" (kill -9 of Odoo's process), "backend" (its connection is ended by the database), or
        "server" (kill -9 of the whole database server)
    :param times: how often
    :param moves: how many moves are reserved
    :param server: arguments of the :class:`PrivateServer` that may be killed
    :return list: for each time, how it ended
    """
    world, chosen = _prepare(env, moves)
    name = forks.leave_connections(env)
    folder, server = Path(folder), server and PrivateServer(*server)
    duration = _run_once(name, work, chosen, folder)
    rng = random.Random(how)
    endings = []
    for number in range(times):
        moment = duration * SPREAD * (number + rng.random()) / times
        backend, process = _start(name, work, chosen, folder)
        time.sleep(moment)
        _strike(how, process, backend, name, server)
        process.join()
        sql_db.close_all()
        _wait_for_backend(name, backend)
        endings.append({"moment": round(moment / duration, 2), "told": (folder / "committed").exists(),
                        **_look(name, world, chosen)})
    return endings


def _prepare(env, moves):
    world = ground.prepare(env, products=40, stock=10 * moves)
    rng = random.Random(0)
    lines = _order_lines(env, world)
    made = env["stock.move"].create([{
        "product_id": line.product_id.id, "product_uom_qty": rng.randint(1, 9), "sale_line_id": line.id,
        "location_id": world["stock"], "location_dest_id": world["customers"],
    } for line in rng.choices(lines, k=moves)])
    made._action_confirm(merge=False)
    made._do_unreserve()
    return world, made.ids


def _order_lines(env, world):
    """A confirmed order with a line for each product, and no moves of its own."""
    order = env["sale.order"].create({"partner_id": world["partners"][0], "order_line": [
        (0, 0, {"product_id": product, "product_uom_qty": 1}) for product in world["products"]]})
    env.cr.execute("UPDATE sale_order SET state = 'sale' WHERE id = %s", [order.id])
    env.invalidate_all()
    return order.order_line


def _start(name, work, chosen, folder):
    """Start the worker; return its backend's number and its process as soon as it is about to work."""
    for left in ("backend", "committed"):
        (folder / left).unlink(missing_ok=True)
    process = forks.start(_work, name, work, chosen, folder)
    while not (folder / "backend").exists():
        time.sleep(0.002)
    return int((folder / "backend").read_text()), process


def _work(name, work, chosen, folder):
    with forks.environment(name) as env:
        env.cr.execute("SELECT pg_backend_pid()")
        (folder / "wip").write_text(str(env.cr.fetchone()[0]))
        (folder / "wip").rename(folder / "backend")
        WORKS[work](env, chosen)
    (folder / "committed").touch()


def _run_once(name, work, chosen, folder):
    """How long the work takes undisturbed; done and undone again."""
    started = time.monotonic()
    _backend, process = _start(name, work, chosen, folder)
    process.join()
    assert (folder / "committed").exists(), "the work does not work"
    duration = time.monotonic() - started
    with forks.environment(name) as env:
        _give_back(env, chosen)
    return duration


def _give_back(env, chosen):
    env["stock.move"].browse(chosen)._do_unreserve()
    env["som.allocation.run"].search([("state", "=", "applied")]).state = "undone"


def _strike(how, process, backend, name, server):
    if how == "process":
        os.kill(process.pid, signal.SIGKILL)
    elif how == "backend":
        with contextlib.closing(psycopg2.connect(dbname=name)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    else:
        server.kill()
        process.join()
        server.start()


def _wait_for_backend(name, backend):
    """A backend notices only after its current statement that nobody is left to talk to."""
    connection = psycopg2.connect(dbname=name)
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        for _attempt in range(3000):
            cursor.execute("SELECT FROM pg_stat_activity WHERE pid = %s AND datname = %s", [backend, name])
            if not cursor.rowcount:
                return
            time.sleep(0.02)
    raise AssertionError(f"backend {backend} of {name} does not end")


def _look(name, world, chosen):
    """How much is reserved, and whether it adds up; then all is given back for the next time."""
    with forks.environment(name) as env:
        moves = env["stock.move"].browse(chosen)
        env.cr.execute("SELECT SUM(reserved_quantity) FROM stock_quant WHERE product_id = ANY(%s) AND location_id = %s",
                       [world["products"], world["stock"]])
        reserved = env.cr.fetchone()[0]
        env.cr.execute("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                       " WHERE locktype = 'advisory' AND datname = %s", [name])
        turns = env.cr.fetchone()[0]
        audit = env["som.stock.audit"]._som_audit(env.company)
        applied = env["som.allocation.run"].search([("state", "=", "applied")])
        left = {"applied": len(applied), "moves": len(moves.filtered("quantity")), "reserved": reserved,
                "wanted": sum(moves.mapped("product_qty")), "findings": audit.finding_ids.mapped("kind"),
                "turns": turns}
        _give_back(env, chosen)
        return left
