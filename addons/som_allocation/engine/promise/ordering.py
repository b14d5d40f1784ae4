"""What has to be ordered, or made, so that a want is met: itself, and all that goes into it."""
from typing import NamedTuple


class Order(NamedTuple):
    """So much of a product is wanted at a place that is neither there nor on its way."""

    product: int
    source: int
    to_order: int  #: ticks that somebody can order or make
    missing: int  #: ticks that nothing known covers; they are to be ordered as well


def orders(want, ready):
    """What a want needs somebody to order: of its product, and of what goes into what is made for it, level by level.

    :param want: ``values.Want``
    :param ready: ``values.Ready``, how it was served; where others are asked about as well, all of them sparingly:
        what a promise sets aside and does not use may be what others are short of
    :return: list of ``Order``
    """
    return list(_orders(want.product, want.source, ready, want.quantity))


def _orders(product, source, ready, quantity):
    """What the first so many ticks of a want need."""
    rest, to_order = quantity, 0
    made = 0
    for part in ready.parts:
        ticks = min(part.quantity, rest)
        rest -= ticks
        to_order += ticks * part.is_to_order
        made += ticks * bool(part.recipe)
    if to_order or rest:
        yield Order(product, source, to_order, rest)
    for inside in ready.inside if made + rest else ():
        component = inside.component
        takes = -(-(made + rest) * component.quantity // inside.makes)
        yield from _orders(component.product, component.source, inside.ready, takes)
