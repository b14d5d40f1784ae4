"""How likely two records are the same customer: 0 to 100 points, and what speaks for and against it.

Each thing compared gives or takes points (``POINTS``); they are added and cut
to 0 to 100. Two different tax numbers end it: two enterprises.
"""
from rapidfuzz.distance import OSA

#: Points for what is the same (or, below 0, different). People have several mailboxes and phones: another one says
#: little, but it is shown.
POINTS = {
    "vat": 85, "email": 40, "phone": 30, "address": 30, "own_address": 45, "zip": 10, "same_parent": 20,
    "only_name": 10, "other_email": 0, "other_phone": 0, "other_address": -10, "other_country": -20,
}
#: Points for names by their likeness: linear in between.
NAME_SCALE = ((0.0, -20), (0.4, 0), (0.6, 15), (0.8, 35), (1.0, 50))
#: From this likeness on two streets are the same with a slip of the pen; the house numbers have to agree as well.
SAME_STREET = 0.55
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
    elif likeness == 1 and left.is_company and right.is_company and not any(map(_speaks_against, reasons)):
        reasons["only_name"] = POINTS["only_name"]
    total = max(0, min(100, sum(reasons.values())))
    if likeness is not None and likeness < STRANGE_NAME and "vat" not in reasons:
        total = min(total, STRANGE_LIMIT)
    return total, reasons


def _speaks_against(reason):
    return reason.startswith("other_")


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
    key = _place_reason(left, right, own)
    if key:
        reasons[key] = POINTS[key]


def _place_reason(left, right, own):
    if not _near(left, right):
        return "other_address"
    same_zip = left.zip and left.zip == right.zip
    if not (left.street and right.street):
        return "zip" if same_zip else None
    if street_likeness(left.street, right.street) >= SAME_STREET and _numbers_agree(left.street, right.street):
        return "own_address" if own else "address"
    if same_zip and street_likeness(left.street, right.street) >= SAME_STREET:
        return "zip"  # a slip in the house number, or a move in the same street
    return None if same_zip else "other_address"


def _near(left, right):
    """Not in different places: of postcode and town, one is the same, or neither is known of both."""
    compared = [(here, there) for here, there in ((left.zip, right.zip), (left.city, right.city)) if here and there]
    return not compared or any(here == there for here, there in compared)


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
    here, there = left.split(), right.split()
    if len(here) != len(there):  # a blank too many or too few
        glued = 0.9 * OSA.normalized_similarity(left.replace(" ", ""), right.replace(" ", ""))
        return max(glued, _likeness(here, there))
    return _likeness(here, there)


def street_likeness(left, right):
    """0 to 1: how much of the words agrees, numbers aside."""
    here, there = (_without_numbers(side) for side in (left, right))
    return 1.0 if here == there else _agreement(*sorted((here, there), key=len))[0] if here and there else 0.0


def _without_numbers(text):
    return [word for word in text.split() if not any(map(str.isdigit, word))]


def _numbers_agree(left, right):
    here, there = ({word for word in side.split() if word[0].isdigit()} for side in (left, right))
    return not here or not there or bool(here & there)


def _likeness(here, there):
    mean, weakest = _agreement(*sorted((here, there), key=len))
    return (mean + weakest) / 2


def _agreement(few, many):
    """(how much of the letters agrees, the likeness of the word that agrees least), each 0 to 1."""
    pairs, left_over = _matched(few, many)
    weights = sum(max(len(word), len(other)) for word, other, _alike in pairs)
    agreed = sum(max(len(word), len(other)) * alike for word, other, alike in pairs)
    whole = weights + sum(map(len, left_over)) / 2
    return agreed / whole, min([alike for _word, _other, alike in pairs] + ([0.5] if left_over else []))


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
