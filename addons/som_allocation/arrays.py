"""Lists as array literals, for statements that take thousands of values.

psycopg2 writes a list as ``ARRAY[1, 2, 3]``, and PostgreSQL's parser makes a node of each element. A literal,
``'{1,2,3}'``, is read at once: ten thousand numbers take a sixth of the time. A literal has no type of its own, so the
statement says it (``%s::int[]``).
"""


def numbers(values):
    """A literal of whole numbers, truth values, and None.

    :param values: a collection of them, in order
    """
    return "{" + str(list(values))[1:-1].replace("None", "NULL") + "}"


def texts(values):
    """A literal of texts, or of whatever is written as text (dates), and None."""
    return "{" + ",".join([_quoted(value) for value in values]) + "}"


def _quoted(value):
    if value is None:
        return "NULL"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'
