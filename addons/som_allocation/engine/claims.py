"""What a demand asks of the run, and what it has been given so far."""
from . import values
from .units import keep


class Claim:
    """A demand on its way through the run; quantities are ticks.

    It never goes below its ``floor`` and never above its ``target``. ``ways`` is where it may draw, see ``rooms``.
    """

    __slots__ = ("demand", "floor", "given", "held", "reason", "starved", "strategy", "target", "ways")

    def __init__(self, demand, strategy, starved):
        self.demand = demand
        self.strategy = values.SKIP if demand.frozen else strategy
        self.starved = starved
        wanted = max(demand.wanted, 0)
        self.held = max(min(demand.held, wanted), 0)
        if self.strategy == values.SKIP:
            self.held = self.target = demand.held
        elif self.strategy == values.LOSE:
            self.target = 0
        elif self.strategy == values.FILL:
            self.target = self.held
        else:
            self.target = wanted if demand.step == 1 and demand.ratio == 1.0 else keep(wanted, demand)
        self.floor = self.given = 0
        self.reason = None
        self.ways = ()

    def kept(self, amount):
        """What it is sure to keep when there are ``amount`` ticks at most."""
        if self.strategy == values.SKIP:
            return self.held
        return keep(min(self.held, amount), self.demand) if self.strategy in values.NEVER_LESS else 0

    @property
    def full(self):
        return self.given >= self.demand.wanted
