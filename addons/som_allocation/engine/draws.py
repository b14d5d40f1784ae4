"""Taking stock out of the rooms, and putting it back."""


def reach(left, ways, most):
    """How many more ticks, at most ``most``, these ways yield together."""
    if len(ways) == 1:
        return max(0, min(most, *(left[room] for room in ways[0].limits)))
    log = []
    drawn = draw(left, ways, most, log)
    undo(left, log)
    return drawn


def draw(left, ways, ticks, log=None):
    """Draw so many ticks, through the first ways first; returns what there was. ``log`` is what ``undo`` needs."""
    wanted = ticks
    for way in ways:
        part = max(0, min(ticks, *(left[room] for room in way.limits)))
        if part:
            _move(left, way, part)
            ticks -= part
            if log is not None:
                log.append((way, part))
    return wanted - ticks


def undo(left, log):
    for way, part in log:
        _move(left, way, -part)
    log.clear()


def _move(left, way, part):
    for room in way.limits:
        left[room] -= part
    for room in way.counted:
        left[room] -= part
    for room in way.refunds:
        left[room] += part


def take(left, claim, log=None, target=None):
    """Give a claim as much as there is, up to its target."""
    target = claim.target if target is None else target
    need = target - claim.given
    if need <= 0:
        return
    reached = reach(left, claim.ways, need + claim.demand.step - 1)
    amount = max(claim.given, min(target, claim.out_of(claim.given + reached)))
    draw(left, claim.ways, amount - claim.given, log)
    claim.given = amount
