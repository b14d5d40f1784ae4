"""Plain mappings turned into orders, with everything that is wrong named by row and field.

Nothing here stops at the first mistake: whoever sends a file wants the whole
list of what to mend.
"""
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import timezone

from . import schema, values


@dataclass(frozen=True)
class Issue:
    """One thing that is wrong.

    :param str code: key of the message, see ``models/som_intake_messages.py``
    :param int row: row of the file; in a call the position of the line in its order, or of the order in the call
    :param str field: name of the field or column
    :param value: what was written there
    :param int line: position of the line in its order, counted from 1; 0 for what concerns the order itself
    """

    code: str
    row: int = 0
    field: str = ""
    value: str = ""
    line: int = dataclass_field(default=0, compare=False)


@dataclass
class Line:
    """One line as sent: typed values by field name, absent ones left out."""

    row: int
    values: dict
    position: int = 0


@dataclass
class Order:
    """One order as sent, and what is wrong with it."""

    row: int
    values: dict
    lines: list = dataclass_field(default_factory=list)
    issues: list = dataclass_field(default_factory=list)
    sent: object = None

    @property
    def key(self):
        """What makes an order unique: (channel code, number at the channel)."""
        return self.values.get("channel", ""), self.values.get("order", "")

    @property
    def is_history(self):
        """Whether the order tells what was shipped, invoiced or paid in the past."""
        return any(name in schema.HISTORY for part in (self, *self.lines) for name in part.values)

    def blame(self, code, row=None, field="", value="", line=0):
        """Note something wrong with the order, or with one of its lines."""
        row = self.row if row is None else row
        self.issues.append(Issue(code, row, values.shown(field), values.shown(value), line))

    def blame_line(self, line, code, field, value=""):
        self.blame(code, line.row, field, value, line.position)


def _typed(kind, value, conventions, zone):
    if kind == schema.NUMBER:
        return values.number(value, conventions)
    if kind == schema.PERCENT:
        return values.percent(value, conventions)
    if kind == schema.DATE:
        return values.moment(value, conventions, zone)
    return values.text(value)


def _empty(value, kind=schema.TEXT):
    """Whether nothing was written. NaN is an empty text, but no number or date: it may be a sum gone wrong."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (kind == schema.TEXT and value != value)


def _read(raw, fields, order, row, conventions, zone, line=0):
    """Typed values of the known fields of one mapping; what is wrong goes to the order."""
    typed = {}
    for name, field_ in fields.items():
        value = raw.get(name)
        if _empty(value, field_.kind):
            if field_.required:
                order.blame("missing", row, name, line=line)
            continue
        try:
            typed[name] = _typed(field_.kind, value, conventions, zone)
        except values.BadValue as error:
            order.blame(error.code, row, name, value, line)
    for name in raw:
        if name not in fields and not values.shown(name).startswith("_"):
            order.blame("unknown_field", row, name, raw[name], line)
    return typed


def _check_line(line, order):
    typed = line.values
    if typed.get("quantity", 1) <= 0:
        order.blame_line(line, "not_positive", "quantity", values.text(typed["quantity"]))
    if typed.get("price", 0) < 0:
        order.blame_line(line, "negative", "price", values.text(typed["price"]))
    shipped = typed.get("shipped_quantity")
    if shipped is not None and not 0 <= shipped <= typed.get("quantity", shipped):
        order.blame_line(line, "shipped_more", "shipped_quantity", values.text(shipped))
    if shipped and not typed.get("shipped_date"):
        order.blame_line(line, "missing", "shipped_date")
    if typed.get("shipped_date") and not shipped:
        order.blame_line(line, "missing", "shipped_quantity")


def _check_order(order):
    """What only the whole order shows."""
    invoiced = order.values.get("invoiced_date") or any("shipped_date" in line.values for line in order.lines)
    if order.values.get("paid_date") and not invoiced:
        order.blame("missing", order.row, "invoiced_date")


def parse_order(raw, row, conventions=None, zone=timezone.utc, default_channel=None):
    """One order from a mapping with its ``lines`` (an API call).

    :param raw: mapping with order fields and ``lines``, a list of mappings
    :param int row: position of the order in the call, counted from 1
    :return Order: with ``issues`` for everything that is wrong; never raises on bad input
    """
    conventions = conventions or values.Conventions()
    order = Order(row, {}, sent=raw)
    if not isinstance(raw, dict):
        order.blame("not_a_mapping", row)
        return order
    header = {name: value for name, value in raw.items() if name != "lines"}
    if default_channel and _empty(raw.get("channel")):
        header["channel"] = default_channel
    order.values = _read(header, schema.ORDER, order, row, conventions, zone)
    lines = raw.get("lines")
    if not isinstance(lines, (list, tuple)) or not lines:
        order.blame("no_lines", row, "lines")
        return order
    for position, item in enumerate(lines, start=1):
        if not isinstance(item, dict):
            order.blame("not_a_mapping", position, "lines", line=position)
            continue
        line = Line(position, _read(item, schema.LINE, order, position, conventions, zone, position), position)
        _check_line(line, order)
        order.lines.append(line)
    _check_order(order)
    return order


def parse_rows(rows, conventions, zone=timezone.utc, default_channel=None):
    """Orders from the rows of a file: rows with one channel and number make one order.

    The order's own fields stand on its first row; where a later row gives one
    again, it must say the same. The rows of one order follow each other: a
    number that comes back further down is a file pasted twice, not more lines.

    :param rows: iterable of (row number, mapping by column)
    :return list: :class:`Order`, in the order of their first rows
    """
    orders, by_key, last = [], {}, None
    for row, raw in rows:
        key = row_key(raw, default_channel)
        number = key[1]
        order = by_key.get(key) if number else None
        if order is not None and order is not last:
            order.blame("scattered", row, "order", number)
        if order is None:
            if _may_go_on(raw, number, last):
                last.blame("missing", row, "channel")
            order = Order(row, {}, sent=[])
            header = {name: raw.get(name) for name in schema.ORDER}
            if default_channel and _empty(raw.get("channel")):
                header["channel"] = default_channel
            order.values = _read(header, schema.ORDER, order, row, conventions, zone)
            orders.append(order)
            by_key[key] = order
        else:
            _compare_header(raw, order, row, conventions, zone)
        last = order
        order.sent.append((row, raw))
        line = {name: value for name, value in raw.items() if name not in schema.ORDER}
        position = len(order.lines) + 1
        parsed = Line(row, _read(line, schema.LINE, order, row, conventions, zone, position), position)
        _check_line(parsed, order)
        order.lines.append(parsed)
    for order in orders:
        _check_order(order)
    return orders


def row_key(raw, default_channel=None):
    """(channel code, order number) of a row; what cannot be read counts as empty."""
    parts = []
    for value in (default_channel if _empty(raw.get("channel")) else raw.get("channel"), raw.get("order")):
        try:
            parts.append(values.text(value))
        except values.BadValue:
            parts.append("")
    return tuple(parts)


def _may_go_on(raw, number, last):
    """Whether a row without a channel seems to belong to the order above, which names another.

    Taken as an order of its own it would leave that one incomplete.
    """
    return bool(number and last and _empty(raw.get("channel")) and last.values.get("order") == number)


def _compare_header(raw, order, row, conventions, zone):
    """Order fields given again on a later row must agree with the first row."""
    for name, value in raw.items():
        field_ = schema.ORDER.get(name)
        if not field_ or name in ("order", "channel") or _empty(value, field_.kind):
            continue
        try:
            again = _typed(field_.kind, value, conventions, zone)
        except values.BadValue as error:
            order.blame(error.code, row, name, value)
            continue
        if again != order.values.get(name):
            order.blame("contradiction", row, name, value)
