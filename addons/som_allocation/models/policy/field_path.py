"""A field by its path from the stock move: looked up, and as SQL."""
from odoo.tools import SQL

#: Types that can be put in order; records are sorted by one of their fields.
SORTABLE = {"char", "text", "selection", "integer", "float", "monetary", "boolean", "date", "datetime"}


class PathError(ValueError):
    """A path that leads nowhere: which part of it, and why."""

    def __init__(self, part, why):
        super().__init__(part, why)
        self.part, self.why = part, why


def follow(moves, path):
    """The models on a path, and the field at its end.

    :param moves: ``stock.move``, with the rights that count
    :return: list of (model, field)
    :raises PathError: ``why`` is ``missing``, ``many``, ``end`` (goes on behind a plain field), ``record``, ``kind``,
        ``stored`` or ``secret``
    """
    steps, model = [], moves
    names = (path or "").split(".")
    for position, name in enumerate(names):
        field = model._fields.get(name)
        if field is None:
            raise PathError(name, "missing")
        if not (model.has_access("read") and model._has_field_access(field, "read")):
            raise PathError(name, "secret")
        steps.append((model, field))
        if position < len(names) - 1:
            if field.type != "many2one":
                raise PathError(name, "many" if field.relational else "end")
            if not field._description_sortable(model.env):
                raise PathError(name, "stored")
            model = model.env[field.comodel_name]
    _check_end(*steps[-1])
    return steps


def _check_end(model, field):
    if field.relational:
        raise PathError(field.name, "record")
    if field.type not in SORTABLE:
        raise PathError(field.name, "kind")
    if not field._description_sortable(model.env):
        raise PathError(field.name, "stored")


def expression(moves, query, path):
    """What the path leads to, as SQL that compares as people would.

    An empty text is no value; a number nobody wrote is 0, a box nobody ticked is not ticked; a choice stands where
    it stands in its list.
    """
    alias, steps = moves._table, follow(moves, path)
    for model, field in steps[:-1]:
        _comodel, alias = field.join(model, alias, query)
    model, field = steps[-1]
    column = model._field_to_sql(alias, field.name, query)
    if field.type in ("char", "text"):
        return SQL("NULLIF(%s, '')", column)
    if field.type == "selection":
        return SQL("array_position(%s::text[], %s::text)", list(field.get_values(model.env)), column)
    if field.type in ("integer", "float", "monetary"):
        return SQL("COALESCE(%s, 0)", column)
    if field.type == "boolean":
        return SQL("COALESCE(%s, FALSE)", column)
    return column
