"""Checks of prices."""
from odoo.tools.translate import LazyTranslate

from .details import money, percent, subject
from .registry import Finding, builtin

_lt = LazyTranslate(__name__)

#: A margin or discount is shown, and compared, with so many digits.
DIGITS = 4
#: Shown for whatever is worse: nothing is left of the price.
LOWEST_MARGIN = -999.0


def _priced_lines(check, batch):
    """Lines whose price is to be checked; of confirmed orders, those that were priced later."""
    return batch.questioned(check, "som_priced_anew").filtered(lambda line: line.product_uom_qty > 0)


def _limit(number, allowed):
    """By how much a number is over what is allowed, in the same unit; 0 where it is not."""
    return max(round(number - allowed, DIGITS), 0.0)


@builtin(
    "price_below_cost", _lt("Price below cost or floor margin"), group="price", parameters={"percent": 0.0},
    message=_lt("%(product)s at %(price)s earns a margin of %(margin)s; at least %(floor)s is wanted over its cost of"
                " %(cost)s. Raise the price, or have the hold waived."),
    explanation=_lt("Holds lines whose net price leaves less than so many percent over the product's cost."
                    " 0: nothing is sold below cost. A discount on the whole order counts for each of its lines."
                    " Products without a cost pass."))
def price_below_cost(check, batch):
    """Margin = (net price − cost) ÷ net price, per unit of the product, in the company's currency."""
    currency = batch.company.currency_id
    discounts = batch.discounts
    for line in _priced_lines(check, batch):
        cost = line.product_id.standard_price
        if cost <= 0 or discounts.is_discount(line):
            continue
        net = _net_unit_price(line) * discounts.left(line.order_id)
        margin = (net - cost) / net * 100 if net > 0 else LOWEST_MARGIN
        short = _limit(check.percent, margin)
        if short and (check.percent or currency.compare_amounts(net, cost) < 0):
            yield Finding(
                line.order_id.id, line.id, extent=short, subject=str(line.product_id.id), details={
                    "product": line.product_id.display_name, "price": money(net, currency),
                    "margin": percent(max(margin, LOWEST_MARGIN)), "floor": percent(check.percent),
                    "cost": money(cost, currency)})


def _net_unit_price(line):
    """Net price of one unit of the product (its own unit of measure), in the company's currency, without tax."""
    uom, product = line.product_uom_id, line.product_id
    per_unit = line.price_subtotal / line.product_uom_qty
    if uom != product.uom_id:
        per_unit = uom._compute_price(per_unit, product.uom_id)
    return per_unit / (line.order_id.currency_rate or 1.0)


@builtin(
    "price_off_pricelist", _lt("Price away from the pricelist"), group="price", parameters={"percent": 5.0},
    message=_lt("%(product)s is sold at %(price)s; by the pricelist it is %(expected)s. That is %(deviation)s away,"
                " %(allowed)s is allowed. Correct the price, or have the hold waived."),
    explanation=_lt("Holds lines whose net price is more than so many percent below or above what the order's"
                    " pricelist gives on the order's date, or the sales price where the order has no pricelist."
                    " Discounts given by hand count, promotions do not. Products without a price pass."))
def price_off_pricelist(check, batch):
    prices, discounts = batch.prices, batch.discounts
    for line in _priced_lines(check, batch):
        expected = prices.net(line)
        if not expected:
            continue
        price = line.price_unit * (1 - line.discount / 100) * discounts.left(line.order_id, by_hand=True)
        deviation = abs(price - expected) / abs(expected) * 100
        currency = line.currency_id
        if _limit(deviation, check.percent) and currency.compare_amounts(price, expected):
            yield Finding(
                line.order_id.id, line.id, extent=deviation, subject=_priced(line, price > expected), details={
                    "product": line.product_id.display_name, "price": money(price, currency),
                    "expected": money(expected, currency), "deviation": percent(deviation),
                    "allowed": percent(check.percent)})


def _priced(line, above):
    """A price that was too low and was let pass says nothing about one that is too high."""
    return subject(line.product_id.id, "above" if above else "below")


@builtin(
    "discount_over_limit", _lt("Discount above the salesperson's limit"), group="price", parameters={"percent": 10.0},
    message=_lt("A discount of %(discount)s on %(what)s is more than %(seller)s may give (%(limit)s). Lower the"
                " discount, or have the hold waived."),
    explanation=_lt("Holds discounts above what the salesperson may give: the limit on the user, or so many percent"
                    " where the user has none, or the order no salesperson. Discounts that the pricelist gives are not"
                    " the salesperson's. A discount on the whole order is added to those on its lines."))
def discount_over_limit(check, batch):
    discounts, prices = batch.discounts, batch.prices
    for order, lines in _priced_lines(check, batch).grouped("order_id").items():
        seller = order.user_id
        limit = seller.som_discount_limit if seller.som_discount_limited else check.percent
        for line in lines:
            # what the pricelist gives is only looked up where it matters
            if _limit(line.discount, limit) and not discounts.is_discount(line):
                given = discounts.by_seller(line, prices.discount(line))
                if _limit(given, limit):
                    yield _over_limit(order, limit, given, line)
        if discounts.has_any(order, by_hand=True):
            given = discounts.by_seller_on(order, prices)
            if _limit(given, limit):
                yield _over_limit(order, limit, given)


def _over_limit(order, limit, given, line=None):
    seller = order.user_id
    what = line.product_id.display_name if line else order.name
    return Finding(
        order.id, line.id if line else None, extent=given, subject=subject(seller.id, line and line.product_id.id),
        details={"discount": percent(given), "what": what, "limit": percent(limit),
                 "seller": seller.name or order.company_id.name})


@builtin(
    "pricelist_not_customers", _lt("Not the customer's pricelist or currency"), group="price",
    message=_lt("The order is priced by %(pricelist)s in %(currency)s; %(customer)s buys by %(own)s in"
                " %(own_currency)s. Choose the customer's pricelist and update the prices, or have the hold waived."),
    explanation=_lt("Holds orders whose pricelist, or currency, is neither the customer's nor the one of the channel"
                    " they came through."))
def pricelist_not_customers(check, batch):
    if not batch.env["res.groups"]._is_feature_enabled("product.group_product_pricelist"):
        return
    for order in batch.orders:
        if check.stage == "confirmed" and order.state == "sale":
            continue
        own = order.som_channel_id.pricelist_id or order.partner_id.property_product_pricelist
        own_currency = own.currency_id or batch.company.currency_id
        if order.pricelist_id != own or order.currency_id != own_currency:
            yield Finding(
                order.id, subject=subject(order.pricelist_id.id, order.currency_id.id, own.id, own_currency.id),
                details={"pricelist": _pricelist_name(order.pricelist_id), "currency": order.currency_id.name,
                         "customer": order.partner_id.display_name, "own": _pricelist_name(own),
                         "own_currency": own_currency.name})


def _pricelist_name(pricelist):
    return pricelist.name or "–"
