"""What a plan's changes mean for move lines: which are new, which change, which go, and what each move then holds.

A reservation is kept in the unit of its move where that unit can express it, in the product's own unit where it
cannot (5 units of a move in dozens), as Odoo keeps it.
"""
from collections import defaultdict
from dataclasses import dataclass
from math import floor


@dataclass(frozen=True, slots=True)
class Written:
    """A reservation as a line has it: ticks of the product's unit, and ticks of the unit the line is kept in."""

    product_ticks: int
    line_ticks: int
    own_unit: bool  #: kept in the product's own unit instead of the line's or move's


@dataclass(frozen=True, slots=True)
class Operations:
    """What to write, in the order of ids.

    ``inserted`` (demand, supply, Written), ``updated`` (line, Written), ``deleted`` lines; ``held`` is what each
    touched demand holds afterwards, in ticks of its move's unit; ``supplies`` by how much each supply's reserved
    quantity changes, in ticks.
    """

    inserted: tuple
    updated: tuple
    deleted: tuple
    held: dict[int, int]
    supplies: dict[int, int]


def operations(snapshot, changes, unit):
    """The operations that bring the reservations of a snapshot to what the changes say.

    :param int unit: ticks in one unit: serial numbers are kept in lines of one unit each
    :raises ValueError: where a change takes back more than is held
    """
    demands = {demand.id: demand for demand in snapshot.demands}
    serial = {product.id for product in snapshot.products if product.tracking == "serial"}
    touched = {change.demand for change in changes}
    lines = _lines_of(snapshot.holdings, touched)
    left = {holding.line: (holding.quantity, holding) for kept in lines.values() for holding in kept}
    inserted, supplies = [], defaultdict(int)
    for change in changes:
        supplies[change.supply] += change.quantity
        kept = [holding for holding in lines[change.demand] if holding.supply == change.supply]
        if change.quantity < 0:
            _take_back(change, kept, left)
            continue
        demand = demands[change.demand]
        if demand.product in serial:
            inserted += [(change.demand, change.supply, each) for each in _pieces(change.quantity, unit, demand.ratio)]
        elif kept:
            line = kept[-1].line
            left[line] = (left[line][0] + change.quantity, kept[-1])
        else:
            written = Written(change.quantity, *_in_unit(change.quantity, demand.ratio))
            inserted.append((change.demand, change.supply, written))
    supplies.pop(0, None)  # what was reserved on nothing leaves nothing behind
    return _collect(demands, touched, lines, left, inserted, supplies)


def _pieces(ticks, unit, ratio):
    """Lines of one unit each; a part of a unit, which no serial number should have, is not lost."""
    whole = Written(unit, *_in_unit(unit, ratio))
    part = ticks % unit
    return [whole] * (ticks // unit) + ([Written(part, *_in_unit(part, ratio))] if part else [])


def _lines_of(holdings, touched):
    lines = defaultdict(list)
    for holding in sorted(holdings, key=lambda each: each.line):
        if holding.demand in touched:
            lines[holding.demand].append(holding)
    return lines


def _take_back(change, kept, left):
    """Lines are given back youngest first."""
    missing = -change.quantity
    for holding in reversed(kept):
        taken = min(missing, left[holding.line][0])
        left[holding.line] = (left[holding.line][0] - taken, holding)
        missing -= taken
    if missing:
        raise ValueError(f"demand {change.demand} holds {missing} ticks less than are taken back")


def _collect(demands, touched, lines, left, inserted, supplies):
    updated = [
        (line, Written(ticks, *_in_unit(ticks, holding.ratio)))
        for line, (ticks, holding) in sorted(left.items()) if ticks and ticks != holding.quantity]
    deleted = [line for line, (ticks, _holding) in sorted(left.items()) if not ticks]
    held = {demand: _held(demands[demand], [left[each.line][0] for each in lines[demand]]) for demand in touched}
    for demand, _supply, written in inserted:
        held[demand] += written.product_ticks
    return Operations(
        tuple(inserted), tuple(updated), tuple(deleted),
        {demand: to_unit(ticks, demands[demand].ratio) for demand, ticks in sorted(held.items())},
        {supply: ticks for supply, ticks in sorted(supplies.items()) if ticks})


def _held(demand, kept):
    return demand.pinned + sum(kept)


def _in_unit(ticks, ratio):
    """Ticks in a unit of which one is ``ratio`` product units; the product's own unit where it cannot say it."""
    line_ticks = to_unit(ticks, ratio)
    if floor(line_ticks * ratio + 0.5) == ticks:
        return line_ticks, False
    return ticks, True


def to_unit(ticks, ratio):
    """Ticks of the product's unit in ticks of another, rounded half up."""
    return ticks if ratio == 1 else floor(ticks / ratio + 0.5 + 1e-9)
