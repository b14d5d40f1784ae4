"""What a built-in check is, and the list of them by name."""
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

#: What a check may be about, with the name of each group on screen.
GROUPS = ("price", "product", "delivery", "customer", "credit", "other")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with one order or line.

    ``extent`` says how bad it is, in any unit, more being worse; ``subject``
    what it is about. A waiver covers what it was given for: the same subject,
    and nothing worse. ``details`` are the plain values of the message, as the
    helpers of ``details.py`` make them.
    """

    order_id: int
    line_id: int | None = None
    extent: float = 0.0
    subject: str = ""
    details: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Builtin:
    """A built-in check.

    :ivar name: as stored in ``som.check.builtin``; never changed once released
    :ivar label: lazily translated name
    :ivar group: one of ``GROUPS``
    :ivar message: lazily translated template of the message, with the names of the details in it
    :ivar explanation: lazily translated text for whoever sets the check up: what the parameters mean
    :ivar parameters: fields of ``som.check`` that it reads, with the value each starts with
    :ivar stage: the stage it guards unless somebody chooses another
    :ivar shares: whether it gives out something scarce among the orders, in turn: it is made after the other checks,
        and orders that these hold take nothing
    :ivar find: function from the ``som.check`` record and a :class:`Batch` to findings
    """

    name: str
    label: object
    group: str
    message: object
    explanation: object
    parameters: dict
    stage: str
    shares: bool
    find: Callable[..., Iterable[Finding]]


_BUILTINS = {}


def builtin(name, label, *, group, message, explanation, stage="confirmed", parameters=None,
            shares=False):
    """Register the function as a built-in check; see :class:`Builtin`.

    The function gets all orders at once and must not query in a loop over them.

    :raises ValueError: for a name that is taken, or an unknown group
    """
    if name in _BUILTINS:
        raise ValueError(f"there is a built-in check {name!r} already")
    if group not in GROUPS:
        raise ValueError(f"unknown group {group!r} of check {name!r}")

    def register(find):
        _BUILTINS[name] = Builtin(
            name, label, group, message, explanation, dict(parameters or {}), stage, shares, find)
        return find
    return register


def get(name):
    """The built-in check of that name; ``None`` where its addon is gone."""
    return _BUILTINS.get(name)


def every():
    """All built-in checks, in the order they were registered."""
    return list(_BUILTINS.values())
