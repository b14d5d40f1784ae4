"""Reading what Odoo's test runner logs."""
import re
from dataclasses import dataclass, field
from typing import NamedTuple

_LOGGER = r"\S+ \S+ \d+ {level} \S+ odoo\.addons\.(?P<module>\w+)\.tests\.[\w.]+: "
_STARTED = re.compile(_LOGGER.format(level="INFO") + r"Starting (?P<test>\w+\.\w+) \.\.\.")
_FAILED = re.compile(_LOGGER.format(level="ERROR") + r"(?:FAIL|ERROR): (?:Subtest )?(?P<klass>\w+)\.(?P<method>\w+)")
_CLASS_FAILED = re.compile(
    r"\S+ \S+ \d+ ERROR \S+ odoo\.tests\.suite: ERROR: (?P<method>\w+)"
    r" \(odoo\.addons\.(?P<module>\w+)\.tests\.[\w.]+\.(?P<klass>\w+)\)")
_TOTAL = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading database")


class Failure(NamedTuple):
    """A test that failed; for a class that could not be set up, ``method`` says ``setUpClass``."""

    module: str
    klass: str
    method: str

    @property
    def tag(self):
        """The class, as ``--test-tags`` names it."""
        return f"/{self.module}:{self.klass}"

    def __str__(self):
        return f"{self.tag}.{self.method}"


@dataclass
class Report:
    """What a run did so far; lines are fed as they come."""

    started: int = 0
    total: int | None = None  # Odoo's own count, known at the end; None when it never came so far
    failures: set = field(default_factory=set)

    def feed(self, line):
        """Take a line of the log in; True if it starts a test."""
        if _STARTED.match(line):
            self.started += 1
            return True
        found = _FAILED.match(line) or _CLASS_FAILED.match(line)
        if found:
            self.failures.add(Failure(found["module"], found["klass"], found["method"]))
        elif total := _TOTAL.search(line):
            self.total = int(total[3])
        return False


def classes(failures):
    """Tags of the classes in which something failed, sorted."""
    return sorted({failure.tag for failure in failures})
