"""promise(wants, batches, refills) → when each want can be met.

Those who want something choose one after the other, best rank first: each what suits it best of what those ahead of it
have left. What suits it best depends on its own dates alone: of what is there in time the latest, then what can be had
beyond it in time, then the rest in the order of its coming. So nobody takes what somebody ahead needs later; whatever
is added (goods, or by the withdrawal of somebody ahead) leaves those behind all that they had and at most one thing
more; and no date ever gets later by more goods or less demand. (Serial dictatorship over indivisible goods: adding a
good to those that one chooses from changes what he leaves by exactly one good more. By induction over the queue that
holds for everybody.) What is made beyond the goods: ``making``.
"""
from math import inf

from ..places import Places
from .serving import Goods


def promise(wants, batches, refills=(), parents=None, asks=(), recipes=(), centers=(), sparing=False):
    """When each want can be met.

    :param wants: ``values.Want``, in order of rank; what they hold already is not among it
    :param batches: ``values.Batch``; several of the same date and place are fine
    :param refills: ``values.Refill``
    :param dict parents: location → the one it lies in
    :param asks: ``values.Ask``: what others would get who only ask; nothing is taken for them. Who waits
        may ask as well, under the same id: then the answer counts
    :param recipes: ``values.Recipe``; what has one is not refilled
    :param centers: ``values.Center``, of the steps of recipes; one that is not among them is never short of time
    :param bool sparing: components that were set aside and not used are left to others: what has to be ordered so that
        all are served, not when they are
    :return: dict: want id → ``values.Ready``
    """
    goods = Goods(batches, refills, recipes, centers, Places(parents or {}), sparing)
    found, answers, waiting = {}, {}, sorted(asks, key=_place, reverse=True)
    for place, want in enumerate(wants):
        while waiting and _place(waiting[-1]) <= place:
            answers.update(_answer(goods, waiting.pop()))
        found[want.id] = goods.serve(want)
    for ask in reversed(waiting):
        answers.update(_answer(goods, ask))
    return found | answers


def _place(ask):
    return inf if ask.behind is None else ask.behind


def _answer(goods, ask):
    """Serve those who ask, and put everything back."""
    with goods.trying():
        return {want.id: goods.serve(want) for want in ask.wants}
