"""What a plan's changes mean for move lines: which are new, which change, which go, and what each move then holds.

A reservation is kept in the unit of its move where that unit can express it, in the product's own unit where it
cannot (5 units of a move in dozens), as Odoo keeps it. What is given back gets the unit it had before, where that was
its move's or its product's.
"""
from collections import defaultdict
from dataclasses import dataclass, replace
from math import floor


@dataclass(frozen=True, slots=True)
class Written:
    """A reservation as a line has it: ticks of the product's unit, and ticks of the unit the line is kept in."""

    product_ticks: int
    line_ticks: int
    own_unit: bool  #: kept in the product's own unit instead of the line's or move's
    move_unit: bool = False  #: kept in the move's unit again, where the line's is another by now


@dataclass(frozen=True, slots=True)
class Operations:
    """What to write, in the order of ids.

    ``inserted`` (demand, supply, Written), ``updated`` (line, Written), ``deleted`` lines; ``held`` is what each
    touched demand holds afterwards, in ticks of its move's unit, ``filled`` the same in ticks of the product's;
    ``supplies`` by how much each supply's reserved quantity changes, in ticks.
    """

    inserted: tuple
    updated: tuple
    deleted: tuple
    held: dict[int, int]
    filled: dict[int, int]
    supplies: dict[int, int]


def operations(snapshot, changes, unit, before=None):
    """The operations that bring the reservations of a snapshot to what the changes say.

    :param int unit: ticks in one unit: serial numbers are kept in lines of one unit each
    :param before: an earlier snapshot whose lines had the units that these are to have again; without it lines keep
        the unit they have
    :raises ValueError: where a change takes back more than is held
    """
    demands = {demand.id: demand for demand in snapshot.demands}
    serial = {product.id for product in snapshot.products if product.tracking == "serial"}
    touched = {change.demand for change in changes}
    lines = _lines_of(snapshot.holdings, touched)
    left = {holding.line: (holding.quantity, holding) for kept in lines.values() for holding in kept}
    inserted, added, supplies = [], {}, defaultdict(int)
    keys = _keys(snapshot)
    for change in changes:
        supplies[change.supply] += change.quantity
        key = keys.get(change.supply)
        kept = [holding for holding in lines[change.demand] if keys.get(holding.supply) == key]
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
            added.setdefault((change.demand, key), [change.supply, 0])[1] += change.quantity
    inserted += _lines_for(added, demands)
    if before:
        inserted = _new_in_former_unit(inserted, keys, demands, before)
        left |= _left_in_former_unit(left, demands, before)
    supplies.pop(0, None)  # what was reserved on nothing leaves nothing behind
    return _collect(demands, touched, lines, left, inserted, supplies)


def _keys(snapshot):
    """Supply → what tells its stock from other stock of the product."""
    return {supply.id: (supply.location, supply.lot, supply.package, supply.owner) for supply in snapshot.supplies}


def _left_in_former_unit(left, demands, before):
    """Lines that change and had the unit of their move or product before, as if they were kept in it now."""
    ratios = {holding.line: holding.ratio for holding in before.holdings}
    return {
        line: (ticks, replace(holding, ratio=ratios[line])) for line, (ticks, holding) in left.items()
        if ticks != holding.quantity and ratios.get(line) in (1, demands[holding.demand].ratio)}


def _new_in_former_unit(inserted, keys, demands, before):
    """New lines for stock that the same demand held in its product's unit before, in that unit."""
    former = _keys(before)
    own = {(holding.demand, former.get(holding.supply)) for holding in before.holdings if holding.ratio == 1}
    return [
        (demand, supply, Written(written.product_ticks, written.product_ticks, True)
         if demands[demand].ratio != 1 and (demand, keys.get(supply)) in own else written)
        for demand, supply, written in inserted]


def _lines_for(added, demands):
    """A line for each demand and key of stock: quants may be doubled, their lines are not."""
    return [(demand, supply, Written(ticks, *_in_unit(ticks, demands[demand].ratio)))
            for (demand, _key), (supply, ticks) in added.items()]


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
    had = {holding.line: holding.ratio for kept in lines.values() for holding in kept}
    updated = [
        (line, _rewritten(ticks, had[line], holding.ratio))
        for line, (ticks, holding) in sorted(left.items()) if ticks and ticks != holding.quantity]
    deleted = [line for line, (ticks, _holding) in sorted(left.items()) if not ticks]
    held, filled = _held(demands, touched, lines, left, inserted)
    return Operations(
        tuple(inserted), tuple(updated), tuple(deleted), held, filled,
        {supply: ticks for supply, ticks in sorted(supplies.items()) if ticks})


def _rewritten(ticks, had, ratio):
    """A line that was kept in one unit, in another: its move's or its product's where that is not the same."""
    line_ticks, own_unit = _in_unit(ticks, ratio)
    if had == ratio:
        return Written(ticks, line_ticks, own_unit)
    return Written(ticks, line_ticks, own_unit or ratio == 1, move_unit=not own_unit and ratio != 1)


def _held(demands, touched, lines, left, inserted):
    """What each touched demand holds, in ticks of its move's unit and of the product's.

    As Odoo counts it: what its lines say in their own units, rounded once; 7.72 lb and 1.28 lb are 9 lb, though the
    3.50 kg and 0.58 kg that they stand for are 8.99 lb.
    """
    filled = {demand: demands[demand].pinned for demand in sorted(touched)}
    exact = {demand: filled[demand] / demands[demand].ratio for demand in filled}
    for demand in filled:
        for holding in lines[demand]:
            ticks, now = left[holding.line]
            filled[demand] += ticks
            exact[demand] += to_unit(ticks, now.ratio) * (now.ratio / demands[demand].ratio)
    for demand, _supply, written in inserted:
        filled[demand] += written.product_ticks
        exact[demand] += written.line_ticks / (demands[demand].ratio if written.own_unit else 1)
    return {demand: floor(ticks + 0.5 + 1e-9) for demand, ticks in exact.items()}, filled


def _in_unit(ticks, ratio):
    """Ticks in a unit of which one is ``ratio`` product units; the product's own unit where it cannot say it."""
    line_ticks = to_unit(ticks, ratio)
    if floor(line_ticks * ratio + 0.5) == ticks:
        return line_ticks, False
    return ticks, True


def to_unit(ticks, ratio):
    """Ticks of the product's unit in ticks of another, rounded half up."""
    return ticks if ratio == 1 else floor(ticks / ratio + 0.5 + 1e-9)
