"""From which quants a grant is taken, and which reservations are given back for it."""
from collections import Counter, defaultdict
from operator import attrgetter

from .places import Places
from .removal import FIFO, LEAST_PACKAGES, removal_key
from .room import make_room
from .shelf import Shelf, free_ticks
from .values import FROZEN, SKIPPED, Change


def lay_out(snapshot, grants):
    """What must change on the quants so that every demand holds what it was granted.

    What a demand holds it keeps. It gives back only when it is granted less, then first what would leave last, or when
    the grant of another, whose source lies inside its own, could not be met otherwise; then it takes the same quantity
    elsewhere. All that is given back is known before anything is added. Additions go in order of rank and of each
    source's removal strategy, as native reservation takes them; nothing is added beyond what is on a quant. A grant
    that cannot be laid out in full is laid out as far as there is stock, so trust the changes, not the grants.

    Demands whose removal strategy is ``least_packages`` are given nothing here: native code searches for their
    packages. They only give back.

    Returns a tuple of ``Change``, at most one for a demand and a supply, sorted by both. Raises KeyError for a grant
    to a demand that is not in the snapshot.
    """
    layout = _Layout(snapshot)
    layout.compare(sorted(grants, key=attrgetter("rank")))
    layout.add()
    return tuple(Change(*key, ticks) for key, ticks in sorted(layout.changes.items()) if ticks)


class _Layout:
    def __init__(self, snapshot):
        self.removal = snapshot.removal
        self.places = Places(snapshot.parents)
        self.demands = {demand.id: demand for demand in snapshot.demands}
        self.supplies = {supply.id: supply for supply in snapshot.supplies}
        self.reserved = {supply.id: supply.reserved for supply in snapshot.supplies}  #: ticks, as changes go along
        self.held = defaultdict(Counter)  #: demand → supply → ticks
        for holding in snapshot.holdings:
            self.held[holding.demand][holding.supply] += holding.quantity
            if holding.supply in self.reserved:
                self.reserved[holding.supply] += holding.quantity
        self.wants = defaultdict(list)  #: product → (rank, demand, ticks)
        self.movable = defaultdict(list)  #: product → (rank, demand), those that may take elsewhere what they hold
        self.changes = Counter()  #: (demand, supply) → ticks

    def compare(self, grants):
        """Give back what was granted less than is held; note what was granted more."""
        for grant in grants:
            demand = self.demands[grant.demand]
            held = self.held.get(demand.id)
            more = grant.quantity - (held.total() if held else 0)
            if more < 0:
                self.give_back(demand, -more)
            if self.strategy(demand) == LEAST_PACKAGES:
                continue
            if more >= demand.piece:
                self.wants[demand.product].append((grant.rank, demand, more - more % demand.piece))
            if held and grant.reason not in (FROZEN, SKIPPED):
                self.movable[demand.product].append((grant.rank, demand))

    def add(self):
        """Lay out what is wanted, product by product."""
        stock = defaultdict(list)
        for supply in self.supplies.values():
            if supply.product in self.wants:
                stock[supply.product].append(supply)
        for product, wants in self.wants.items():
            self._add_product(stock[product], wants, self.movable.get(product, ()))

    def _add_product(self, supplies, wants, movable):
        if len({demand.source for _rank, demand, *_ticks in (*wants, *movable)}) > 1:
            wants = self._with_room(supplies, wants, movable)
        pending = Counter()
        for _rank, demand, ticks in wants:
            pending[demand.source] += ticks
        free = free_ticks(supplies, self.reserved, self.strategy(wants[0][1]))
        strategies = {demand.source: self.strategy(demand) for _rank, demand, _ticks in wants}
        shelf = Shelf(supplies, free, pending, self.places.around, strategies)
        for _rank, demand, ticks in wants:
            for supply, part in shelf.take(demand.source, ticks, demand.piece):
                self.changes[demand.id, supply] += part

    def _with_room(self, supplies, wants, movable):
        """The wants, with those of demands that give way to others and take the same quantity elsewhere."""
        holders = [(rank, demand, supply, ticks)
                   for rank, demand in reversed(movable) for supply, ticks in self._last_first(demand)]
        moved = make_room(supplies, self.reserved, wants, holders, self.places)
        for _rank, demand, supply, ticks in moved:
            self._return(demand, supply, ticks)
        again = [(rank, demand, ticks) for rank, demand, _supply, ticks in moved]
        return sorted([*wants, *again], key=lambda want: want[:1]) if again else wants

    def give_back(self, demand, amount):
        """Give back at least ``amount`` ticks, in whole pieces."""
        amount += -amount % demand.piece
        for supply, ticks in self._last_first(demand):
            part = min(ticks, amount)
            self._return(demand, supply, part)
            amount -= part
            if not amount:
                return

    def _return(self, demand, supply, ticks):
        self.changes[demand.id, supply] -= ticks
        self.held[demand.id][supply] -= ticks
        if supply in self.reserved:
            self.reserved[supply] -= ticks

    def _last_first(self, demand):
        """(supply, ticks) that a demand holds: what is not there first, then what would leave last."""
        held = [(supply, ticks) for supply, ticks in self.held[demand.id].items() if ticks]
        if len(held) > 1:
            key = removal_key(self.strategy(demand))
            lost = sorted(entry for entry in held if entry[0] not in self.supplies)
            there = [entry for entry in held if entry[0] in self.supplies]
            held = lost + sorted(there, key=lambda entry: key(self.supplies[entry[0]]), reverse=True)
        return held

    def strategy(self, demand):
        return self.removal.get((demand.product, demand.source), FIFO)
