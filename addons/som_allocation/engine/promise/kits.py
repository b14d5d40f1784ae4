"""What is complete once all of its kinds are there: kits, from the dates of their parts."""
from dataclasses import replace
from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of parts of some kits."""

    takes: int  #: ticks of it that all of the kits take
    had: int  #: ticks of them that are there for certain
    parts: tuple  #: ``values.Part``: the others, as far as anybody knows of any


def complete(quantity, kinds, step=1):
    """When kits are complete, each time by the part of a kind that comes last.

    :param int quantity: of kits that are wanted, in ticks of them
    :param kinds: list of ``Kind``
    :param int step: kits are complete in multiples of so many ticks only
    :return: ``values.Part`` of kits, as parts come, without those that are complete already; and how many never are
    """
    had = [kind.had for kind in kinds]
    done = _whole(quantity, kinds, had, step)
    found = []
    comes = [(part.date, place, part) for place, kind in enumerate(kinds) for part in kind.parts
             if part.date is not None]
    for _date, place, part in sorted(comes, key=lambda come: come[:2]):
        had[place] += part.quantity
        more = _whole(quantity, kinds, had, step) - done
        if more:
            found.append(replace(part, quantity=more))
            done += more
    return tuple(found), quantity - done


def _whole(quantity, kinds, had, step):
    most = min([quantity, *(had[place] * quantity // kind.takes for place, kind in enumerate(kinds) if kind.takes)])
    return most if most == quantity else most // step * step
