"""In which order demands are served."""
from itertools import groupby

from . import values
from .claims import Claim, strategy_of


class Step:
    """Claims that are served together: one alone, all of a gated order, or all that share a product.

    ``order`` is the gate they have to pass; without it several claims share in proportion.
    """

    __slots__ = ("claims", "order")

    def __init__(self, claims, order=None):
        self.claims = claims
        self.order = order


def is_starved(demand, strategy, policy):
    """Whether a demand was passed over for so long that it comes first. Who cannot gain cannot starve."""
    if strategy in values.NEVER_MORE or strategy == values.SKIP:
        return False
    return bool(0 < policy.starve_runs <= demand.waited_runs or 0 < policy.starve_days <= demand.waited_days)


def rank_key(claim):
    """The total order: starved, Win, segment, the segment's own order, id."""
    demand = claim.demand
    return not claim.starved, claim.strategy != values.WIN, demand.segment, demand.key, demand.id


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
    members = {}
    for claim in claims if gates else ():
        if claim.demand.order in gates:
            members.setdefault(claim.demand.order, []).append(claim)
    shares = {index for index, segment in enumerate(snapshot.policy.segments) if segment.proportional}
    queue, steps = [], []
    for sharing, block in groupby(claims, lambda claim: _shares(claim, shares)):
        alone = []
        for claim in block:
            group = members.get(claim.demand.order)
            if group is None:
                alone.append(claim)
            elif group[0] is claim:
                _flush(alone, sharing, queue, steps)
                queue += group
                steps.append(Step(group, gates[claim.demand.order]))
        _flush(alone, sharing, queue, steps, last=True)
    return queue, steps


def _shares(claim, shares):
    """What the claim shares in: its segment, among starved and Win apart; nothing when it is served by itself."""
    if not shares or claim.starved or claim.demand.segment not in shares:
        return None
    return claim.demand.segment, claim.strategy == values.WIN


def _flush(alone, sharing, queue, steps, last=False):
    """Put those that are of no gated order into the queue: one by one, or at the end of their block by product."""
    if sharing is None:
        queue += alone
        steps += [Step([claim]) for claim in alone]
        alone.clear()
    elif last:
        queue += alone
        products = {}
        for claim in alone:
            products.setdefault(claim.demand.product, []).append(claim)
        steps += [Step(group) for group in products.values()]
