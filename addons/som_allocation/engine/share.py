"""Sharing what is short in proportion to need."""
from fractions import Fraction

from .draws import draw, take


def share(rooms, claims):
    """Share stock among claims of one product and one segment.

    First what is protected for some of them, then what is there for all. Shares are cut to whole units and to what
    a demand can be given; what that leaves over goes, one more each, to those who lost most by the cutting (the
    better rank where they lost the same), and at last to whoever can use it.
    """
    left, grain = rooms.left, rooms.whole(claims[0].demand.product)
    for protection in sorted({way.limits[0] for claim in claims for way in claim.ways[:-1]}):
        _share_out(left, [
            (claim, way) for claim in claims for way in claim.ways[:-1] if way.limits[0] == protection], grain)
    for claim in _share_out(left, [(claim, claim.ways[-1]) for claim in claims], grain):
        take(left, claim)


def _share_out(left, members, grain):
    """Give everybody a share of what these ways yield; returns those who still lack something, who lost most first."""
    members = [(claim, way) for claim, way in members if claim.given < claim.target]
    lost = []
    for place, (claim, way), quota in zip(range(len(members)), members, _quotas(left, members), strict=True):
        due = claim.given + quota
        _raise(left, claim, way, claim.target if due >= claim.target else max(claim.given, due // grain * grain))
        lost.append((claim.given - due, place))
    lost.sort()
    for _lost, place in lost:
        claim, way = members[place]
        _raise(left, claim, way, claim.given + max(grain, claim.demand.step))
    return [claim for claim, _way in (members[place] for _lost, place in lost) if claim.given < claim.target]


def _raise(left, claim, way, amount):
    """Bring a claim up to an amount, or as near below it as it can be given and as there is."""
    there = claim.given + max(0, min(left[room] for room in way.limits))
    amount = claim.out_of(min(amount, claim.target, there))
    if amount > claim.given:
        draw(left, (way,), amount - claim.given)
        claim.given = amount


def _quotas(left, members):
    """The fair part of each member: all are filled at the same pace, in shares of their need.

    When a room is empty those who draw on it are done, the others go on. A part is exact, a whole number or a
    fraction of ticks.
    """
    needs = [claim.target - claim.given for claim, _way in members]
    inside, total = {}, {}
    for place, (_claim, way) in enumerate(members):
        for room in way.limits:
            inside.setdefault(room, []).append(place)
            total[room] = total.get(room, 0) + needs[place]
    remaining = {room: max(0, left[room]) for room in inside}
    quotas = list(needs)
    done = set()
    while tight := [room for room in remaining if remaining[room] < total[room]]:
        tightest = min(tight, key=lambda room: (Fraction(remaining[room], total[room]), room))
        ticks, needed = remaining[tightest], total[tightest]
        served = {}
        for place in inside[tightest]:
            if place not in done:
                done.add(place)
                quotas[place] = Fraction(ticks * needs[place], needed)
                for room in members[place][1].limits:
                    served[room] = served.get(room, 0) + needs[place]
        for room, need in served.items():
            remaining[room] -= Fraction(ticks * need, needed)
            total[room] -= need
    return quotas
