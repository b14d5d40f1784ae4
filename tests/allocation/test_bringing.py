"""What a place lacks is brought from another. That no date gets later by it, whatever comes: ``test_making``."""
from engine.promise.values import Batch, Component, Late, Part, Recipe, Refill, Want

from .test_making import answer, brings, dates


def test_what_is_brought_takes_its_time_and_says_from_where():
    found = answer([Want(1, 1, 2, 5)], [Batch(8, 1, 2, 2, 0), Batch(9, 1, 3, 9, 4)], [brings(17, 1, 2, 3, 3)])
    late = Late(1, Part(3, 4, batch=9))
    assert found[1].parts == (Part(2, 0, batch=8), Part(3, 7, recipe=17, waits=late, origin=3))


def test_nobody_counts_on_what_is_to_be_brought_to_others():
    wants = [Want(1, 1, 2, 5), Want(2, 1, 3, 5)]
    assert dates(wants, [Batch(9, 1, 3, 7, 0)], [brings(17, 1, 2, 3, 3)]) == {1: 3, 2: None}
    assert dates(wants[::-1], [Batch(9, 1, 3, 7, 0)], [brings(17, 1, 2, 3, 3)]) == {1: None, 2: 0}


def test_it_is_refilled_where_it_is_brought_from():
    refills = [Refill(1, 1, 2, 5), Refill(1, 1, 3, 5)]
    assert dates([Want(1, 1, 2, 5)], [], [brings(17, 1, 2, 3, 3)], refills) == {1: 8}


def test_it_is_brought_over_several_places():
    chain = [brings(17, 1, 4, 2, 3), brings(18, 1, 2, 3, 2)]
    assert dates([Want(1, 1, 4, 5)], [Batch(9, 1, 3, 9, 0)], chain) == {1: 5}


def test_places_that_bring_each_other_send_nothing_round_about():
    both = [brings(17, 1, 2, 3, 3), brings(18, 1, 3, 2, 3)]
    batches = [Batch(8, 1, 2, 5, 4), Batch(9, 1, 3, 5, 0)]
    found = answer([Want(1, 1, 2, 10), Want(2, 1, 3, 1)], batches, both)
    assert found[1].parts == (Part(5, 3, recipe=17, origin=3), Part(5, 4, batch=8))
    assert found[2].missing == 1


def test_what_is_made_elsewhere_is_brought():
    recipes = [brings(17, 1, 2, 3, 3), Recipe(18, 1, 3, 1, (Component(4, 3, 1),), 0, lead=2)]
    assert dates([Want(1, 1, 2, 5)], [Batch(9, 4, 3, 5, 1)], recipes) == {1: 6}
