"""Between Odoo's datetimes (naive UTC) and the engine's moments (microseconds since 1970)."""
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1)
MICROSECOND = timedelta(microseconds=1)


def moment(when):
    """:param datetime when: naive UTC, or aware"""
    if when.tzinfo:
        when = when.astimezone(UTC).replace(tzinfo=None)
    return (when - EPOCH) // MICROSECOND


def when(moment_):
    """The datetime of a moment, to the second as Odoo keeps it: never earlier than the moment."""
    whole = -(-moment_ // 1_000_000)
    return EPOCH + timedelta(seconds=whole)
