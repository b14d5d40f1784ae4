"""Checks of the quantities that are ordered of a product."""
import math
from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

from .details import quantity, subject, term
from .registry import Finding, builtin

_lt = LazyTranslate(__name__)

ONE_OF_TWO = _lt("%(less)s or %(more)s")


class Ordered(NamedTuple):
    """What an order asks for of a product, in the product's unit; ``line`` is the first that does."""

    line: object
    product: object
    total: float

    @property
    def unit(self):
        return self.product.uom_id


def _ordered(check, batch, limit):
    """What each order asks for of each product with a limit; nothing of what is chosen within a combo.

    :param limit: name of the product's field with the limit
    """
    questioned = batch.questioned(check)
    for lines in batch.lines.grouped(lambda line: (line.order_id, line.product_id)).values():
        product = lines.product_id
        if product[limit] > 0 and lines & questioned:
            total = sum(
                line.product_uom_id._compute_quantity(line.product_uom_qty, product.uom_id, round=False)
                for line in lines if not line.combo_item_id)
            if product.uom_id.compare(total, 0) > 0:
                yield Ordered(next(iter(lines)), product, total)


def _multiples_around(total, multiple):
    """The multiples next to a quantity, one below it and one above; both the same where it is one."""
    ratio = total / multiple
    below = math.floor(ratio)
    return below * multiple, math.ceil(ratio) * multiple


def _is_multiple(ordered, multiple):
    return not ordered.unit.compare(round(ordered.total / multiple) * multiple, ordered.total)


def _finding(ordered, extent, **details):
    return Finding(
        ordered.line.order_id.id, ordered.line.id, extent=extent, subject=subject(ordered.product.id), details={
            "product": ordered.product.display_name, "ordered": quantity(ordered.total, ordered.unit),
            **{name: value if isinstance(value, dict) else quantity(value, ordered.unit)
               for name, value in details.items()}})


@builtin(
    "quantity_below_minimum", _lt("Below the minimum quantity"), group="product",
    message=_lt("%(product)s is sold from %(minimum)s; this order asks for %(ordered)s. Order %(nearest)s or more, or"
                " have the hold waived."),
    explanation=_lt("Holds orders that ask for less of a product, over all their lines, than the minimum quantity on"
                    " the product. Each variant counts by itself."))
def quantity_below_minimum(check, batch):
    for ordered in _ordered(check, batch, "som_min_quantity"):
        minimum = ordered.product.som_min_quantity
        if ordered.unit.compare(ordered.total, minimum) < 0:
            yield _finding(ordered, minimum - ordered.total, minimum=minimum, nearest=_least(ordered.product))


def _least(product):
    """The least quantity that may be ordered."""
    minimum, multiple = product.som_min_quantity, product.som_quantity_multiple
    if multiple <= 0:
        return minimum
    times = round(minimum / multiple)
    if product.uom_id.compare(times * multiple, minimum) < 0:
        times = math.ceil(minimum / multiple)
    return max(times, 1) * multiple


@builtin(
    "quantity_not_multiple", _lt("Not a multiple"), group="product",
    message=_lt("%(product)s is sold in multiples of %(multiple)s; this order asks for %(ordered)s. Order %(nearest)s,"
                " or have the hold waived."),
    explanation=_lt("Holds orders whose quantity of a product, over all their lines, is not a multiple of what the"
                    " product is sold in. Each variant counts by itself."))
def quantity_not_multiple(check, batch):
    for ordered in _ordered(check, batch, "som_quantity_multiple"):
        multiple = ordered.product.som_quantity_multiple
        if _is_multiple(ordered, multiple):
            continue
        less, more = _multiples_around(ordered.total, multiple)
        least = _least(ordered.product)
        extent = min(ordered.total - less, more - ordered.total)
        nearest = quantity(max(more, least), ordered.unit)
        if ordered.unit.compare(less, least) >= 0:
            nearest = term(ONE_OF_TWO, less=quantity(less, ordered.unit), more=nearest)
        yield _finding(ordered, extent, multiple=multiple, nearest=nearest)
