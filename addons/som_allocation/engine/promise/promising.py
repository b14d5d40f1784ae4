"""promise(wants, batches, refills) → when each want can be met.

Those who want something choose one after the other, best rank first: each what suits it best of what those ahead of it
have left. What suits it best depends on its own dates alone: of what is there in time the latest, then what can be had
beyond it in time, then the rest in the order of its coming. So nobody takes what somebody ahead needs later; whatever
is added (goods, or by the withdrawal of somebody ahead) leaves those behind all that they had and at most one thing
more; and no date ever gets later by more goods or less demand. (Serial dictatorship over indivisible goods: adding a
good to those that one chooses from changes what he leaves by exactly one good more. By induction over the queue that
holds for everybody.)
"""
from math import inf
from operator import attrgetter

from ..places import Places
from .pool import Pool
from .values import Part, Ready


def promise(wants, batches, refills=(), parents=None, asks=()):
    """When each want can be met.

    :param wants: ``values.Want``, in order of rank; what they hold already is not among it
    :param batches: ``values.Batch``; several of the same date and place are fine
    :param refills: ``values.Refill``
    :param dict parents: location → the one it lies in
    :param asks: ``values.Ask``: what others would get who only ask; nothing is taken for them. Who waits
        may ask as well, under the same id: then the answer counts
    :return: dict: want id → ``values.Ready``
    """
    places = Places(parents or {})
    pool, beyond = Pool(batches, places), _Beyond(refills, places)
    found, answers, waiting = {}, {}, sorted(asks, key=_place, reverse=True)
    for place, want in enumerate(wants):
        while waiting and _place(waiting[-1]) <= place:
            answers.update(_answer(pool, beyond, waiting.pop()))
        found[want.id] = _serve(pool, beyond.earliest(want), want)
    for ask in reversed(waiting):
        answers.update(_answer(pool, beyond, ask))
    return found | answers


def _place(ask):
    return inf if ask.behind is None else ask.behind


def _answer(pool, beyond, ask):
    """Serve those who ask, and put everything back."""
    with pool.trying():
        return {want.id: _serve(pool, beyond.earliest(want), want) for want in ask.wants}


def _serve(pool, refill, want):
    last = max(refill.date, want.need) if refill else None
    parts = [Part(ticks, batch.date, batch=batch.id) for batch, ticks in pool.take(want, last)]
    rest = want.quantity - sum(part.quantity for part in parts)
    if rest > 0 and refill:
        parts.append(Part(rest, refill.date, refill=refill.id))
        rest = 0
    parts.sort(key=attrgetter("date"))
    date = max([want.need, *[part.date for part in parts]]) if rest <= 0 else None
    return Ready(want.id, tuple(parts), rest, date)


class _Beyond:
    """What can be had beyond what is there or on its way."""

    def __init__(self, refills, places):
        self._earliest = {}  # (product, source) → the earliest refill that comes to it
        for refill in sorted(refills, key=attrgetter("date", "id"), reverse=True):
            for place in places.around(refill.location):
                self._earliest[refill.product, place] = refill

    def earliest(self, want):
        return self._earliest.get((want.product, want.source))
