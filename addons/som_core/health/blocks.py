"""Which customers are compared at all: those that share a key, and not too many others share it.

A key is a 32-bit number. Two texts with the same number cost one comparison in
vain, never a wrong result.
"""
import re
from zlib import crc32

#: A key of more customers than this tells nobody apart and brings no candidates.
TOO_COMMON = 40


def keys(customer):
    """The keys of a customer, as signed 32-bit numbers without repetition.

    One slip of the pen leaves at least one key whole: of a name with a wrong, missing, additional or swapped letter,
    one of the spellings with a letter left out is the same.

    :param Keys customer: see :class:`normal.Keys`
    """
    return sorted({crc32(text.encode()) - 2**31 for text in _texts(customer)})


def _texts(customer):
    family = "" if customer.commercial else f"{customer.parent}:"
    if family:
        yield f"c:{family}"
    if customer.email:
        yield f"e:{family}{customer.email}"
    if customer.phone:
        yield f"p:{family}{customer.phone}"
    yield from _of_name(customer, family)
    yield from _of_place(customer, family)
    if customer.vat and not family:
        yield f"v:{customer.vat.partition('|')[2]}"


def _of_name(customer, family):
    compact = customer.name.replace(" ", "")
    if not compact:
        return
    yield f"n:{family}{compact}"
    if len(compact) > 4:
        for place in range(len(compact)):
            yield f"n:{family}{compact[:place]}{compact[place + 1:]}"
    for word in customer.name.split():
        if len(word) > 3:
            yield f"w:{family}{word}"
        if len(word) > 2 and customer.zip:
            yield f"z:{family}{customer.zip}:{word}"


def _of_place(customer, family):
    place = customer.zip or customer.city
    if not place or not customer.street:
        return
    yield f"a:{family}{place}:{customer.street}"
    number = re.search(r"\b\d+[a-z]?\b", customer.street)
    if number:
        yield f"h:{family}{place}:{number.group()}"
