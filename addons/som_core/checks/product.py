"""Checks of what is ordered."""
from collections import defaultdict

from odoo.tools.translate import LazyTranslate

from .registry import Finding, builtin

_lt = LazyTranslate(__name__)


def _about_product(line, **details):
    """A finding on a line that stays the same as long as its product does."""
    return Finding(line.order_id.id, line.id, subject=str(line.product_id.id), details={
        "product": line.product_id.display_name, **details})


@builtin(
    "product_archived", _lt("Archived product"), group="product",
    message=_lt("%(product)s is archived. Order another product, or take it out of the archive."),
    explanation=_lt("Holds lines with products, or variants, that are archived."))
def product_archived(_check, batch):
    for line in batch.lines:
        product = line.product_id
        if not (product.active and product.product_tmpl_id.active):
            yield _about_product(line)


@builtin(
    "product_not_for_sale", _lt("Product not for sale"), group="product",
    message=_lt("%(product)s is not for sale. Order another product, or allow its sale on the product."),
    explanation=_lt("Holds lines with products on which “Sales” is not ticked."))
def product_not_for_sale(_check, batch):
    for line in batch.lines:
        if not line.product_id.sale_ok:
            yield _about_product(line)


@builtin(
    "product_discontinued", _lt("Discontinued product"), group="product",
    message=_lt("%(product)s is discontinued. Order another product, or have the hold waived."),
    explanation=_lt("Holds lines with products that are marked as discontinued."))
def product_discontinued(_check, batch):
    for line in batch.lines:
        if line.product_id.som_discontinued:
            yield _about_product(line)


@builtin(
    "line_duplicated", _lt("Same line twice"), group="product",
    message=_lt("%(product)s is ordered %(times)s times at the same price. Put it on one line, or remove the line that"
                " was entered by mistake."),
    explanation=_lt("Holds lines that repeat another line of the order: same product, unit, price, discount and"
                    " description."))
def line_duplicated(_check, batch):
    """The first of several equal lines passes; what makes lines equal is all that a person would compare."""
    same = defaultdict(list)
    for line in batch.lines:
        if line.product_uom_qty and not line.combo_item_id:
            same[line.order_id.id, line.product_id.id, line.product_uom_id.id, line.price_unit, line.discount,
                 line.name].append(line)
    for lines in same.values():
        for line in lines[1:]:
            yield _about_product(line, times=len(lines))
