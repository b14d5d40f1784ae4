"""How likely two records are the same customer: 0 to 100 points, and what speaks for and against it.

Each thing compared gives or takes points (``POINTS``); they are added and cut
to 0 to 100. Two different tax numbers end it: two enterprises.
"""
from rapidfuzz.distance import OSA

#: Points for what is the same (or, below 0, different).
POINTS = {
    "vat": 85, "email": 40, "phone": 30, "address": 25, "own_address": 45, "zip": 5, "same_parent": 20,
    "only_name": 10, "other_email": -5, "other_phone": -5, "other_address": -10, "other_country": -20,
}
#: Points for names by their likeness: linear in between.
NAME_SCALE = ((0.0, -20), (0.4, 0), (0.6, 15), (0.8, 35), (1.0, 50))
#: Below this likeness of the names only a tax number makes one customer of two.
STRANGE_NAME = 0.5
STRANGE_LIMIT = 55


def comparable(left, right):
    """Whether two customers could be one at all.

    :param Keys left, right: see :class:`normal.Keys`
    """
    if left.company and right.company and left.company != right.company:
        return False
    if left.commercial != right.commercial or left.kind != right.kind and not left.commercial:
        return False
    if not left.commercial:
        return left.parent == right.parent
    return not _above(left, right) and not _above(right, left)


def _above(upper, lower):
    return upper.id in (lower.parent, lower.root)


def compare(left, right):
    """(points 0 to 100, reasons): ``reasons`` maps what was found to its points."""
    if not comparable(left, right):
        return 0, {}
    reasons = {}
    family = bool(left.root) and left.root == right.root
    if not family and not _compare_tax(left, right, reasons):
        return 0, {}
    likeness = name_likeness(left.name, right.name) if left.name and right.name else None
    if likeness is not None:
        reasons["name" if likeness >= 0.4 else "other_name"] = round(_scaled(likeness))
    _compare_reach(left, right, reasons)
    _compare_place(left, right, family and not left.commercial, reasons)
    if family:
        reasons["same_parent"] = POINTS["same_parent"]
    elif likeness == 1 and left.is_company and right.is_company and min(reasons.values()) >= 0:
        reasons["only_name"] = POINTS["only_name"]
    total = max(0, min(100, sum(reasons.values())))
    if likeness is not None and likeness < STRANGE_NAME and "vat" not in reasons:
        total = min(total, STRANGE_LIMIT)
    return total, reasons


def _compare_tax(left, right, reasons):
    """Whether the tax numbers allow one customer."""
    if left.vat and right.vat:
        here, number = left.vat.split("|")
        there, other = right.vat.split("|")
        if number != other or (here and there and here != there):
            return False
        reasons["vat"] = POINTS["vat"]
    return True


def _compare_reach(left, right, reasons):
    for what in ("email", "phone"):
        here, there = getattr(left, what), getattr(right, what)
        if here and there:
            key = what if here == there else f"other_{what}"
            reasons[key] = POINTS[key]


def _compare_place(left, right, own, reasons):
    """``own``: addresses of one parent, which differ on purpose unless they are the same twice."""
    if left.country and right.country and left.country != right.country:
        reasons["other_country"] = POINTS["other_country"]
    if not (left.street and right.street):
        return
    near = _near(left, right)
    alike = street_likeness(left.street, right.street)
    if near and alike >= 0.8:
        key = "own_address" if own else "address"
        reasons[key] = POINTS[key]
    elif left.zip and left.zip == right.zip:
        reasons["zip"] = POINTS["zip"]
    elif alike < 0.5:
        reasons["other_address"] = POINTS["other_address"]


def _near(left, right):
    """Same postcode or same town; one of them is enough, for the other may be mistyped or missing."""
    if left.zip and left.zip == right.zip:
        return True
    return bool(left.city and left.city == right.city) or not (left.zip or right.zip or left.city or right.city)


def _scaled(likeness):
    for (low, start), (high, end) in zip(NAME_SCALE, NAME_SCALE[1:], strict=False):
        if likeness <= high:
            return start + (end - start) * (likeness - low) / (high - low)
    return NAME_SCALE[-1][1]


def name_likeness(left, right):
    """0 to 1: half by how much of the words agrees, half by the word that agrees least.

    The weakest word counts so much because ``John Smith`` and ``Jane Smith`` share most of their letters.
    """
    if left == right:
        return 1.0
    if left.replace(" ", "") == right.replace(" ", ""):
        return 0.97
    return _likeness(left.split(), right.split())


def street_likeness(left, right):
    if left == right:
        return 1.0
    here, there = left.split(), right.split()
    numbers = [{word for word in side if word[0].isdigit()} for side in (here, there)]
    if all(numbers) and not numbers[0] & numbers[1]:
        return 0.0
    return _likeness(here, there)


def _likeness(here, there):
    few, many = sorted((here, there), key=len)
    pairs, left_over = _matched(few, many)
    weights = sum(max(len(word), len(other)) for word, other, _alike in pairs)
    agreed = sum(max(len(word), len(other)) * alike for word, other, alike in pairs)
    whole = weights + sum(map(len, left_over)) / 2
    weakest = min([alike for _word, _other, alike in pairs] + ([0.5] if left_over else []))
    return (agreed / whole + weakest) / 2


def _matched(few, many):
    """Each word with the one most like it: [(word, other, likeness)], and what is left over of the longer side."""
    rest, pairs = list(many), []
    for word in few:
        other = max(rest, key=lambda candidate: word_likeness(word, candidate))
        rest.remove(other)
        pairs.append((word, other, word_likeness(word, other)))
    return pairs, rest


def word_likeness(left, right):
    """0 to 1; numbers are the same or not, an initial stands for its word."""
    if left == right:
        return 1.0
    if left[0].isdigit() or right[0].isdigit():
        return 0.0
    if 1 in (len(left), len(right)):
        return 0.8 if left[0] == right[0] else 0.0
    return OSA.normalized_similarity(left, right)
