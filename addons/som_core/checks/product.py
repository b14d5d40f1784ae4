"""Checks of what is ordered."""
from collections import defaultdict

from odoo.tools.translate import LazyTranslate

from .carriers import Carriers
from .details import quantity, subject, term
from .free_stock import FreeStock
from .goods import goods_of
from .registry import Finding, builtin
from .restrictions import buyer_of, restrictions_of

_lt = LazyTranslate(__name__)

#: What to order when a product is discontinued, and how much of it there is where it is sold off.
OTHER = _lt("Order another product")
REPLACEMENT = _lt("Order %(replacement)s instead")
TOO_FEW = _lt(": %(free)s left for the %(ordered)s of this order")
#: For whom a product is not sold, where a restriction names nobody.
ANYBODY = _lt("anybody")


def _about_product(line, extent=0.0, **details):
    """A finding on a line that stays the same as long as its product does."""
    return Finding(line.order_id.id, line.id, extent=extent, subject=str(line.product_id.id), details={
        "product": line.product_id.display_name, **details})


@builtin(
    "product_archived", _lt("Archived product"), group="product",
    message=_lt("%(product)s is archived. Order another product, or take it out of the archive."),
    explanation=_lt("Holds lines with products, or variants, that are archived."))
def product_archived(check, batch):
    for line in batch.questioned(check):
        product = line.product_id
        if not (product.active and product.product_tmpl_id.active):
            yield _about_product(line)


@builtin(
    "product_not_for_sale", _lt("Product not for sale"), group="product",
    message=_lt("%(product)s is not for sale. Order another product, or allow its sale on the product."),
    explanation=_lt("Holds lines with products on which “Sales” is not ticked."))
def product_not_for_sale(check, batch):
    for line in batch.questioned(check):
        if not line.product_id.sale_ok:
            yield _about_product(line)


@builtin(
    "product_discontinued", _lt("Discontinued product"), group="product", parameters={"sell_off": False},
    shares=True,
    message=_lt("%(product)s is discontinued%(left)s. %(remedy)s, or have the hold waived."),
    explanation=_lt("Holds lines with products that are marked as discontinued. Where stock is sold off, they pass as"
                    " long as the warehouse has enough of them that is free."))
def product_discontinued(check, batch):
    discontinued = batch.questioned(check).filtered(lambda line: line.product_id.som_discontinued)
    if check.sell_off:
        yield from _not_sold_off(batch, discontinued, batch.held_by_others(check))
        return
    for line in discontinued:
        yield _about_product(line, left="", remedy=_remedy(line.product_id))


def _not_sold_off(batch, lines, held):
    """What goes beyond the stock; orders that are confirmed come first, then those entered first."""
    stock = FreeStock(batch, lines)
    in_turn = lines.sorted(lambda line: (line.state != "sale", line.order_id.id))
    for same in in_turn.grouped(lambda line: (line.order_id, line.product_id, stock.warehouse(line))).values():
        wanted, free = stock.take(same, keep=same.order_id not in held)
        unit = same.product_id.uom_id
        if unit.compare(wanted, free) <= 0:
            continue
        left = term(TOO_FEW, free=quantity(free, unit), ordered=quantity(wanted, unit))
        for line in same:
            yield _about_product(line, extent=wanted, left=left, remedy=_remedy(line.product_id))


def _remedy(product):
    """What to order instead: the replacement, unless that is not to be had either."""
    replacement = product.som_replacement_id
    if replacement.active and replacement.sale_ok and not replacement.som_discontinued:
        return term(REPLACEMENT, replacement=replacement.display_name)
    return term(OTHER)


@builtin(
    "product_restricted", _lt("Restricted product"), group="product",
    message=_lt("%(product)s is not sold to %(buyer)s: %(reason)s. Order another product, or have the hold waived."),
    explanation=_lt("Holds lines with products that a product restriction keeps from the customer, from the country of"
                    " the delivery, or from the channel. Restrictions are set up in the menu next to these checks."))
def product_restricted(_check, batch):
    restrictions = restrictions_of(batch)
    if not restrictions:
        return
    goods = {product: goods_of(product) for product in batch.lines.product_id}
    buyers = {order: buyer_of(order) for order in batch.orders}
    for line in batch.lines:
        buyer = buyers[line.order_id]
        for restriction in restrictions.of(goods[line.product_id], buyer) if line.product_uom_qty else ():
            about = restriction.about(buyer)
            what = subject(line.product_id.id, restriction.id, *about)
            yield Finding(line.order_id.id, line.id, subject=what, details={
                "product": line.product_id.display_name, "buyer": _buyer_text(line.order_id, about),
                "reason": restriction.reason.strip().rstrip(".")})


def _buyer_text(order, about):
    """Names of what a restriction looks at."""
    names = [
        about.customer and order.partner_id.commercial_partner_id.display_name,
        about.country and order.partner_shipping_id.country_id.name, about.channel and order.som_channel_id.name]
    return ", ".join(filter(None, names)) or term(ANYBODY)


@builtin(
    "weight_missing", _lt("Weight missing"), group="product",
    message=_lt("%(product)s has no weight, and %(carrier)s needs it. Enter it on the product, choose another delivery"
                " method, or have the hold waived."),
    explanation=_lt("Holds lines with goods without a weight where the order's delivery method needs it: for its price,"
                    " for its limit, or for the label of the carrier. Orders without a delivery method pass."))
def weight_missing(_check, batch):
    carriers = Carriers(batch)
    for order, lines in batch.shipped.items():
        carrier = order.carrier_id
        if carrier and carriers.needs_weight(carrier):
            for line in lines:
                if line.product_uom_qty and line.product_id.weight <= 0:
                    yield Finding(order.id, line.id, subject=subject(line.product_id.id, carrier.id), details={
                        "product": line.product_id.display_name, "carrier": carrier.name})


@builtin(
    "line_duplicated", _lt("Same line twice"), group="product",
    message=_lt("%(product)s is ordered %(times)s times at the same price, %(total)s in all. Put it on one line, or"
                " remove the line that was entered by mistake."),
    explanation=_lt("Holds lines that repeat another line of the order: same section, product with its options, unit,"
                    " price, discount, lead time and description."))
def line_duplicated(_check, batch):
    """The first of several equal lines passes; what makes lines equal is all that a person would compare."""
    same = defaultdict(list)
    for line in batch.entered:
        if line.product_uom_qty and not line.combo_item_id and not line.is_expense:
            same[line.order_id.id, line.product_id.id, line.product_uom_id.id, line.price_unit, line.discount,
                 line.customer_lead, line.linked_line_id.id, line.name].append(line)
    for lines in _told_apart([lines for lines in same.values() if len(lines) > 1]):
        total = sum(line.product_uom_qty for line in lines)
        for line in lines[1:]:
            yield _about_product(line, times=len(lines), total=quantity(total, line.product_uom_id))


def _told_apart(groups):
    """Groups of lines that are the same in what takes longer to look at: options, parts of a combo, section, route."""
    for group in groups:
        sections, same = _sections(group[0].order_id), defaultdict(list)
        for line in group:
            options = line.product_custom_attribute_value_ids.sorted("id")
            same[
                sections[line.id], tuple(sorted(line.route_ids.ids)),
                tuple(sorted(line.product_no_variant_attribute_value_ids.ids)),
                tuple((option.custom_product_template_attribute_value_id.id, option.custom_value)
                      for option in options),
                tuple(sorted(line.linked_line_ids.combo_item_id.ids)),
            ].append(line)
        yield from (lines for lines in same.values() if len(lines) > 1)


def _sections(order):
    """The section, or part of one, that each line of an order stands in, by line id.

    Native ``parent_id`` says the same, as it was when it was first asked for.
    """
    sections, section = {}, None
    for line in order.order_line.sorted(lambda line: (line.sequence, line.id)):
        if line.display_type in ("line_section", "line_subsection"):
            section = line.id
        sections[line.id] = section
    return sections
