"""What people write, turned into typed values: numbers, percentages, dates."""
import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timezone

from dateutil.parser import isoparse

DMY, MDY = "dmy", "mdy"

_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}")
_PARTS = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$")


class BadValue(ValueError):
    """A value that cannot be read; ``code`` says which rule it broke."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Conventions:
    """How one source writes numbers and dates.

    :param str decimal: ``.`` or ``,``
    :param dates: ``dmy`` or ``mdy`` for dates like 03/04/2026; None if the source never made it clear
    """

    decimal: str = "."
    dates: str | None = None


def text(value):
    """Plain text without surrounding or doubled blanks; numbers from spreadsheets lose a trailing ``.0``.

    :raises BadValue: ``bad_text`` for what no text field can hold
    """
    if value is None or value != value:  # a spreadsheet's empty cell may arrive as NaN
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    written = " ".join(str(value).split())
    if "\0" in written:  # PostgreSQL's text cannot hold it
        raise BadValue("bad_text")
    return written


def number(value, conventions):
    """A finite float.

    :raises BadValue: ``bad_number``
    """
    if isinstance(value, bool):
        raise BadValue("bad_number")
    if isinstance(value, (int, float)):
        try:
            result = float(value)
        except OverflowError:
            raise BadValue("bad_number") from None
    else:
        written = re.sub(r"[\s\u00a0\u202f']", "", str(value))
        thousands = "," if conventions.decimal == "." else "."
        whole, *decimals = written.split(conventions.decimal)
        if thousands in whole:
            groups = whole.lstrip("+-").split(thousands)
            # 0,125 is no number of thousands: somebody means a decimal comma here
            if groups[0].startswith("0") or not (
                    1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
                raise BadValue("bad_number")
            whole = whole.replace(thousands, "")
        plain = whole if not decimals else f"{whole or '0'}.{decimals[0] or '0'}"
        if len(decimals) > 1 or not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain):
            raise BadValue("bad_number")
        result = float(plain)
    if not math.isfinite(result):
        raise BadValue("bad_number")
    return result


def percent(value, conventions):
    """A percentage from 0 to 100; a trailing ``%`` is allowed.

    :raises BadValue: ``bad_number`` or ``bad_discount``
    """
    result = number(value.strip().removesuffix("%") if isinstance(value, str) else value, conventions)
    if not 0 <= result <= 100:
        raise BadValue("bad_discount")
    return result


def moment(value, conventions, zone):
    """A moment as a naive datetime in UTC. A day, or a time without an offset, is meant in ``zone``.

    :param tzinfo zone: the source's time zone
    :raises BadValue: ``bad_date``, or ``ambiguous_date`` for 03/04/2026 where the order of
        day and month is not known
    """
    if isinstance(value, datetime):
        found = value
    elif isinstance(value, date):
        found = datetime(value.year, value.month, value.day)
    else:
        found = _written_moment(str(value).strip(), conventions)
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone)
    try:
        return found.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
    except OverflowError:
        raise BadValue("bad_date") from None


def _written_moment(written, conventions):
    try:
        if _ISO_DAY.match(written):
            return isoparse(written)
        match = _PARTS.match(written)
        if not match:
            raise BadValue("bad_date")
        first, separator, second, year, hour, minute, seconds = match.groups()
        order = DMY if separator == "." else conventions.dates or date_order(written)
        if order is None and first != second:
            raise BadValue("ambiguous_date")
        day, month = (second, first) if order == MDY else (first, second)
        return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(seconds or 0))
    except ValueError as error:
        raise error if isinstance(error, BadValue) else BadValue("bad_date") from None


def date_order(written):
    """``dmy`` or ``mdy`` where a written date can only be read one way, else None."""
    match = _PARTS.match(str(written).strip())
    if not match:
        return None
    first, separator, second = match.group(1), match.group(2), match.group(3)
    if separator == "." or int(first) > 12:
        return DMY
    if int(second) > 12:
        return MDY
    return None


def decimal_mark(written):
    """``.`` or ``,`` where a written number shows which one it uses, else None (``1,234`` shows nothing)."""
    plain = re.sub(r"[\s\u00a0\u202f'%]", "", str(written))
    marks = [mark for mark in plain if mark in ".,"]
    if not marks or not re.fullmatch(r"[+-]?[\d.,]+", plain):
        return None
    last = marks[-1]
    if len(set(marks)) == 2:
        return last
    if len(marks) > 1:  # 1.234.567: a mark that repeats separates thousands
        return "," if last == "." else "."
    return None if re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", plain) else last


def conventions_of(numbers, dates, default_decimal="."):
    """The conventions of a whole source, from all the numbers and dates written in it.

    :param numbers: iterable of written numbers
    :param dates: iterable of written dates
    :param default_decimal: used when no number shows its mark
    """
    decimals = {mark for mark in map(decimal_mark, numbers) if mark}
    orders = {order for order in (date_order(day) for day in dates if "." not in str(day)) if order}
    return Conventions(
        decimal=decimals.pop() if len(decimals) == 1 else default_decimal,
        dates=orders.pop() if len(orders) == 1 else None,
    )
