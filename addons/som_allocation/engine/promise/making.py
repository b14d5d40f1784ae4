"""What is beyond the goods that are there, or on their way, is made: of components that come from the same goods.

Who has something made sets aside the components of all that the goods in time for him leave him short of. In time are
those that are there when he wants them, or by the moment at which his product could be made at the earliest, were all
components there: his own dates decide, not what others left. Then he looks at what is still on its way, and takes
what comes before the last of it could be made. What he had set aside stays his, also where in the end he is served by
goods on their way: gave he it back, goods that are added later could have it made after all, and take it away again
from somebody behind him who was promised it meanwhile.

*No date gets later by more goods or less demand, as long as work centers are not the limit.* Let A be what is left to
somebody, of which he takes the first q of a fixed order, but nothing beyond a moment L: with more goods (A' ⊇ A), a
smaller quantity (q' ≤ q) and an earlier moment (L' ≤ L) he leaves at least all that he left before, and his rest is no
larger. (Whatever he left was beyond L, hence beyond L'; or had q before it, hence q' of A'.) Serving somebody who has
his product made is a fixed row of such takings: of the product in time, of each component (whose quantity grows with
what he is short of; in turn, if they are made), of the product on its way (whose moment L is that at which all he is
short of can be made or has come: not later, as each component comes no later and there is no more to make). So by
induction over the row, and over the queue, everybody finds at least what he found, and gets his goods no later.

Work centers are served first come, first served in the order of rank, and may be interrupted. There less demand may
make somebody later (a job that can begin sooner may take the very time that another had). What holds always: no time is
given twice, and in an idle shop more time makes nothing later.
"""
from heapq import merge
from operator import itemgetter
from typing import NamedTuple

from .values import Inside, Late, Part, Want


class Made(NamedTuple):
    """What can be made by when: (moment, quantity, the component that it waits for), both rising."""

    steps: list
    inside: tuple  #: ``Inside``: the components that were set aside

    def by(self, quantity):
        """When so much is made, and what it waits for; None: never."""
        return next(((date, waits) for date, made, waits in self.steps if made >= quantity), None)

    @property
    def most(self):
        return self.steps[-1][1] if self.steps else 0


def set_aside(serve, shop, recipe, quantity, want, above):
    """Take the components of a quantity, each from the goods or made in turn, and then the time of work centers.

    :param serve: serves a ``Want``: (want, recipes above it) → ``Ready``
    :param want: who has it made
    :return: ``Made``
    """
    begin = max(recipe.start, want.need - recipe.lead)
    inside = []
    for component in recipe.components:
        takes = -(-quantity * component.quantity // recipe.makes)
        if takes:
            ready = serve(Want(want.id, component.product, component.source, takes, begin, want.may_use),
                          (*above, recipe))
            inside.append(Inside(component, recipe.makes, ready))
    rises = _rises(recipe, quantity, inside, begin)
    if not recipe.steps or not rises:
        return Made([(date + recipe.lead, made, waits) for date, made, waits in rises], tuple(inside))
    ready, made, waits = rises[-1]
    done = shop.work(recipe.steps, made, ready)
    return Made([(max(done, ready + recipe.lead), made, waits)], tuple(inside))


def _rises(recipe, quantity, inside, begin):
    """How much can be begun by when: at the moments at which a component allows for more of it.

    :param inside: list of ``Inside``
    """
    there = {place: 0 for place in range(len(inside))}
    events = sorted(((max(part.date, begin), place, part) for place, one in enumerate(inside)
                     for part in one.ready.parts), key=lambda event: event[:2])
    limits = {place: 0 for place in there}
    rises = [] if inside else [(begin, quantity, None)]
    made = 0
    for date, place, part in events:
        component = inside[place].component
        there[place] += part.quantity
        limits[place] = min(there[place] * recipe.makes // component.quantity, quantity)
        most = min(limits.values())
        if most > made:
            made = most
            waits = Late(component.product, part) if date > begin else None
            if rises and rises[-1][0] == date:
                rises.pop()
            rises.append((date, made, waits))
    return rises


def met(made, ahead, rest):
    """When a rest is met, by what is made and by what comes ahead of it; None: never.

    :param made: ``Made``
    :param ahead: (moment, quantity) of goods on their way, in order
    """
    before = [0, *(quantity for _date, quantity, _waits in made.steps)]
    rises = [(date, quantity - less) for (date, quantity, _waits), less in zip(made.steps, before, strict=False)]
    total = 0
    for date, more in merge(rises, ahead, key=itemgetter(0)):
        total += more
        if total >= rest:
            return date
    return None


def part_of(recipe, made, quantity):
    """The part that is made of what was wanted."""
    date, waits = made.by(quantity)
    return Part(quantity, date, recipe=recipe.id, waits=waits, origin=recipe.origin)


def kin(recipes):
    """Product → one for all that are made of each other, or of the same; nothing for those that no recipe knows."""
    root = {}

    def of(product):
        while root.setdefault(product, product) != product:
            product = root[product]
        return product

    for recipe in recipes:
        for component in recipe.components:
            root[of(component.product)] = of(recipe.product)
    return {product: of(product) for product in list(root)}
