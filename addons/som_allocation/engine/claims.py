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
    ``capacity``; ``plain`` says that it can be given any number of ticks.
    """

    __slots__ = ("demand", "given", "held", "plain", "reason", "starved", "strategy", "target", "ways")

    def __init__(self, demand, strategy, starved=False):
        self.demand = demand
        self.strategy = strategy
        self.starved = starved
        self.plain = demand.step == 1 and demand.ratio == 1.0 and demand.piece == 1
        self.held = min(demand.held, max(demand.wanted, 0)) if strategy != values.SKIP else demand.held
        self.target = self._most()
        self.given = 0
        self.reason = None
        self.ways = ()

    def _most(self):
        """What it can have at most under its strategy."""
        strategy, wanted = self.strategy, self.demand.wanted
        if strategy == values.LOSE:
            return 0
        if strategy in (values.FILL, values.SKIP):
            return self.held
        if self.plain:
            return max(wanted, 0)
        return self.held + fit(wanted - self.held + self.demand.step, self.demand, wanted - self.held)

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
        if self.plain or self.target <= held <= amount:
            return min(amount, self.target)
        if amount < held:
            return fit(amount, demand)
        return held + fit(amount - held, demand, demand.wanted - held)

    @property
    def full(self):
        return self.given >= self.demand.wanted

    @property
    def useful(self):
        """How many more ticks it can use, at most: one step may be begun and not used up."""
        return self.target - self.given + self.demand.step - 1
