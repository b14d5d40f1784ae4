"""Why a demand got what it got: what stood ahead of it, who got the goods instead, and what would change it."""
from dataclasses import dataclass
from operator import attrgetter

from . import remedies as remedy
from . import values
from .claims import strategy_of
from .part import MOST, Index
from .places import Places
from .plan import allocate
from .ranking import line_up, rank_key, ranked_claims
from .values import Grant

# By which rule something stood ahead.
STARVED = "starved"  #: it had waited so long that it came first
LONGER = "longer"  #: both had waited too long, it longer
WIN = "win"  #: its strategy is Win
SEGMENT = "segment"  #: it belongs to an earlier segment
SORT = "sort"  #: ``sort`` of the keys by which their segment is sorted (0 the first) puts it first
TIE = "tie"  #: nothing tells them apart but who was there first
ORDER = "order"  #: another line of its order is ahead, and the lines of an order with a gate stand together
SHARE = "share"  #: what is short is shared by need
KEEPS = "keeps"  #: it stands behind, but its strategy (or that it is frozen) lets it keep what it holds
HOLDS = "holds"  #: it stands behind, but holds stock, and the demand's own strategy takes nothing from others
OTHERS = "others"  #: reserved outside what was planned, or picked
PROTECTION = "protection"  #: kept for another channel
CAP = "cap"  #: above the share that its segment may have
GATE = "gate"  #: so much is missing of another line of its order
OUTSIDE = "outside"  #: something is missing of its order that is not planned here

BY_RANK = (STARVED, LONGER, WIN, SEGMENT, SORT, TIE)  #: as ``rank_key`` compares
RULES = (*BY_RANK, ORDER, SHARE, KEEPS, HOLDS, OTHERS, PROTECTION, CAP, GATE, OUTSIDE)


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that stood between a demand and stock."""

    rule: str
    ticks: int  #: that it took, keeps or (for a gate) lacks; 0 where nobody can say how many
    demand: int = 0  #: whose they are; 0: nobody's at hand
    sort: int = 0


@dataclass(frozen=True, slots=True)
class Instead:
    """A demand that has units which would be the explained one's, if that stood first."""

    demand: int
    ticks: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """What became of one demand, and why.

    ``place`` among the ``of`` demands that want the product, 1 first; ``ahead`` in their order, then what is nobody's;
    ``remedies`` are those that help. ``exact``: nothing that matters was left out of what was asked again.
    """

    demand: int
    grant: Grant
    place: int
    of: int
    wanted: int
    held: int
    given: int
    missing: int
    ahead: tuple[Ahead, ...] = ()
    instead: tuple[Instead, ...] = ()
    remedies: tuple[remedy.Remedy, ...] = ()
    exact: bool = True


def explain(snapshot, plan_or_grants, demand_id, most=MOST):
    """Explain one demand of a plan.

    :param plan_or_grants: a ``Plan``, or its grants
    :param int most: how many demands are asked again at most, see ``part``
    :raises KeyError: for a demand that is not in the plan
    """
    return Explainer(snapshot, plan_or_grants, most).explain(demand_id)


class Explainer:
    """Explains many demands of one plan; ``demands`` are those of the snapshot, by id."""

    def __init__(self, snapshot, plan_or_grants, most=MOST):
        grants = getattr(plan_or_grants, "grants", plan_or_grants)
        self._index = Index(snapshot, grants)
        self.demands = self._index.demands
        self._places = Places(snapshot.parents)
        self._most = most

    def explain(self, demand_id):
        """The ``Explanation`` of a demand; KeyError for one that is not in the plan."""
        index = self._index
        demand, grant = index.demands[demand_id], index.grants[demand_id]
        ranks = sorted(index.grants[each.id].rank for each in index.by_product[demand.product])
        missing = max(demand.wanted - grant.quantity, 0)
        facts = {
            "demand": demand_id, "grant": grant, "place": ranks.index(grant.rank) + 1, "of": len(ranks),
            "wanted": demand.wanted, "held": demand.held, "given": grant.quantity, "missing": missing}
        if not missing:
            return Explanation(**facts)
        part = index.part(demand, self._most)
        before = {each.demand: each for each in allocate(part)}
        if before[demand_id].quantity != grant.quantity:  # beyond the bound something plays a part
            return Explanation(**facts, ahead=self._ahead(part, demand), exact=False)
        found = tuple(remedy.remedies(part, demand, grant.quantity))
        ahead = (*self._ahead(part, demand), *_barriers(part, demand, grant, found))
        return Explanation(
            **facts, ahead=ahead, instead=_instead(part, demand, before), remedies=found,
            exact=all(each == index.demands[each.id] for each in part.demands))

    # what stood ahead

    def _ahead(self, part, demand):
        """The demands of the product that have stock which this one could have used, in the order they were served."""
        queue, steps = line_up(part, ranked_claims(part))
        mine = next(claim for claim in queue if claim.demand.id == demand.id)
        if mine.strategy in (values.SKIP, values.LOSE):
            return ()
        sharing = {each.demand.id for step in steps if step.sharing and mine in step.claims for each in step.claims}
        found, passed = [], False
        for claim in queue:
            if claim is mine:
                passed = True
            elif claim.demand.product == demand.product and self._meet(claim.demand, demand):
                found += self._stood(claim, mine, passed, sharing)
        found += self._others(part, demand)
        return tuple(found)

    def _stood(self, claim, mine, passed, sharing):
        """How a demand stood ahead: nothing or one ``Ahead``."""
        grant = self._index.grants[claim.demand.id]
        if grant.quantity <= 0:
            return
        number = claim.demand.id
        if number in sharing:
            yield Ahead(SHARE, grant.quantity, number)
        elif not passed:
            rule, sort = _rule(claim, mine)
            yield Ahead(rule, grant.quantity, number, sort)
        elif claim.strategy == values.SKIP or claim.strategy in values.NEVER_LESS:
            if kept := min(claim.demand.held, grant.quantity):
                yield Ahead(KEEPS, kept, number)
        elif mine.strategy == values.IMPROVE and (kept := min(claim.demand.held, grant.quantity)):
            yield Ahead(HOLDS, kept, number)

    def _meet(self, one, other):
        """Whether they take from places that have something in common."""
        inside = self._places.inside
        return inside(one.source, other.source) or inside(other.source, one.source)

    def _others(self, part, demand):
        reserved = sum(
            supply.reserved for supply in part.supplies
            if supply.product == demand.product and self._places.inside(supply.location, demand.source))
        if reserved > 0:
            yield Ahead(OTHERS, reserved)


def _rule(claim, mine):
    """The first thing in which the order of two demands differs: (rule, number of the sort key)."""
    theirs, ours = rank_key(claim), rank_key(mine)
    if theirs > ours:
        return ORDER, 0
    level = next(level for level, (one, other) in enumerate(zip(theirs, ours, strict=True)) if one != other)
    sort = 0
    if BY_RANK[level] == SORT:
        pairs = zip(theirs[level], ours[level], strict=False)
        shorter = min(len(theirs[level]), len(ours[level]))
        sort = next((number for number, (one, other) in enumerate(pairs) if one != other), shorter)
    return BY_RANK[level], sort


def _barriers(part, demand, grant, found):
    """What is nobody's, but not for this demand: as much of it as the demand would get if it were not there."""
    rules = {remedy.CAP: CAP, remedy.PROTECTION: PROTECTION}
    for each in found:
        if each.kind in rules:
            yield Ahead(rules[each.kind], each.gives - grant.quantity)
    if grant.reason == values.GATE:
        yield from _missing(part, demand)


def _missing(part, demand):
    """What the gate of its order waits for: lines that would not be full even if there were none."""
    open_part = remedy.apply_remedy(part, demand, remedy.Remedy(remedy.GATE, 0))
    given = {each.demand: each.quantity for each in allocate(open_part)}
    for mate in sorted(part.demands, key=attrgetter("id")):
        if mate.order == demand.order and mate.id != demand.id and given[mate.id] < mate.wanted:
            yield Ahead(GATE, mate.wanted - given[mate.id], mate.id)
    if any(order.id == demand.order and order.outside_short for order in part.orders):
        yield Ahead(OUTSIDE, 0)


def _instead(part, demand, before):
    """Who has to give way when the demand stands first; taking from others where its own strategy does not."""
    waits = strategy_of(demand, part.policy) not in (*values.NEVER_MORE, values.SKIP)
    for strategy in (demand.strategy, values.GAIN) if waits else (values.GAIN,):
        changed = remedy.apply_remedy(part, demand, remedy.Remedy(remedy.STRATEGY, 0, strategy=strategy))
        changed = remedy.apply_remedy(
            changed, next(each for each in changed.demands if each.id == demand.id), remedy.Remedy(remedy.FIRST, 0))
        after = {each.demand: each.quantity for each in allocate(changed)}
        losing = [
            Instead(each.id, before[each.id].quantity - after[each.id]) for each in part.demands
            if each.product == demand.product and each.id != demand.id and after[each.id] < before[each.id].quantity]
        if losing:
            return tuple(sorted(losing, key=lambda each: before[each.demand].rank))
    return ()
