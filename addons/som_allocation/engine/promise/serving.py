"""One who wants something is served, from what those ahead of him have left."""
from contextlib import contextmanager
from dataclasses import replace
from operator import attrgetter

from .making import met, part_of, set_aside
from .pool import Pool
from .shop import Shop
from .values import Part, Ready


class Goods:
    """What there is and what can be had beyond it, as it is left by those who were served."""

    def __init__(self, batches, refills, recipes, centers, places, sparing=False):
        """:param bool sparing: who has something made gives back what he set aside and does not use (``ordering``)"""
        self._sparing = sparing
        self._pool = Pool(batches, places)
        self._shop = Shop(centers)
        self._refills = {}  # (product, source) → the earliest refill that comes to it
        for refill in sorted(refills, key=attrgetter("date", "id"), reverse=True):
            for place in places.around(refill.location):
                self._refills[refill.product, place] = refill
        self._recipes = {}  # (product, source, variant) → the recipe of the innermost place, the first of it
        for recipe in sorted(recipes, key=lambda recipe: (len(places.around(recipe.location)), -recipe.id)):
            for place in places.around(recipe.location):
                self._recipes[recipe.product, place, recipe.variant] = recipe

    @contextmanager
    def trying(self):
        """What is taken meanwhile is put back in the end."""
        with self._pool.trying(), self._shop.trying():
            yield

    def serve(self, want, above=()):
        """:param above: the recipes for which this is a component: none of them is made for itself"""
        recipe = self._recipe(want, above)
        if not recipe:
            refill = self._refills.get((want.product, want.source))
            last = max(refill.date, want.need) if refill else None
            parts = self._draw(want, last)
            return self._ready(want, parts, Part(_rest(want, parts), refill.date, refill=refill.id) if refill else None)
        parts = self._draw(want, max(want.need, recipe.start + recipe.lead))
        short = replace(want, quantity=_rest(want, parts))
        if not short.quantity:
            return self._ready(want, parts)
        made, ahead = self._make(recipe, short, above)
        parts += ahead
        quantity = min(_rest(want, parts), made.most)
        return replace(self._ready(want, parts, part_of(recipe, made, quantity) if quantity else None),
                       inside=made.inside)

    def _make(self, recipe, short, above):
        """What of a want can be made, and the parts of it that come ahead."""
        if self._sparing and next(self._pool.ahead(short), None):
            with self.trying():
                _made, last = self._set_aside(recipe, short, above)
            ahead = self._draw(short, last)
            return self._set_aside(recipe, replace(short, quantity=_rest(short, ahead)), above)[0], ahead
        made, last = self._set_aside(recipe, short, above)
        return made, self._draw(short, last)

    def _set_aside(self, recipe, short, above):
        """What can be made, and until when it is better to wait for what is on its way."""
        made = set_aside(self.serve, self._shop, recipe, short.quantity, short, above)
        return made, met(made, self._pool.ahead(short), short.quantity)

    def _recipe(self, want, above):
        key = want.product, want.source
        recipe = self._recipes.get((*key, want.variant)) or self._recipes.get((*key, 0))
        return recipe if recipe and not recipe.is_inside(above) else None

    def _draw(self, want, last):
        return [Part(ticks, batch.date, batch=batch.id, waits=batch.waits)
                for batch, ticks in self._pool.take(want, last)]

    def _ready(self, want, parts, beyond=None):
        """:param beyond: a further part, if it is of anything"""
        if beyond and beyond.quantity:
            parts.append(beyond)
        parts.sort(key=attrgetter("date"))
        rest = _rest(want, parts)
        date = max([want.need, *[part.date for part in parts]]) if rest <= 0 else None
        return Ready(want.id, tuple(parts), rest, date)


def _rest(want, parts):
    return want.quantity - sum(part.quantity for part in parts)
