"""What can be made beyond what there is: what holds whatever is wanted, whatever comes, and however it is made."""
from collections import Counter, defaultdict
from dataclasses import replace

from engine.promise.promising import promise
from engine.promise.running import settle
from engine.promise.values import (
    Ask,
    Batch,
    Center,
    Component,
    End,
    Late,
    Part,
    Recipe,
    Refill,
    Run,
    Step,
    Want,
)
from hypothesis import given, settings
from hypothesis import strategies as st

PARENTS = {2: 1, 3: 1}
CASES = 2_500

#: product 1 is made of two of product 2 and one of product 3, in 2
TABLE = Recipe(11, 1, 1, 1, (Component(2, 1, 2), Component(3, 1, 1)), 0, lead=2)
#: product 2 is made of product 4, in 3
LEG = Recipe(12, 2, 1, 1, (Component(4, 1, 1),), 0, lead=3)


def answer(wants, batches, recipes, refills=(), centers=()):
    return promise(wants, batches, refills, PARENTS, recipes=recipes, centers=centers)


def dates(*arguments):
    return {want: ready.date for want, ready in answer(*arguments).items()}


def brings(number, product, here, there, lead):
    """What a warehouse lacks of a product is brought from another."""
    return Recipe(number, product, here, 1, (Component(product, there, 1),), 0, lead=lead)


# stories

def test_components_in_stock_take_the_lead_time():
    found = answer([Want(1, 1, 1, 5)], [Batch(1, 2, 1, 10, 0), Batch(2, 3, 1, 5, 0)], [TABLE])
    assert found[1].parts == (Part(5, 2, recipe=11),)
    assert found[1].date == 2


def test_what_is_there_comes_first_and_the_rest_is_made():
    found = answer([Want(1, 1, 1, 5)], [Batch(9, 1, 1, 3, 0), Batch(1, 2, 1, 10, 0), Batch(2, 3, 1, 5, 0)], [TABLE])
    assert found[1].parts == (Part(3, 0, batch=9), Part(2, 2, recipe=11))


def test_a_late_component_is_named():
    found = answer([Want(1, 1, 1, 5)], [Batch(1, 2, 1, 10, 7), Batch(2, 3, 1, 5, 0)], [TABLE])
    assert found[1].parts == (Part(5, 9, recipe=11, waits=Late(2, Part(10, 7, batch=1))),)


def test_components_are_made_in_turn():
    batches = [Batch(1, 4, 1, 10, 4), Batch(2, 3, 1, 5, 0)]
    found = answer([Want(1, 1, 1, 5)], batches, [TABLE, LEG])
    leg = Part(10, 7, recipe=12, waits=Late(4, Part(10, 4, batch=1)))
    assert found[1].parts == (Part(5, 9, recipe=11, waits=Late(2, leg)),)


def test_components_are_refilled():
    batches = [Batch(2, 3, 1, 5, 0)]
    found = answer([Want(1, 1, 1, 5)], batches, [TABLE, LEG], [Refill(4, 4, 1, 20)])
    assert found[1].date == 25


def test_what_comes_before_it_could_be_made_is_taken():
    batches = [Batch(9, 1, 1, 5, 10), Batch(1, 2, 1, 10, 30), Batch(2, 3, 1, 5, 0)]
    assert dates([Want(1, 1, 1, 5)], batches, [TABLE]) == {1: 10}
    assert dates([Want(1, 1, 1, 6)], batches, [TABLE]) == {1: 32}


def test_what_can_be_made_at_once_is_completed_by_what_comes():
    batches = [Batch(9, 1, 1, 3, 10), Batch(1, 2, 1, 4, 0), Batch(2, 2, 1, 6, 30), Batch(3, 3, 1, 5, 0)]
    found = answer([Want(1, 1, 1, 5)], batches, [TABLE])
    assert found[1].parts == (Part(2, 2, recipe=11), Part(3, 10, batch=9))


def test_nobody_else_counts_on_components():
    batches = [Batch(1, 2, 1, 10, 0), Batch(2, 3, 1, 5, 0)]
    assert dates([Want(1, 1, 1, 3), Want(2, 2, 1, 4), Want(3, 2, 1, 1)], batches, [TABLE]) == {1: 2, 2: 0, 3: None}


def test_what_lacks_a_component_lacks():
    found = answer([Want(1, 1, 1, 5)], [Batch(1, 2, 1, 7, 0), Batch(2, 3, 1, 5, 0)], [TABLE])
    assert (found[1].date, found[1].missing, found[1].parts[0].quantity) == (None, 2, 3)


def test_a_recipe_that_needs_itself_makes_nothing():
    round_about = Recipe(13, 4, 1, 1, (Component(1, 1, 1),), 0)
    found = answer([Want(1, 1, 1, 5)], [Batch(2, 3, 1, 5, 0)], [TABLE, LEG, round_about])
    assert (found[1].date, found[1].missing) == (None, 5)


def test_it_is_made_in_time_and_leaves_the_shelf_to_others():
    batches = [Batch(1, 2, 1, 10, 0), Batch(2, 2, 1, 10, 15), Batch(3, 3, 1, 50, 0)]
    assert dates([Want(1, 1, 1, 5, need=20), Want(2, 1, 1, 5)], batches, [TABLE]) == {1: 20, 2: 2}


def test_a_round_that_makes_many_takes_its_share():
    dozen = Recipe(14, 5, 1, 12, (Component(4, 1, 3),), 0)
    found = answer([Want(1, 5, 1, 8)], [Batch(1, 4, 1, 2, 0)], [dozen])
    assert found[1].date == 0


def test_a_variant_is_made_its_own_way():
    special = Recipe(15, 1, 1, 1, (Component(4, 1, 1),), 0, lead=1, variant=7)
    batches = [Batch(1, 2, 1, 10, 0), Batch(2, 3, 1, 5, 0), Batch(3, 4, 1, 5, 0)]
    assert dates([Want(1, 1, 1, 1, variant=7), Want(2, 1, 1, 1)], batches, [TABLE, special]) == {1: 1, 2: 2}


def test_work_centers_have_only_so_much_time():
    saw = Recipe(16, 1, 1, 1, (), 0, steps=(Step(1, fixed=1, cycle=2),))
    center = Center(1, ((0, 8), (24, 32)))
    assert dates([Want(1, 1, 1, 3), Want(2, 1, 1, 2)], [], [saw], [], [center]) == {1: 7, 2: 28}


def test_who_asks_takes_no_time():
    saw = Recipe(16, 1, 1, 1, (), 0, steps=(Step(1, cycle=2),))
    center = Center(1, ((0, 8),))
    found = promise([Want(1, 1, 1, 1)], [], asks=[Ask((Want(8, 1, 1, 3),), 0), Ask((Want(9, 1, 1, 3),))],
                    recipes=[saw], centers=[center])
    assert {want: ready.date for want, ready in found.items()} == {8: 6, 1: 2, 9: 8}


# making that is under way

def test_a_run_waits_for_its_component():
    run = Run(5, 1, (90,), 2, 6, wants=(1,))
    wants = [Want(1, 2, 1, 4)]
    batches = [Batch(90, 1, 1, 4, 6), Batch(91, 2, 1, 4, 10)]
    moved, ends = settle([run], wants, batches)
    late = Late(2, Part(4, 10, batch=91))
    assert ends == {5: End(14, late)}
    assert moved[0] == Batch(90, 1, 1, 4, 14, waits=late)
    assert settle([run], wants, [*batches[:1], replace(batches[1], date=2)]) == (
        [batches[0], replace(batches[1], date=2)], {5: End(6)})


def test_a_run_that_lacks_what_nobody_knows_of_brings_nothing():
    moved, ends = settle([Run(5, 1, (90,), 2, 6, wants=(1,))], [Want(1, 2, 1, 4)], [Batch(90, 1, 1, 4, 6)])
    assert (moved, ends) == ([], {5: End(None, Late(2, None))})


def test_a_run_that_slips_moves_the_runs_above_it():
    leg, table = Run(5, 2, (90,), 1, 3, wants=(1,)), Run(6, 1, (95,), 4, 9, wants=(2,))
    batches = [Batch(90, 2, 1, 4, 3), Batch(95, 1, 1, 2, 9), Batch(91, 4, 1, 4, 8)]
    _moved, ends = settle([table, leg], [Want(2, 2, 1, 4), Want(1, 4, 1, 4)], batches)
    assert (ends[5].date, ends[6].date) == (10, 15)
    _moved, ends = settle([replace(table, wants=(), after=(5,)), leg], [Want(1, 4, 1, 4)], batches)
    assert ends[6].date == 15


# whatever comes

DATES = st.integers(0, 12)
PRODUCTS, HERE = st.integers(1, 5), st.integers(1, 3)
BATCHES = st.lists(st.builds(Batch, st.just(0), PRODUCTS, HERE, st.integers(0, 9), DATES), max_size=12)
WANTS = st.lists(st.builds(Want, st.just(0), PRODUCTS, HERE, st.integers(0, 7), DATES), max_size=7)
REFILLS = st.lists(st.builds(Refill, st.integers(1, 9), PRODUCTS, HERE, DATES), max_size=3)
MAKES = st.builds(
    Recipe, st.just(0), PRODUCTS, HERE, st.integers(1, 3),
    st.lists(st.builds(Component, PRODUCTS, HERE, st.integers(0, 3)), max_size=3).map(tuple),
    st.just(0), st.integers(0, 4))
BRINGS = st.builds(brings, st.just(0), PRODUCTS, HERE, HERE, st.integers(0, 4))
RECIPES = st.lists(MAKES | BRINGS, max_size=5)


def numbered(values, first=1):
    return [replace(value, id=number) for number, value in enumerate(values, first)]


def value(date):
    return float("inf") if date is None else date


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS, RECIPES, st.data())
def test_more_goods_make_no_date_later(wants, batches, refills, recipes, data):
    wants, recipes = numbered(wants), numbered(recipes)
    more = data.draw(st.builds(Batch, st.just(0), PRODUCTS, HERE, st.integers(1, 9), DATES))
    before = dates(wants, numbered(batches), recipes, refills)
    after = dates(wants, numbered([*batches, more]), recipes, refills)
    assert all(value(after[want]) <= value(before[want]) for want in before)


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS, RECIPES, st.data())
def test_less_demand_makes_no_date_later(wants, batches, refills, recipes, data):
    wants, batches, recipes = numbered(wants), numbered(batches), numbered(recipes)
    gone = data.draw(st.sampled_from(wants)) if wants else None
    less = data.draw(st.integers(0, gone.quantity)) if gone else 0
    before = dates(wants, batches, recipes, refills)
    after = dates([replace(want, quantity=less) if want == gone else want for want in wants], batches, recipes, refills)
    assert all(value(after[want]) <= value(before[want]) for want in before)


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS, RECIPES)
def test_no_more_is_drawn_than_is_there(wants, batches, refills, recipes):
    wants, batches, recipes = numbered(wants), numbered(batches), numbered(recipes)
    by_id, drawn = {batch.id: batch for batch in batches}, Counter()
    found = answer(wants, batches, recipes, refills)
    for want in wants:
        ready = found[want.id]
        assert sum(part.quantity for part in ready.parts) + ready.missing == want.quantity
        for part in ready.parts:
            assert part.quantity > 0
            if part.batch:
                drawn[part.batch] += part.quantity
                assert part.date == by_id[part.batch].date
    assert all(ticks <= by_id[number].quantity for number, ticks in drawn.items())


@settings(max_examples=CASES)
@given(WANTS, BATCHES, RECIPES)
def test_the_bill_of_all_that_is_promised_is_paid_by_what_is_there(wants, batches, recipes):
    """Without refills: what is served, taken apart into what is bought or in stock, is no more than all there is."""
    levels = [replace(recipe, makes=1, components=tuple(
        component for component in recipe.components if component.product > recipe.product)) for recipe in recipes]
    one_each = {recipe.product: recipe for recipe in levels if recipe.components}
    recipes = numbered([replace(recipe, location=1) for recipe in one_each.values()])
    by_product = {recipe.product: recipe for recipe in recipes}
    wants = [replace(want, source=1) for want in numbered(wants)]
    recipes = [replace(recipe, components=tuple(replace(one, source=1) for one in recipe.components))
               for recipe in recipes]
    stock = defaultdict(int)
    for batch in batches:
        stock[batch.product] += batch.quantity
    found = answer(wants, numbered(batches), recipes)
    used = Counter()
    for want in wants:
        for part in found[want.id].parts:
            used[want.product] += part.quantity
    need = dict(used)
    for product in range(1, 6):  # components have greater numbers
        lacks = max(need.get(product, 0) - stock[product], 0)
        recipe = by_product.get(product)
        assert not lacks or recipe
        for component in recipe.components if lacks else ():
            need[component.product] = need.get(component.product, 0) + lacks * component.quantity


@settings(max_examples=CASES)
@given(WANTS, BATCHES, REFILLS, RECIPES, st.randoms(use_true_random=False))
def test_the_order_in_which_all_is_listed_does_not_matter(wants, batches, refills, recipes, random):
    wants, batches, recipes = numbered(wants), numbered(batches), numbered(recipes)
    refills = numbered(refills)
    shuffled = [random.sample(values, len(values)) for values in (batches, recipes, refills)]
    assert answer(wants, batches, recipes, refills) == answer(wants, *shuffled)


@settings(max_examples=CASES)
@given(WANTS, WANTS, BATCHES, REFILLS, RECIPES, st.integers(0, 7))
def test_who_asks_takes_nothing(wants, group, batches, refills, recipes, behind):
    wants, batches, recipes = numbered(wants), numbered(batches), numbered(recipes)
    recipes = [replace(recipe, steps=(Step(1, 1, 1),)) if recipe.id % 2 else recipe for recipe in recipes]
    centers = [Center(1, ((0, 5), (8, 20)))]
    group, behind = tuple(numbered(group, 100)), min(behind, len(wants))
    found = promise(wants, batches, refills, PARENTS, [Ask(group, behind)], recipes, centers)
    joined = answer([*wants[:behind], *group, *wants[behind:]], batches, recipes, refills, centers)
    assert {want.id: found[want.id] for want in group} == {want.id: joined[want.id] for want in group}
    assert {want.id: found[want.id] for want in wants} == answer(wants, batches, recipes, refills, centers)
