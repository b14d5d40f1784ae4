"""Moves that do not exist yet, as a policy would see them if they did.

A quotation has no transfers, so nobody can say where its goods would stand in the queue. Conditions and sort keys are
SQL over ``stock_move``; here the rows that confirmation would make are put beside the real ones, under that name, for
one statement. Nothing is written.
"""
import json

from odoo.tools import SQL

#: Context: ``Rows``, columns of the moves that would be (``id`` below zero).
KEY = "som_as_if"


class Rows(list):
    """A list of mappings; a class of its own, as nobody can send one in a context."""


def beside(env, statement):
    """The statement, over the moves that there are and those that the context supposes.

    :param SQL statement: reads ``stock_move``
    """
    rows = env.context.get(KEY)
    if not isinstance(rows, Rows):
        return statement
    return SQL(
        """WITH stock_move AS (SELECT * FROM stock_move
                   UNION ALL SELECT * FROM jsonb_populate_recordset(NULL::stock_move, %s::jsonb))
           %s""", json.dumps(rows), statement)
