"""What people write, turned into typed values: numbers, percentages, dates."""
import math
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from dateutil.parser import isoparse

DMY, MDY = "dmy", "mdy"

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")
_PARTS = re.compile(r"^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?$")
_GAPS = " \u00a0\u2009\u202f'\u2019"  # blanks and apostrophes that separate thousands
# At least one digit; thousands, if separated, by one mark and in threes: 1 5 is a slip, not fifteen,
# and 0,125 is no number of thousands, somebody means a decimal comma there.
_NUMBERS = {decimal: re.compile(
    rf"(?P<sign>[+-]?)(?=\D*\d)(?P<whole>\d*|[1-9]\d{{0,2}}(?P<gap>[{other}{_GAPS}])\d{{3}}(?:(?P=gap)\d{{3}})*)"
    rf"(?:[{decimal}](?P<decimals>\d*))?") for decimal, other in (".,", ",.")}
_NOT_A_DIGIT = re.compile(r"\D")


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

    :param value: text, a number, or a date or time of a spreadsheet
    :raises BadValue: ``bad_text`` for anything else, and for what no text field can hold
    """
    if value is None or value != value:  # a spreadsheet's empty cell may arrive as NaN
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float, date, time, timedelta)):
        raise BadValue("bad_text")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        written = " ".join(str(value).split())
        written.encode()
    except ValueError:  # more digits than Python writes, half a surrogate pair
        raise BadValue("bad_text") from None
    if "\0" in written:  # PostgreSQL's text cannot hold it
        raise BadValue("bad_text")
    return written


def shown(value, length=80):
    """Any value, cut short, as a text that a message, a database and a file can hold."""
    try:
        written = str(value)
    except (ValueError, RecursionError):  # more digits than Python writes, nested too deep
        written = type(value).__name__
    return written[:length].replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def number(value, conventions):
    """A finite float.

    :raises BadValue: ``bad_number``
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise BadValue("bad_number")
    if isinstance(value, str):
        match = _NUMBERS[conventions.decimal].fullmatch(value.strip())
        if not match:
            raise BadValue("bad_number")
        whole = _NOT_A_DIGIT.sub("", match["whole"])
        value = f"{match['sign']}{whole}.{match['decimals'] or '0'}"
    try:
        result = float(value)
    except OverflowError:
        raise BadValue("bad_number") from None
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
    found = local_moment(value, conventions)
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone)
    try:
        return found.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)
    except (OverflowError, ValueError):  # the first and the last day there are
        raise BadValue("bad_date") from None


def local_moment(value, conventions):
    """A moment as a datetime, with a time zone only where an offset was written.

    :raises BadValue: ``bad_date`` or ``ambiguous_date``
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if not isinstance(value, str):
        raise BadValue("bad_date")
    written = value.strip()
    try:
        return isoparse(written) if _ISO.fullmatch(written) else _moment_in_parts(written, conventions)
    except (OverflowError, ValueError) as error:
        raise error if isinstance(error, BadValue) else BadValue("bad_date") from None


def _moment_in_parts(written, conventions):
    match = _PARTS.match(written)
    if not match:
        raise BadValue("bad_date")
    first, second, year, *clock = (int(part or 0) for part in match.group(1, 3, 4, 5, 6, 7))
    order = DMY if match[2] == "." else conventions.dates
    found = set()
    for order_, day, month in ((DMY, first, second), (MDY, second, first)):
        if order in (None, order_):
            with suppress(ValueError):
                found.add(datetime(year, month, day, *clock))
    if len(found) != 1:
        raise BadValue("ambiguous_date" if found else "bad_date")
    return found.pop()


def date_order(written):
    """``dmy`` or ``mdy`` where a written date can only be read one way, else None."""
    match = _PARTS.match(str(written).strip())
    if not match:
        return None
    first, separator, second = int(match.group(1)), match.group(2), int(match.group(3))
    if separator == ".":
        return DMY
    if (first > 12) == (second > 12):
        return None
    return DMY if first > 12 else MDY


def decimal_mark(written):
    """``.`` or ``,`` where a written number shows which one it uses, else None (``1,234`` shows nothing)."""
    plain = str(written).strip().removesuffix("%").rstrip()
    if "." not in plain and "," not in plain:
        return None
    readable = [mark for mark, pattern in _NUMBERS.items() if pattern.fullmatch(plain)]
    return readable[0] if len(readable) == 1 else None


def conventions_of(numbers, dates, default_decimal="."):
    """The conventions of a whole source, from all the numbers and dates written in it.

    :param numbers: iterable of written numbers
    :param dates: iterable of written dates
    :param default_decimal: used when no number shows its mark
    """
    decimals = {mark for mark in map(decimal_mark, set(numbers)) if mark}
    orders = {order for order in (date_order(day) for day in set(dates) if "." not in str(day)) if order}
    return Conventions(
        decimal=decimals.pop() if len(decimals) == 1 else default_decimal,
        dates=orders.pop() if len(orders) == 1 else None,
    )
