"""Taking stock out of what is left, and putting it back.

``lists`` hold what is left of each limit, by its number; a way is the numbers of the limits that a tick is taken from
(see ``capacity``).
"""


def there(lists, way):
    """Ticks that one way yields."""
    least = min([each[limit] for each in lists for limit in way])
    return max(0, least)


def take_out(lists, ways, ticks, limiting=None):
    """Draw so many ticks, or what there is, through the first ways first; returns the parts: (way, ticks)."""
    parts = []
    for way in ways:
        part = min(ticks, there(limiting or lists, way))
        if part > 0:
            parts.append((way, part))
            move(lists, way, part)
            ticks -= part
    return parts


def put_back(lists, parts):
    for way, part in parts:
        move(lists, way, -part)


def move(lists, way, ticks):
    for each in lists:
        for limit in way:
            each[limit] -= ticks


def reach(lists, ways, most):
    """How many ticks, at most ``most``, these ways yield together."""
    if len(ways) == 1:
        return min(most, there(lists, ways[0]))
    parts = take_out(lists, ways, most)
    put_back(lists, parts)
    return sum([part for _way, part in parts])


def take(capacity, claim):
    """Give a claim as much as there is, up to its target; returns what was drawn for it."""
    need = claim.target - claim.given
    if need <= 0:
        return []
    if claim.plain and capacity.free is None:
        parts = take_out((capacity.left,), claim.ways, need)
        for _way, part in parts:
            claim.given += part
        return parts
    limiting = capacity.limiting(claim)
    amount = claim.out_of(claim.given + reach(limiting, claim.ways, claim.useful))
    if amount <= claim.given:
        return []
    parts = take_out(capacity.all, claim.ways, amount - claim.given, limiting)
    claim.given = amount
    return parts
