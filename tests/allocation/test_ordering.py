"""What has to be ordered so that wants are met: all of it, level by level, and once."""
from collections import Counter
from dataclasses import replace
from itertools import chain

from engine.promise.ordering import Order, orders
from engine.promise.promising import promise
from engine.promise.values import Batch, Component, Recipe, Refill, Want
from hypothesis import given, settings

from .test_making import BATCHES, LEG, RECIPES, REFILLS, TABLE, WANTS, numbered


def ordered(wants, batches, recipes=(), refills=()):
    found = promise(wants, batches, refills, recipes=recipes, sparing=True)
    return [orders(want, found[want.id]) for want in wants]


# stories

def test_what_is_there_or_comes_is_not_ordered():
    assert ordered([Want(1, 1, 1, 5)], [Batch(1, 1, 1, 3, 0), Batch(2, 1, 1, 2, 9)]) == [[]]


def test_vendors_and_what_nobody_has():
    wants = [Want(1, 1, 1, 5), Want(2, 4, 1, 3)]
    assert ordered(wants, [Batch(1, 1, 1, 3, 0)], refills=[Refill(7, 1, 1, 4)]) == [
        [Order(1, 1, 2, 0)], [Order(4, 1, 0, 3)]]


def test_components_of_what_is_made_level_by_level():
    found = ordered([Want(1, 1, 1, 5)], [Batch(1, 2, 1, 4, 0), Batch(2, 3, 1, 9, 0)], [TABLE, LEG],
                    [Refill(7, 4, 1, 4)])
    assert found == [[Order(1, 1, 5, 0), Order(2, 1, 6, 0), Order(4, 1, 6, 0)]]


def test_components_of_what_cannot_be_made_are_to_be_ordered_as_well():
    assert ordered([Want(1, 1, 1, 5)], [Batch(1, 2, 1, 4, 0)], [TABLE]) == [
        [Order(1, 1, 0, 5), Order(2, 1, 0, 6), Order(3, 1, 0, 5)]]


def test_what_comes_before_it_could_be_made_takes_no_components():
    """Three of product 2 come before all five of it could be made: they are not made, and take nothing."""
    batches = [Batch(1, 4, 1, 2, 0), Batch(2, 2, 1, 3, 6)]
    assert ordered([Want(1, 2, 1, 5)], batches, [LEG], [Refill(7, 4, 1, 9)]) == [[Order(2, 1, 2, 0)]]


def test_what_is_set_aside_and_not_used_serves_others():
    """The component could make the first what comes tomorrow anyhow, but for another component that nobody has."""
    wants = [Want(1, 1, 1, 1), Want(2, 2, 1, 2)]
    batches = [Batch(1, 1, 1, 1, 5), Batch(2, 2, 1, 2, 0)]
    assert ordered(wants, batches, [TABLE]) == [[], []]


# whatever comes

HERE = 1


def leveled(recipes):
    """One recipe for each product, of products with greater numbers; all in one place."""
    found = {recipe.product: replace(recipe, location=HERE, components=tuple(
        replace(one, source=HERE) for one in recipe.components if one.product > recipe.product))
        for recipe in recipes}
    return numbered(found.values(), 11)


def here(values, **names):
    return [replace(value, **dict.fromkeys(names, HERE)) for value in numbered(values)]


@settings(max_examples=2_500)
@given(WANTS, BATCHES, REFILLS, RECIPES)
def test_what_was_ordered_is_not_ordered_again(wants, batches, refills, recipes):
    """What is ordered comes, what is made takes its components, level by level: then there is enough of all for all.

    Dates are left out: what comes sooner than it was expected may serve somebody who would have waited for other goods.
    """
    recipes = [replace(recipe, lead=0) for recipe in leveled(recipes)]
    wants, batches, refills = here(wants, source=HERE), here(batches, location=HERE), here(refills, location=HERE)
    wants, batches, refills = at_once(wants, "need"), at_once(batches, "date"), at_once(refills, "date")
    total = Counter()
    for order in chain(*ordered(wants, batches, recipes, refills)):
        total[order.product] += order.to_order + order.missing
    brought = [Batch(0, product, HERE, ticks, 0) for product, ticks in total.items()]
    taken = [Want(0, one.product, HERE, -(-total[recipe.product] * one.quantity // recipe.makes))
             for recipe in recipes for one in recipe.components if total[recipe.product]]
    again = ordered(numbered([*taken, *wants]), numbered([*batches, *brought]), recipes, refills)
    assert not list(chain(*again))


def at_once(values, name):
    return [replace(value, **{name: 0}) for value in values]


@settings(max_examples=2_500)
@given(WANTS, BATCHES, RECIPES)
def test_all_that_is_short_is_to_be_ordered(wants, batches, recipes):
    recipes = leveled(recipes)
    wants, batches = here(wants, source=HERE), here(batches, location=HERE)
    found = promise(wants, batches, recipes=recipes, sparing=True)
    for want in wants:
        ready = found[want.id]
        mine = [order for order in orders(want, ready) if order.product == want.product]
        assert sum(order.to_order + order.missing for order in mine[:1]) == ready.missing + sum(
            part.quantity for part in ready.parts if part.is_to_order)
        assert all(order.to_order >= 0 and order.missing >= 0 for order in mine)


def test_a_dozen_that_is_made_at_a_time_takes_its_part():
    recipe = Recipe(11, 1, 1, 12, (Component(2, 1, 3),), 0)
    assert ordered([Want(1, 1, 1, 4)], [], [recipe], [Refill(7, 2, 1, 4)]) == [[Order(1, 1, 4, 0), Order(2, 1, 1, 0)]]
