"""Who must take elsewhere what he holds, so that those who can only take it here are served."""
from collections import Counter


def make_room(supplies, reserved, wants, holders, places):
    """Holdings to be moved, so that wants of inner sources find stock: a list of (rank, demand, supply, ticks).

    ``wants``: (rank, demand, ticks). ``holders``: (rank, demand, supply, ticks), those to be asked first before the
    others. What is free in a source, less what is wanted in it, is its slack. Where it is negative, demands that could
    take from further out give way, as far as there is slack where they may take instead; so nobody loses by it. A
    product with quants below zero, or with more reserved than is there, is left as it is: what is given back there may
    not become free.
    """
    if any(reserved[supply.id] > supply.quantity for supply in supplies):
        return []
    sources = {demand.source for _rank, demand, *_rest in [*wants, *holders]}
    location = {supply.id: supply.location for supply in supplies}
    slack = _slack(supplies, reserved, wants, sources, places)
    moved = []
    for source in sorted(sources, key=lambda place: (len(places.around(place)), place)):
        for entry, (rank, demand, supply, ticks) in enumerate(holders):
            if slack[source] >= 0:
                break
            outer = demand.source
            if not (supply in location and outer != source and places.inside(source, outer)
                    and places.inside(location[supply], source) and slack[outer] >= 0):
                continue
            part = min(ticks, -slack[source] + slack[source] % demand.piece)
            for place in places.around(location[supply]):
                if place == outer:
                    break
                slack[place] += part
            holders[entry] = (rank, demand, supply, ticks - part)
            moved.append((rank, demand, supply, part))
    return [entry for entry in moved if entry[3]]


def _slack(supplies, reserved, wants, sources, places):
    slack = Counter(dict.fromkeys(sources, 0))
    for supply in supplies:
        for place in places.around(supply.location):
            slack[place] += supply.quantity - reserved[supply.id]
    for _rank, demand, ticks in wants:
        for place in places.around(demand.source):
            slack[place] -= ticks
    return slack
