"""In which order demands are served."""
from . import values
from .claims import Claim, strategy_of


class Step:
    """Claims that are served next: all of a gated order, all that share a product, or one after the other.

    ``order`` is the gate that they have to pass together; ``sharing`` says that they share in proportion to need.
    """

    __slots__ = ("claims", "order", "sharing")

    def __init__(self, claims, order=None, sharing=False):
        self.claims = claims
        self.order = order
        self.sharing = sharing

    def again(self):
        """The step of those who are served once more, because more may be free now; None: of nobody."""
        waiting = [claim for claim in self.claims if claim.strategy == values.IMPROVE and claim.given < claim.target]
        if not waiting:
            return None
        return Step(waiting) if self.order is None and not self.sharing else self


def is_starved(demand, strategy, policy):
    """Whether a demand was passed over for so long that it comes first. Who cannot gain cannot starve."""
    if strategy in values.NEVER_MORE or strategy == values.SKIP:
        return False
    return bool(0 < policy.starve_runs <= demand.waited_runs or 0 < policy.starve_days <= demand.waited_days)


def rank_key(claim):
    """The total order: starved (who waited longest first), Win, segment, the segment's own order, id."""
    demand = claim.demand
    waited = (-demand.waited_runs, -demand.waited_days) if claim.starved else ()
    return not claim.starved, waited, claim.strategy != values.WIN, demand.segment, demand.key, demand.id


def ranked_claims(snapshot):
    """A claim for every demand, best first."""
    policy = snapshot.policy
    starving = policy.starve_runs > 0 or policy.starve_days > 0
    claims = []
    for demand in snapshot.demands:
        strategy = strategy_of(demand, policy)
        claims.append(Claim(demand, strategy, starving and is_starved(demand, strategy, policy)))
    claims.sort(key=rank_key)
    return claims


def line_up(snapshot, claims):
    """The queue and its steps: what is served when.

    A gated order stands at the place of its best demand. In a segment that shares in proportion the gated orders are
    served first, the others share. Returns the claims in the order they are served, and the steps.
    """
    gates = {order.id: order for order in snapshot.orders if order.minimum > 0}
    shares = {index for index, segment in enumerate(snapshot.policy.segments) if segment.proportional}
    if not gates and not shares:
        return claims, [Step(claims)]
    members = {}
    for claim in claims:
        if claim.demand.order in gates:
            members.setdefault(claim.demand.order, []).append(claim)
    queue, steps, alone, sharing = [], [], [], None
    for claim in claims:
        if (block := _shares(claim, shares)) != sharing:
            alone = _flush(alone, queue, steps, sharing)
            sharing = block
        group = members.get(claim.demand.order)
        if group is None:
            alone.append(claim)
        elif group[0] is claim:
            if sharing is None:
                alone = _flush(alone, queue, steps, sharing)
            queue += group
            steps.append(Step(group, gates[claim.demand.order]))
    _flush(alone, queue, steps, sharing)
    return queue, steps


def _shares(claim, shares):
    """What the claim shares in: its segment, its Win apart; None when it is served by itself, as starved are."""
    if claim.starved or claim.demand.segment not in shares:
        return None
    return claim.demand.segment, claim.strategy == values.WIN


def _flush(alone, queue, steps, sharing):
    """Put those that are of no gated order into the queue: by product where they share; returns an empty list."""
    queue += alone
    if sharing is None:
        if alone:
            steps.append(Step(alone))
        return []
    products = {}
    for claim in alone:
        products.setdefault(claim.demand.product, []).append(claim)
    steps += [Step(group, sharing=True) for group in products.values()]
    return []
