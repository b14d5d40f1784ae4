"""What a demand asks of the run, and what it has been given so far."""
from . import values
from .units import fit


def strategy_of(demand, policy):
    """The strategy that holds for a demand: frozen before its own before its segment's."""
    if demand.frozen:
        return values.SKIP
    return demand.strategy or policy.segments[demand.segment].strategy


class Claim:
    """A demand on its way through the run; quantities are ticks.

    ``given`` begins at what it is sure to keep and never goes above ``target``. ``ways`` is where it may draw, see
    ``capacity``.
    """

    __slots__ = ("demand", "given", "held", "reason", "starved", "strategy", "target", "ways")

    def __init__(self, demand, strategy, starved):
        self.demand = demand
        self.strategy = strategy
        self.starved = starved
        wanted = max(demand.wanted, 0)
        self.held = held = max(min(demand.held, wanted), 0)
        if strategy == values.SKIP:
            self.held = self.target = demand.held
        elif strategy == values.LOSE:
            self.target = 0
        elif strategy == values.FILL:
            self.target = held
        else:
            self.target = wanted if _is_plain(demand) else held + fit(wanted - held + demand.step, demand, wanted - held)
        self.given = 0
        self.reason = None
        self.ways = ()

    def kept(self, amount):
        """What it is sure to keep when there are ``amount`` ticks at most."""
        if self.strategy == values.SKIP:
            return self.held
        return self.out_of(min(self.held, amount)) if self.strategy in values.NEVER_LESS else 0

    def out_of(self, amount):
        """What it holds in the end when all that there is for it, with what it holds already, are ``amount`` ticks.

        What it holds stays as it is and is topped up, as native reservation does it.
        """
        demand, held = self.demand, self.held
        if _is_plain(demand):
            return min(amount, self.target)
        if amount < held:
            return fit(amount, demand)
        if self.target <= held:
            return self.target
        return held + fit(amount - held, demand, demand.wanted - held)

    @property
    def full(self):
        return self.given >= self.demand.wanted


def _is_plain(demand):
    """Whether it can be given any number of ticks."""
    return demand.step == 1 and demand.ratio == 1.0 and demand.piece == 1
