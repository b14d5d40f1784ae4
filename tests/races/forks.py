"""Workers as Odoo's prefork server has them: one process loads the registry, its children do the work."""
import contextlib
import multiprocessing
import os
import signal
import traceback

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry

CONTEXT = {"tracking_disable": True, "mail_notrack": True}


def leave_connections(env):
    """Before the first fork: close every connection, so that no two processes share one. ``env`` is of no use then.

    :return str: the database's name
    """
    name = env.cr.dbname
    env.cr.commit()
    env.cr.close()
    sql_db.close_all()
    return name


def start(function, *arguments):
    """Call a function in a child process.

    :return multiprocessing.Process:
    """
    sql_db.close_all()
    process = multiprocessing.get_context("fork").Process(target=_child, args=(function, arguments))
    process.start()
    return process


def _child(function, arguments):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        function(*arguments)
    except BaseException:  # noqa: BLE001 — told in the log; the parent sees the status
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


@contextlib.contextmanager
def environment(name, user=SUPERUSER_ID):
    """A transaction of its own: committed when left, rolled back on an error."""
    with Registry(name).cursor() as cr:
        yield api.Environment(cr, user, CONTEXT)
