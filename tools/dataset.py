"""A dataset on disk: master data as CSV, orders in the line format, ``dataset.json`` to name them.

Dates of a dataset with ``as_of`` are moved by whole weeks, so that it always
looks as if it had been exported these days.
"""
import csv
import json
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

_DAY = re.compile(rb"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")


@dataclass(frozen=True)
class Dataset:
    """One dataset; ``shift`` is what its dates are moved by."""

    folder: Path
    settings: dict
    shift: timedelta

    def rows(self, name):
        """Rows of a master data file as mappings; none if the dataset has no such file."""
        path = self.folder / name
        if not path.exists():
            return []
        with path.open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def orders(self, name):
        """Content of an order file, its dates moved."""
        return shifted((self.folder / name).read_bytes(), self.shift)


def shifted(content, shift):
    """Bytes with every ISO date in them moved; what only looks like a date stays."""
    if not shift:
        return content

    def move(match):
        try:
            day = date(*map(int, match.groups()))
        except ValueError:
            return match.group()
        return (day + shift).isoformat().encode()

    return _DAY.sub(move, content)


def load(folder, today=None):
    """Open a dataset folder.

    :raises FileNotFoundError: when it has no ``dataset.json``
    """
    settings = json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
    shift = timedelta()
    if settings.get("as_of"):
        days = ((today or datetime.now(timezone.utc).date()) - date.fromisoformat(settings["as_of"])).days
        shift = timedelta(days=days - days % 7)
    return Dataset(folder, settings, shift)
