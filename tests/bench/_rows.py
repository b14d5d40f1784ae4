"""Rows by the hundred thousand, copied by SQL from rows that Odoo made."""
from odoo.tools import SQL


def copied(env, table, source, count, **values):
    """Copy a row so many times; ``values``: SQL in terms of ``number`` (from 0).

    :return: the ids, in order
    """
    columns = [row[0] for row in env.execute_query(SQL(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
        " AND column_name != 'id'", table))]
    chosen = SQL(", ").join(
        SQL("%s", values[name]) if name in values else SQL("source.%s", SQL.identifier(name)) for name in columns)
    return [row[0] for row in env.execute_query(SQL(
        "INSERT INTO %s (%s) SELECT %s FROM %s source, generate_series(0, %s) number WHERE source.id = %s"
        " ORDER BY number RETURNING id",
        SQL.identifier(table), SQL(", ").join(map(SQL.identifier, columns)), chosen, SQL.identifier(table),
        count - 1, source))]


def picked(ids, number):
    """SQL for one of some ids by the number of the row."""
    return SQL("(%s::integer[])[%s + 1]", list(ids), number)
