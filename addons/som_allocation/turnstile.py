"""The turnstile: transactions that change the stock of the same product pass one after the other.

It makes nobody's work correct (the database's guard does, see ``som.stock.key``); it makes sure that nobody
loses for ever. A cursor reads as of its first statement (REPEATABLE READ), so whoever finds its stock changed
by another must begin again; without an order among those who wait, one of them could lose each of its five
tries. The order:

1. Whoever is about to change stock takes the *turns* of its products: advisory locks, held until the end of the
   transaction. It waits there for those before it, and loses at once if they changed what it has read.
2. When a transaction that had turns is rolled back, the next one of the same cursor (the request tried again)
   takes the same turns *before its first statement*, hence before its picture of the data is taken. Nobody can
   change that stock between its picture and its writing: the second try passes.

Turns are numbered by product modulo ``TURNS``, so that no transaction, however large, fills the server's table
of locks; they are taken in ascending order, so that those who take them at once do not lock each other out. Who
takes them piece by piece may; PostgreSQL then ends one of the two, which begins again with all turns at once.

Locks of the session carry turns from one transaction to the next: a connection pooler between Odoo and
PostgreSQL must give each client a session of its own (PgBouncer: ``pool_mode = session``).
"""
from functools import partial

from odoo.sql_db import Cursor
from odoo.tools import SQL

#: How many turns there are: few beside the 6,400 locks of a PostgreSQL as delivered, many beside an order's lines.
TURNS = 1024
#: The first of the two numbers of each advisory lock: ours alone ("som" in ASCII).
SPACE = 0x736F6D
_KEY = "som_allocation.turns"


def take(env, products):
    """Wait for the turns of some products and keep them until the transaction ends.

    :param products: ``product.product``
    """
    cr = env.cr
    missing = _turns(products) - cr.precommit.data.get(_KEY, set())
    if missing:
        _remember(cr, missing)
        cr.execute(SQL("SELECT pg_advisory_xact_lock(%s, turn) FROM unnest(%s::int[]) turn", SPACE, sorted(missing)))


def begin(env, products):
    """Like :func:`take`, and see the data as of the moment when the turns were there.

    Does no more than :func:`take` when the transaction has changed anything: what it has read cannot be read anew.
    To be called outside savepoints only.
    """
    env.flush_all()
    env.cr.execute("SELECT pg_current_xact_id_if_assigned() IS NULL")
    if env.cr.fetchone()[0] and isinstance(env.cr, Cursor):
        _start(env.cr, _turns(products) | env.cr.postrollback.data.get(_KEY, set()))
        env.invalidate_all()
    else:
        take(env, products)


def _turns(products):
    return {product.id % TURNS for product in products}


def _remember(cr, turns):
    """What the transaction holds: forgotten with a savepoint, where the locks go too, and recalled after a rollback."""
    cr.precommit.data.setdefault(_KEY, set()).update(turns)
    if _KEY not in cr.postrollback.data:
        cr.postrollback.data[_KEY] = set()
        cr.postrollback.add(partial(_come_back, cr))
    cr.postrollback.data[_KEY].update(turns)


def _come_back(cr):
    """Let the next statement of a cursor, if there is one, begin with the turns of the transaction that ended."""
    if not isinstance(cr, Cursor):
        return  # a test's cursor shares its transaction with others
    turns = cr.postrollback.data[_KEY]

    def execute(query, params=None, log_exceptions=True):
        del cr.execute
        _start(cr, turns)
        return cr.execute(query, params, log_exceptions)

    cr.execute = execute


def _start(cr, turns):
    """Begin a transaction that holds turns from before its first look at the data.

    Locks of the session outlive the transaction that waited for them; those of the new transaction replace them.
    """
    _remember(cr, turns)
    turns = sorted(turns)
    try:
        cr.execute(SQL("SELECT pg_advisory_lock(%s, turn) FROM unnest(%s::int[]) turn", SPACE, turns))
        cr.connection.commit()
        cr.execute(SQL("SELECT pg_advisory_xact_lock(%(space)s, turn), pg_advisory_unlock(%(space)s, turn)"
                       " FROM unnest(%(turns)s::int[]) turn", space=SPACE, turns=turns))
    except BaseException:  # whatever ends us: the pool must not get a connection that holds turns
        cr.connection.rollback()
        cr.execute("SELECT pg_advisory_unlock_all()")
        cr.connection.commit()
        raise
