"""When each line would be ready: now, or once what is on its way has come in.

What a line still lacks draws on the arrivals of its product, in order of rank, each on those that come first to a place
inside its source. It is a forecast, not a reservation: packagings and units of measure are left to the run that will
really give.
"""
from collections import defaultdict
from operator import attrgetter

from .places import Places


def ready(snapshot, grants, arrivals, as_of=0):
    """When every demand would be ready after the plan.

    :param grants: of the plan: what each demand then holds, in the order of rank
    :param arrivals: ``values.Arrival``; those due before ``as_of`` are late and may come now
    :param int as_of: now, as the arrivals count time (microseconds)
    :return: demand → date, ``as_of`` for what is full; None where nothing that is known covers it
    """
    return _dates(snapshot, grants, {grant.demand: grant.quantity for grant in grants}, arrivals, as_of)


def ready_before(snapshot, grants, arrivals, as_of=0):
    """The same with what is held now, in the same order of rank: which dates a plan moves."""
    return _dates(snapshot, grants, {}, arrivals, as_of)


def draw_on(snapshot, grants, given, arrivals):
    """Who takes how much of which arrival: a list of (demand, arrival, ticks) in order of rank.

    :param dict given: demand → what it holds; those it does not name hold what they hold now
    """
    queues = _Queues(snapshot, arrivals)
    drawn = []
    for demand in _by_rank([demand for demand in snapshot.demands if queues.serve(demand)], grants):
        missing = demand.wanted - given.get(demand.id, demand.held)
        drawn += [(demand, arrival, ticks) for arrival, ticks in queues.take(demand, missing)]
    return drawn


def _dates(snapshot, grants, given, arrivals, as_of):
    missing = {demand.id: demand.wanted - given.get(demand.id, demand.held) for demand in snapshot.demands}
    dates = dict.fromkeys(missing, as_of)
    for demand, arrival, ticks in draw_on(snapshot, grants, given, arrivals):
        missing[demand.id] -= ticks
        dates[demand.id] = max(dates[demand.id], arrival.date)
    return {demand: date if missing[demand] <= 0 else None for demand, date in dates.items()}


def _by_rank(demands, grants):
    """Demands in order of rank; those without a grant come last, by id."""
    if not demands:
        return []
    ranks = {grant.demand: grant.rank for grant in grants}
    return sorted(demands, key=lambda demand: (ranks.get(demand.id, len(ranks) + 1), demand.id))


class _Queues:
    """The arrivals in order of date, once for every place they can be taken from; each is walked along once."""

    def __init__(self, snapshot, arrivals):
        self._left = []
        self._arrivals = []
        self._queues = defaultdict(list)  # (product, source) → numbers of arrivals, last first
        places = Places(snapshot.parents)
        sources = {(demand.product, demand.source) for demand in snapshot.demands}
        ordered = sorted(arrivals, key=attrgetter("date", "product", "location", "quantity"), reverse=True)
        for arrival in ordered:
            if arrival.quantity <= 0:
                continue
            for place in places.around(arrival.location):
                if (arrival.product, place) in sources:
                    self._queues[arrival.product, place].append(len(self._left))
            self._left.append(arrival.quantity)
            self._arrivals.append(arrival)

    def serve(self, demand):
        """Whether anything comes to where a demand takes from."""
        return (demand.product, demand.source) in self._queues

    def take(self, demand, ticks):
        """Take so many ticks, or what there is: yields (arrival, ticks)."""
        queue, left = self._queues[demand.product, demand.source], self._left
        while ticks > 0 and queue:
            part = min(ticks, left[queue[-1]])
            if part:
                left[queue[-1]] -= part
                ticks -= part
                yield self._arrivals[queue[-1]], part
            if not left[queue[-1]]:
                queue.pop()
