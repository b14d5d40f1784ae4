"""What moved between two snapshots of the same scope: why a plan is stale."""
from dataclasses import dataclass

NEW, GONE, WANTED, HELD, RANK = "new", "gone", "wanted", "held", "rank"
STOCK, RESERVED = "stock", "reserved"
POLICY, OTHER = "policy", "other"


@dataclass(frozen=True, slots=True)
class Difference:
    """``what`` moved at a demand or supply ``id`` (0: neither), in ticks where it is a quantity."""

    what: str
    id: int
    product: int = 0
    before: int = 0
    after: int = 0


def differences(before, after):
    """Differences in the order that people look for them: stock first, then demand, then rules."""
    found = [*_supplies(before, after), *_demands(before, after)]
    if before.policy != after.policy:
        found.append(Difference(POLICY, 0))
    if not found and before != after:
        found.append(Difference(OTHER, 0))
    return found


def _supplies(before, after):
    old, new = ({supply.id: supply for supply in each.supplies} for each in (before, after))
    for id_ in sorted(old.keys() | new.keys()):
        was, now = old.get(id_), new.get(id_)
        product = (now or was).product
        quantities = was.quantity if was else 0, now.quantity if now else 0
        reserved = was.reserved if was else 0, now.reserved if now else 0
        if quantities[0] != quantities[1]:
            yield Difference(STOCK, id_, product, *quantities)
        elif reserved[0] != reserved[1]:
            yield Difference(RESERVED, id_, product, *reserved)


def _demands(before, after):
    old, new = ({demand.id: demand for demand in each.demands} for each in (before, after))
    for id_ in sorted(old.keys() | new.keys()):
        was, now = old.get(id_), new.get(id_)
        if was is None:
            yield Difference(NEW, id_, now.product, 0, now.wanted)
        elif now is None:
            yield Difference(GONE, id_, was.product, was.wanted, 0)
        elif was.wanted != now.wanted:
            yield Difference(WANTED, id_, was.product, was.wanted, now.wanted)
        elif was.held != now.held:
            yield Difference(HELD, id_, was.product, was.held, now.held)
        elif was != now:
            yield Difference(RANK, id_, was.product)
