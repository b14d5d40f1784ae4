"""What would get a demand more than it gets: found by asking the engine again with one thing changed."""
from dataclasses import dataclass, replace

from . import values
from .claims import strategy_of
from .plan import allocate
from .values import Supply

SUPPLY = "supply"  #: ``extra`` ticks more on the shelf of its source, and it gets all it wants
FIRST = "first"  #: it stands before all others
STRATEGY = "strategy"  #: it is treated by another strategy
THAW = "thaw"  #: it is no longer frozen
GATE = "gate"  #: its order has no gate
CAP = "cap"  #: its segment has no share cap
PROTECTION = "protection"  #: nothing of its product is kept for others

KINDS = (SUPPLY, FIRST, STRATEGY, THAW, GATE, CAP, PROTECTION)


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing changed, and what the demand gets then; quantities in ticks."""

    kind: str
    gives: int
    extra: int = 0
    strategy: str = ""


def apply_remedy(snapshot, demand, remedy):
    """The snapshot with the one thing changed."""
    change = _CHANGES[remedy.kind]
    return change(snapshot, demand, remedy)


def remedies(part, demand, given):
    """Those that help, the cheapest to say first.

    :param part: what matters of the snapshot, see ``part``
    :param int given: what the demand gets as things are
    """
    found = [_tried(part, demand, remedy) for remedy in _candidates(part, demand)]
    found = [remedy for remedy in found if remedy.gives > given]
    supply = smallest_supply(part, demand)
    return ([supply] if supply else []) + found


def smallest_supply(part, demand):
    """The extra supply that fills the demand while one piece less does not; None where none does.

    More supply may let another order through its gate, so more is not always better: the answer is the end of the
    first stretch found, not always the least of all amounts.
    """
    piece = demand.piece
    limit = -(-_enough(part, demand) // piece) * piece
    if not limit or not _fills(part, demand, limit):
        return None
    below, above = 0, -(-(demand.wanted - demand.held) // piece) * piece or piece
    while above < limit and not _fills(part, demand, above):
        below, above = above, above * 2
    above = min(above, limit)
    while above - below > piece:
        middle = below + (above - below) // piece // 2 * piece
        if _fills(part, demand, middle):
            above = middle
        else:
            below = middle
    return Remedy(SUPPLY, demand.wanted, extra=above)


def given_in(snapshot, demand):
    """What the engine gives a demand, in ticks."""
    return next(grant.quantity for grant in allocate(snapshot) if grant.demand == demand.id)


def _tried(part, demand, remedy):
    return replace(remedy, gives=given_in(apply_remedy(part, demand, remedy), demand))


def _candidates(part, demand):
    """What could be changed at all, as remedies that give nothing yet."""
    if demand.frozen:
        yield Remedy(THAW, 0)
        return
    strategy = strategy_of(demand, part.policy)
    if strategy != values.SKIP and strategy not in values.NEVER_MORE:
        yield Remedy(FIRST, 0)
    for other in (values.REDISTRIBUTE, values.GAIN):
        if other != strategy:
            yield Remedy(STRATEGY, 0, strategy=other)
    if any(order.id == demand.order for order in part.orders):
        yield Remedy(GATE, 0)
    if part.policy.segments[demand.segment].share_cap is not None:
        yield Remedy(CAP, 0)
    if any(protection.product == demand.product for protection in part.protections):
        yield Remedy(PROTECTION, 0)


# one change each


def _with_supply(snapshot, demand, remedy):
    tracked = any(each.id == demand.product and each.tracking != "none" for each in snapshot.products)
    lot = 1 + max((supply.lot for supply in snapshot.supplies), default=0) if tracked else 0
    more = Supply(
        1 + max((supply.id for supply in snapshot.supplies), default=0), demand.product, demand.source, remedy.extra,
        lot=lot)
    return replace(snapshot, supplies=(*snapshot.supplies, more))


def _first(snapshot, demand, _remedy):
    """It has waited too long, and longer than anybody."""
    policy = snapshot.policy
    longest = 1 + max(each.waited_runs for each in snapshot.demands)
    runs = max(longest, policy.starve_runs)
    changed = _with(snapshot, replace(demand, waited_runs=runs))
    return replace(changed, policy=replace(policy, starve_runs=policy.starve_runs or runs))


def _with_strategy(snapshot, demand, remedy):
    return _with(snapshot, replace(demand, strategy=remedy.strategy))


def _thawed(snapshot, demand, _remedy):
    return _with(snapshot, replace(demand, frozen=False))


def _without_gate(snapshot, demand, _remedy):
    return replace(snapshot, orders=tuple(order for order in snapshot.orders if order.id != demand.order))


def _without_cap(snapshot, demand, _remedy):
    segments = tuple(replace(segment, share_cap=None) if index == demand.segment else segment
                     for index, segment in enumerate(snapshot.policy.segments))
    return replace(snapshot, policy=replace(snapshot.policy, segments=segments))


def _without_protection(snapshot, demand, _remedy):
    return replace(snapshot, protections=tuple(
        each for each in snapshot.protections if each.product != demand.product))


_CHANGES = {
    SUPPLY: _with_supply, FIRST: _first, STRATEGY: _with_strategy, THAW: _thawed, GATE: _without_gate,
    CAP: _without_cap, PROTECTION: _without_protection,
}


def _with(snapshot, demand):
    return replace(snapshot, demands=tuple(demand if each.id == demand.id else each for each in snapshot.demands))


# how much supply is enough


def _fills(part, demand, extra):
    return given_in(_with_supply(part, demand, Remedy(SUPPLY, 0, extra=extra)), demand) >= demand.wanted


def _enough(part, demand):
    """So much supply that nobody lacks any of the product; 0 where no supply helps."""
    strategy = strategy_of(demand, part.policy)
    if strategy == values.SKIP or strategy in values.NEVER_MORE:
        return 0
    theirs = [each for each in part.demands if each.product == demand.product]
    supplies = [each for each in part.supplies if each.product == demand.product]
    need = sum(max(each.wanted, each.held) + each.step for each in theirs)
    need += sum(abs(each.quantity) + each.reserved for each in supplies)
    need += sum(max(each.quantity, 0) for each in part.protections if each.product == demand.product)
    cap = part.policy.segments[demand.segment].share_cap
    if cap is not None:
        need = need * values.ALL // cap + 1 if cap > 0 else 0
    return need
