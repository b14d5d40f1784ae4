"""Who gets how much, found by trial: slow, plain, and written from the rules and not from the engine.

Every amount is tried from the top until no rule is broken. Knows everything but sharing in proportion, and one
protection at most, which lies around all demands.
"""
from collections import Counter

from engine import values
from engine.units import fit

from .cases import AROUND, inside


class Oracle:
    def __init__(self, snapshot):
        self.snapshot = snapshot
        self.policy = snapshot.policy
        self._demands = {product: [each for each in snapshot.demands if each.product == product] for product in (1, 2)}
        self._stock = Counter()
        for supply in snapshot.supplies:
            for place in AROUND[supply.location]:
                self._stock[supply.product, place] += supply.quantity - supply.reserved
        self.location = {supply.id: supply.location for supply in snapshot.supplies}
        self.strategy = {each.id: self._strategy(each) for each in snapshot.demands}
        self.grants = {each.id: self.floor(each) for each in snapshot.demands}
        self.reasons = {}
        self.guarded = {each.id: self._guarded(each) for each in snapshot.protections}
        self.awaited = self._awaited()

    # the rules

    def _strategy(self, demand):
        if demand.frozen:
            return values.SKIP
        return demand.strategy or self.policy.segments[demand.segment].strategy

    def floor(self, demand):
        """What cannot be taken from it."""
        return demand.held if self.strategy[demand.id] in {"skip", "win", "gain", "improve"} else 0

    def target(self, demand):
        strategy = self.strategy[demand.id]
        if strategy in {"fill", "skip"}:
            return demand.held
        return 0 if strategy == "lose" else self.topped_up(demand, demand.wanted + demand.step)

    def topped_up(self, demand, amount):
        """What it is given out of an amount: it keeps what it holds and native tops it up."""
        if amount < demand.held:
            return fit(amount, demand)
        return demand.held + fit(amount - demand.held, demand, demand.wanted - demand.held)

    def starved(self, demand):
        if self.strategy[demand.id] not in {"win", "gain", "improve", "redistribute"}:
            return False
        runs, days = self.policy.starve_runs, self.policy.starve_days
        return bool(runs and demand.waited_runs >= runs or days and demand.waited_days >= days)

    def queue(self):
        """Demands as they are served, in groups: a gated order together."""
        def place(demand):
            starved = self.starved(demand)
            waited = (-demand.waited_runs, -demand.waited_days) if starved else (0, 0)
            win = self.strategy[demand.id] == "win"
            return 0 if starved else 1, waited, 0 if win else 1, demand.segment, demand.key, demand.id
        gated = {order.id for order in self.snapshot.orders if order.minimum}
        groups = {}
        for demand in sorted(self.snapshot.demands, key=place):
            name = ("order", demand.order) if demand.order in gated else ("demand", demand.id)
            groups.setdefault(name, []).append(demand)
        return list(groups.values())

    # whether a rule is broken

    def stock(self, product, place):
        return self._stock.get((product, place), 0)

    def lies_in(self, demand, place):
        """Ticks of its grant that are to be found in a place: what is skipped lies where it lies."""
        if self.strategy[demand.id] == "skip":
            return sum(holding.quantity for holding in self.snapshot.holdings
                       if holding.demand == demand.id and inside(self.location[holding.supply], place))
        return self.grants[demand.id] if inside(demand.source, place) else 0

    def kept_in(self, demand, place):
        """Ticks of what cannot be taken from it that are to be found in a place."""
        if self.strategy[demand.id] == "skip":
            return self.lies_in(demand, place)
        return self.floor(demand) if inside(demand.source, place) else 0

    def _same(self, demand):
        return self._demands[demand.product]

    def _guarded(self, protection):
        """Ticks kept for those who may use it, those they hold for sure included."""
        users = [each for each in self.snapshot.demands if self._uses(each, protection)]
        held = min(protection.quantity, sum(self.grants[each.id] for each in users))
        kept = sum(self.lies_in(each, protection.source) for each in self.snapshot.demands
                   if each.product == protection.product)
        there = self.stock(protection.product, protection.source) - kept
        return held + min(protection.quantity - held, max(0, there))

    def _awaited(self):
        """What those hold who may lose it, as far as the rules leave it to them."""
        before, awaited = dict(self.grants), {}
        for demand in [each for group in self.queue() for each in group]:
            if self.strategy[demand.id] in {"redistribute", "fill"}:
                self.grants[demand.id] = demand.held
                while self.grants[demand.id] and not self.fits(demand, ()):
                    self.grants[demand.id] -= 1
                awaited[demand.id] = self.grants[demand.id]
        self.grants = before
        return awaited

    def _uses(self, demand, protection):
        return demand.product == protection.product and protection.id in demand.may_use

    def unused(self, demand, place):
        """Ticks of protections in a place that nobody has."""
        return sum(
            max(0, self.guarded[each.id] - sum(
                self.grants[user.id] for user in self.snapshot.demands if self._uses(user, each)))
            for each in self.snapshot.protections if each.product == demand.product and inside(each.source, place))

    def fits(self, demand, lifted):
        """Whether what a demand is given leaves every rule whole that it can break."""
        for place in AROUND[demand.source]:
            taken = sum([self.lies_in(other, place) for other in self._same(demand)])
            if "protected" not in lifted:
                taken += self.unused(demand, place)
            if taken > self.stock(demand.product, place):
                return False
        cap = self.policy.segments[demand.segment].share_cap
        if cap is not None and "capped" not in lifted:
            used = sum(self.grants[other.id] for other in self._same(demand) if other.segment == demand.segment)
            return used <= max(0, self.stock(demand.product, 1)) * cap // 10_000
        return True

    # serving

    def there(self, demand, waiting, lifted=()):
        """The most that there is for a demand, at least what it has."""
        has = self.grants[demand.id]
        before = dict(self.grants)
        if self.strategy[demand.id] == "improve" and "not_free" not in lifted:
            self.grants |= {other.id: self.awaited[other.id] for other in waiting if other.id in self.awaited}
        amount = max(has, self.target(demand) + demand.step - 1)
        self.grants[demand.id] = amount
        while amount > has and not self.fits(demand, lifted):
            amount -= 1
            self.grants[demand.id] = amount
        self.grants = before
        return amount

    def serve(self, group, waiting):
        before = dict(self.grants)
        for demand in group:
            if self.grants[demand.id] < self.target(demand):
                amount = self.topped_up(demand, self.there(demand, waiting))
                self.grants[demand.id] = max(self.grants[demand.id], min(self.target(demand), amount))
        for demand in group:
            self.reasons[demand.id] = self.reason(demand, waiting)
        if not self.passes(group):
            self.reasons |= {each.id: "gate" for each in group if self.grants[each.id] != before[each.id]}
            self.grants = before

    def serve_again(self, group):
        before, reasons = dict(self.grants), dict(self.reasons)
        self.serve(group, [])
        for each in group:
            better = self.grants[each.id] > before[each.id]
            if not (better and (self.grants[each.id] == self.target(each) or reasons[each.id] == "gate")):
                self.reasons[each.id] = reasons[each.id]

    def passes(self, group):
        [minimum] = [order.minimum for order in self.snapshot.orders if order.id == group[0].order] or [0]
        if minimum == 10_000:
            return all(self.grants[each.id] >= each.wanted for each in group)
        worth = {each.id: each.unit_worth if any(other.unit_worth for other in group) else 1 for each in group}
        done = sum(worth[each.id] * self.grants[each.id] for each in group)
        return done * 10_000 >= minimum * sum(worth[each.id] * each.wanted for each in group)

    def reason(self, demand, waiting):
        """Which limit, once lifted, gives it more; found by lifting them."""
        strategy, grant = self.strategy[demand.id], self.grants[demand.id]
        if strategy in {"skip", "lose"}:
            return "frozen" if demand.frozen else {"skip": "skipped", "lose": "released"}[strategy]
        if grant >= demand.wanted:
            return "full"
        if grant >= self.target(demand):
            return "no_more" if strategy == "fill" else "step"
        lifted = []
        for limit in ("not_free", "capped", "protected"):
            lifted.append(limit)
            if self.topped_up(demand, self.there(demand, waiting, lifted)) > grant:
                return limit
        if self.there(demand, waiting, lifted) > grant:
            return "step"
        return "kept" if grant and grant == demand.held else "short"

    def is_vague(self):
        """Whether it matters which of several users holds what is protected: the engine decides it once, by rank."""
        return "improve" in self.strategy.values() and any(
            self._uses(each, guard) and self.awaited.get(each.id) for guard in self.snapshot.protections
            for each in self.snapshot.demands)

    def run(self):
        groups = self.queue()
        for number, group in enumerate(groups):
            self.serve(group, [demand for later in groups[number + 1:] for demand in later])
        for group in groups:
            if any(self.strategy[each.id] == "improve" and self.grants[each.id] < self.target(each) for each in group):
                self.serve_again(group)
        return self.grants
