"""The stock of one product while it is handed out: what is free where, and what must be left for whom."""
from collections import Counter

from .removal import FIFO, removal_key


class Shelf:
    """Supplies of one product, emptied source by source.

    Sources may lie in one another. A demand at the outer one may take from the inner one only what the inner one's own
    demands leave (its *slack*), so stock that could have come from elsewhere is never taken from those that have
    nowhere else to go. Slack only shrinks while stock is handed out: what a source was once refused or has emptied it
    never needs to look at again, and all walks together pass each supply once per source.
    """

    def __init__(self, supplies, free, pending, chains, strategies):
        """``free``: ticks by supply; ``pending``: ticks yet to be handed out by source; ``chains``: the locations
        around a location, itself first; ``strategies``: removal strategy by source.
        """
        self.free = free
        self.slack = Counter()
        self._queues = {source: [] for source in pending}
        for supply in supplies:
            around = [place for place in chains(supply.location) if place in pending]
            for depth, source in enumerate(around):
                self.slack[source] += free[supply.id]
                self._queues[source].append((supply, tuple(around[:depth])))
        for source, ticks in pending.items():
            for place in chains(source):
                if place in pending:
                    self.slack[place] -= ticks
            key = removal_key(strategies.get(source, FIFO))
            self._queues[source].sort(key=lambda entry, key=key: key(entry[0]), reverse=True)

    def take(self, source, amount, piece):
        """Take ``amount`` ticks, or what there is of it, in whole pieces: (supply, ticks) in order of removal."""
        queue, free, slack = self._queues[source], self.free, self.slack
        taken = []
        while amount and queue:
            supply, inner = queue[-1]
            part = min(amount, free[supply.id])
            for place in inner:
                part = min(part, slack[place])
            part -= part % piece
            if part > 0:
                taken.append((supply.id, part))
                free[supply.id] -= part
                amount -= part
                for place in inner:
                    slack[place] -= part
            if amount:
                queue.pop()
        return taken


def free_ticks(supplies, reserved, strategy):
    """Ticks that can be taken from each supply, by its id, when ``reserved`` ticks of it are spoken for.

    What a quant lacks is made up for by others of the same place, lot, package and owner, first those that would leave
    first: quants may be doubled, and native nets them so.
    """
    free = {supply.id: supply.quantity - reserved[supply.id] for supply in supplies}
    lacking = Counter()
    for supply in supplies:
        if free[supply.id] < 0:
            lacking[_stand(supply)] -= free[supply.id]
            free[supply.id] = 0
    if lacking:
        for supply in sorted(supplies, key=removal_key(strategy)):
            covered = min(lacking[_stand(supply)], free[supply.id])
            free[supply.id] -= covered
            lacking[_stand(supply)] -= covered
    return free


def _stand(supply):
    return supply.location, supply.lot, supply.package, supply.owner
