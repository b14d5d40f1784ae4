"""Work in the background that meets a conflict with another transaction is done again.

The server does so for requests (``odoo.service.model.retrying``), ``ir.cron`` does not. What counts as a conflict, and
how often it is tried, is the same as there; the pauses are shorter, for nobody else comes after this worker.
"""
import random
from time import sleep

from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

CONFLICTS = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError)
TRIES = 5


def retrying(env, work):
    """Do the work and flush it; where another transaction is in the way, roll back and do it again.

    The transaction is the work's own: whatever stood in it uncommitted before is gone with the first conflict. The
    caller commits.

    :param work: function without arguments, which may be called anew as often as ``TRIES`` says
    :return: what the work gives
    :raises Exception: the last conflict, rolled back; any other error at once, not rolled back
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            result = work()
            env.cr.flush()
            return result
        except CONFLICTS:
            env.cr.rollback()
            env.transaction.reset()  # what was read belongs to the transaction that failed
            if attempt == TRIES:
                raise
            sleep(random.uniform(0, 0.2 * 2 ** attempt))


def retrying_one(env, work, failed):
    """As :func:`retrying`, for one of many that stand for themselves: what fails here stops no other.

    An error that is no conflict undoes the work, and nothing else; what ``failed`` does then is kept.

    :param failed: function of the error, called while it is handled, so that a log can tell where it was raised
    :return: what the work gives, or ``failed``
    """
    def attempt():
        try:
            with env.cr.savepoint():
                return work()
        except CONFLICTS:
            raise
        except Exception as error:  # noqa: BLE001 — whatever it is, the others are done all the same
            return failed(error)

    return retrying(env, attempt)
