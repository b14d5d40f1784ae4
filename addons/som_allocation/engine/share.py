"""Sharing what is short in proportion to need."""
from fractions import Fraction

from .draws import reach, take, take_out


def share(capacity, claims):
    """Share stock among claims of one product and one segment.

    First what is protected for some of them, then what is there for all. Shares are cut to whole units and to what
    a demand can be given; what that leaves over goes, one more each, to those who lost most by the cutting (the
    better rank where they lost the same), and at last to whoever can use it.
    """
    grain = capacity.whole(claims[0].demand.product)
    guarded = {}
    for claim in claims:
        for way in claim.ways[:-1]:
            guarded.setdefault(way[0], []).append((claim, (way,)))
    for _protection, members in sorted(guarded.items()):
        _share_out(capacity, members, grain)
    for claim in _share_out(capacity, [(claim, claim.ways) for claim in claims], grain):
        take(capacity, claim)


def _share_out(capacity, members, grain):
    """Give everybody a share of what the last of these ways yields; what the others still have is used up first.

    Returns those who still lack something, who lost most first.
    """
    members = [(claim, ways) for claim, ways in members if claim.given < claim.target]
    lost = []
    for place, ((claim, ways), quota) in enumerate(zip(members, _quotas(capacity, members), strict=True)):
        due = claim.given + quota
        _raise(capacity, claim, ways, claim.target if due >= claim.target else max(claim.given, due // grain * grain))
        lost.append((claim.given - due, place))
    lost.sort()
    for _lost, place in lost:
        claim, ways = members[place]
        _raise(capacity, claim, ways, claim.given + max(grain, claim.demand.step))
    return [claim for claim, _ways in (members[place] for _lost, place in lost) if claim.given < claim.target]


def _raise(capacity, claim, ways, amount):
    """Bring a claim up to an amount, or as near below it as it can be given and as there is."""
    more = min(amount, claim.target) - claim.given
    if more > 0:
        limiting = capacity.limiting(claim)
        amount = claim.out_of(claim.given + reach(limiting, ways, more))
        if amount > claim.given:
            take_out(capacity.all, ways, amount - claim.given, limiting)
            claim.given = amount


def _quotas(capacity, members):
    """The fair part of each member: all are filled at the same pace, in shares of their need.

    When a limit is reached those who draw on it are done, the others go on. A part is exact, a whole number or a
    fraction of ticks.
    """
    needs = [claim.target - claim.given for claim, _ways in members]
    inside, total, remaining = {}, {}, {}
    for place, (claim, ways) in enumerate(members):
        for which, each in enumerate(capacity.limiting(claim)):
            for number in ways[-1]:
                limit = number, which
                inside.setdefault(limit, []).append(place)
                total[limit] = total.get(limit, 0) + needs[place]
                remaining[limit] = max(0, each[number])
    quotas = list(needs)
    done = set()
    while tight := [limit for limit in remaining if remaining[limit] < total[limit]]:
        tightest = min(tight, key=lambda limit: (Fraction(remaining[limit], total[limit]), limit))
        ticks, needed = remaining[tightest], total[tightest]
        served = {}
        for place in inside[tightest]:
            if place not in done:
                done.add(place)
                quotas[place] = Fraction(ticks * needs[place], needed)
                claim, ways = members[place]
                for which in range(len(capacity.limiting(claim))):
                    for number in ways[-1]:
                        served[number, which] = served.get((number, which), 0) + needs[place]
        for limit, need in served.items():
            remaining[limit] -= Fraction(ticks * need, needed)
            total[limit] -= need
    return quotas
