"""Orders that violate one thing each, with what mends them: the table behind ``test_checks_table``.

What is done to an order, or to its world, is a function of the test and the order.
"""
from datetime import timedelta
from typing import NamedTuple

from odoo import fields
from odoo.fields import Command


class Bad(NamedTuple):
    """One thing that is wrong.

    :ivar what: becomes the name of the test
    :ivar check: the built-in check, or the name of the condition, that alone must find it
    :ivar spoil: makes the good order bad
    :ivar mend: makes it good again
    :ivar says: what the reason must name
    """

    what: str
    check: str
    spoil: object
    mend: object
    says: tuple = ()


def order(**values):
    return lambda _test, sale: sale.write(values)


def line(index=0, **values):
    return lambda _test, sale: sale.order_line[index].write(values)


def world(name, **values):
    """Write on something of the test: a product, the customer, a carrier."""
    return lambda test, _sale: getattr(test, name).write(values)


def both(*steps):
    def run(test, sale):
        for step in steps:
            step(test, sale)
    return run


def call(name, *args, **kwargs):
    """Call a method of the test with the order."""
    return lambda test, sale: getattr(test, name)(sale, *args, **kwargs)


def refer(make):
    """Write on the order what is only known in the test."""
    return lambda test, sale: sale.write(make(test))


def add_line(name, quantity):
    return lambda test, sale: sale.write({"order_line": [Command.create({
        "product_id": getattr(test, name).id, "product_uom_qty": quantity})]})


def drop_line(_test, sale):
    sale.order_line[-1].unlink()


def in_days(days):
    return fields.Datetime.now() + timedelta(days=days)


def next_sunday():
    """Noon on a Sunday, late enough for any lead time."""
    day = fields.Datetime.now().replace(hour=12, minute=0) + timedelta(days=28)
    return day + timedelta(days=6 - day.weekday())


PRICE = (
    Bad("cost above the price", "price_below_cost",
        world("goods", standard_price=10.5), world("goods", standard_price=5), ("TP-1", "-5 %")),
    Bad("margin below the floor", "price_below_cost",
        world("goods", standard_price=9.1), world("goods", standard_price=9), ("9 %; at least 10 %",)),
    Bad("cost above the price of a dozen", "price_below_cost",
        both(call("by_the_dozen"), world("goods", standard_price=9.5)), world("goods", standard_price=8), ("TP-1",)),
    Bad("margin eaten by a discount on the order", "price_below_cost",
        both(world("goods", standard_price=8.5), call("discounted", 8)), drop_line, ("TP-1", "7.61 %")),
    Bad("price below the pricelist", "price_off_pricelist",
        line(price_unit=7.99), line(price_unit=8), ("20.1 % away",)),
    Bad("price above the pricelist", "price_off_pricelist",
        line(price_unit=12.01), line(price_unit=12), ("20.1 % away",)),
    Bad("price of a larger quantity", "price_off_pricelist",
        both(call("rule", fixed_price=7, min_quantity=6), line(price_unit=7)),
        line(product_uom_qty=6, price_unit=7), ("TP-1",)),
    Bad("price of last year", "price_off_pricelist",
        both(call("rule", fixed_price=7, date_end=in_days(-300)), line(price_unit=7)),
        lambda test, _sale: test.pricelist.item_ids.write({"date_end": False}), ("TP-1",)),
    Bad("price that the pricelist raised", "price_off_pricelist",
        call("rule", fixed_price=15), lambda test, _sale: test.pricelist.item_ids.unlink(), ("33.33 % away",)),
    Bad("discount over the limit", "discount_over_limit", line(discount=10.5), line(discount=10), ("10.5 %",)),
    Bad("discount over a limit of one's own", "discount_over_limit",
        both(world("seller", som_discount_limited=True, som_discount_limit=5), line(discount=8)),
        line(discount=5), ("seller", "5 %")),
    Bad("discount where none may be given", "discount_over_limit",
        both(world("seller", som_discount_limited=True), line(1, discount=1)),
        world("seller", som_discount_limited=False), ("TP-2",)),
    Bad("discount over the limit on the order", "discount_over_limit",
        call("discounted", 12), drop_line, ("12 %",)),
    Bad("discounts that add up to more", "discount_over_limit",
        both(line(0, discount=9), line(1, discount=9), call("discounted", 3)), drop_line, ("11.73 %",)),
    Bad("pricelist of somebody else", "pricelist_not_customers",
        refer(lambda test: {"pricelist_id": test.staff_prices.id}),
        refer(lambda test: {"pricelist_id": test.pricelist.id}), ("Staff", "Retail")),
    Bad("currency of somebody else", "pricelist_not_customers",
        refer(lambda test: {"pricelist_id": test.euro_prices.id}),
        refer(lambda test: {"pricelist_id": test.pricelist.id}), ("EUR", "USD")),
    Bad("no pricelist", "pricelist_not_customers",
        order(pricelist_id=False), refer(lambda test: {"pricelist_id": test.pricelist.id}), ("Retail",)),
)

PRODUCT = (
    Bad("archived variant", "product_archived", world("goods", active=False), world("goods", active=True), ("TP-1",)),
    Bad("archived product", "product_archived",
        lambda test, _sale: test.more_goods.product_tmpl_id.action_archive(),
        lambda test, _sale: test.more_goods.product_tmpl_id.action_unarchive(), ("TP-2",)),
    Bad("product not for sale", "product_not_for_sale",
        world("goods", sale_ok=False), world("goods", sale_ok=True), ("TP-1",)),
    Bad("discontinued product", "product_discontinued",
        world("goods", som_discontinued=True), world("goods", som_discontinued=False), ("TP-1",)),
    Bad("discontinued product with a successor", "product_discontinued",
        lambda test, _sale: test.goods.write({"som_discontinued": True, "som_replacement_id": test.successor.id}),
        lambda test, sale: sale.order_line[0].write({"product_id": test.successor.id}), ("TP-9",)),
    Bad("product not for this customer", "product_restricted",
        call("restricted", partners=True), call("unrestricted"), ("TP-1", "Ada Buyer", "Not for them")),
    Bad("product not for this country", "product_restricted",
        call("restricted", countries=True),
        refer(lambda test: {"partner_shipping_id": test.german_dock.id}), ("Norway",)),
    Bad("product not through this channel", "product_restricted",
        call("restricted", channels=True), order(som_channel_id=False), ("Test Web",)),
    Bad("category not for this country", "product_restricted",
        call("restricted", product=False, countries=True), call("unrestricted"), ("TP-1",)),
    Bad("product for nobody from today", "product_restricted",
        call("restricted", date_from=0), call("unrestricted"), ("TP-1",)),
    Bad("less than the least quantity", "quantity_below_minimum",
        world("goods", som_min_quantity=3), line(product_uom_qty=3), ("from 3",)),
    Bad("less than the least quantity, in dozens", "quantity_below_minimum",
        world("goods", som_min_quantity=12),
        lambda test, sale: sale.order_line[0].write({
            "product_uom_id": test.dozen.id, "product_uom_qty": 1, "price_unit": 120}), ("from 12",)),
    Bad("not a multiple", "quantity_not_multiple",
        both(world("goods", som_quantity_multiple=6), line(product_uom_qty=8)), line(product_uom_qty=12),
        ("6", "12")),
    Bad("half of a multiple", "quantity_not_multiple",
        world("more_goods", som_quantity_multiple=2), line(1, product_uom_qty=2), ("TP-2",)),
    Bad("the same line twice", "line_duplicated", add_line("goods", 1), drop_line, ("TP-1", "2 times")),
    Bad("the same line three times", "line_duplicated",
        both(add_line("more_goods", 1), add_line("more_goods", 2)),
        lambda test, sale: sale.order_line.filtered(
            lambda line: line.product_id == test.more_goods)[1:].unlink(), ("TP-2", "3 times")),
    Bad("no weight where the carrier limits it", "weight_missing",
        world("goods", weight=0), world("goods", weight=1), ("TP-1", "Post")),
    Bad("no weight where the carrier charges by it", "weight_missing",
        both(call("carried_by_weight"), world("more_goods", weight=0)), world("more_goods", weight=1), ("TP-2",)),
)

DELIVERY = (
    Bad("no street", "address_incomplete",
        world("customer", street=False), world("customer", street="1 Main St"), ("Street",)),
    Bad("a blank city", "address_incomplete", world("customer", city=" "), world("customer", city="Oslo"), ("City",)),
    Bad("no country", "address_incomplete",
        world("customer", country_id=False),
        lambda test, _sale: test.customer.write({"country_id": test.norway.id}), ("Country",)),
    Bad("no postcode where there are some", "address_incomplete",
        both(refer(lambda test: {"partner_shipping_id": test.german_dock.id}), world("german_dock", zip=False)),
        world("german_dock", zip="10115"), ("Zip",)),
    Bad("no state where there are some", "address_incomplete",
        refer(lambda test: {"partner_shipping_id": test.us_dock.id}),
        lambda test, _sale: test.us_dock.write({"state_id": test.usa.state_ids[0].id}), ("State",)),
    Bad("address marked as undeliverable", "address_undeliverable",
        world("customer", som_undeliverable=True, som_undeliverable_reason="Moved away"),
        world("customer", som_undeliverable=False), ("Moved away",)),
    Bad("archived delivery address", "address_undeliverable",
        both(refer(lambda test: {"partner_shipping_id": test.dock.id}), world("dock", active=False)),
        world("dock", active=True), ("archived",)),
    Bad("country that nothing is delivered to", "address_undeliverable",
        refer(lambda test: {"partner_shipping_id": test.swedish_dock.id}),
        refer(lambda test: {"partner_shipping_id": test.dock.id}), ("Sweden",)),
    Bad("carrier that does not go there", "no_carrier",
        lambda test, _sale: test.post.write({"country_ids": test.germany.ids}),
        world("post", country_ids=False), ("Post",)),
    Bad("carrier that does not go to the postcode", "no_carrier",
        lambda test, _sale: test.post.write({"zip_prefix_ids": [Command.create({"name": "99"})]}),
        world("post", zip_prefix_ids=[Command.clear()]), ("Post",)),
    Bad("carrier that does not take the product", "no_carrier",
        lambda test, _sale: test.post.write({"excluded_tag_ids": test.acid.ids}),
        world("post", excluded_tag_ids=False), ("Post",)),
    Bad("carrier that takes only others", "no_carrier",
        lambda test, _sale: test.post.write({"must_have_tag_ids": test.frozen.ids}),
        lambda test, _sale: test.goods.write({"product_tag_ids": test.frozen.ids}), ("Post",)),
    Bad("too heavy for the carrier", "carrier_limits", world("post", max_weight=2.5), world("post", max_weight=3),
        ("2.5", "3")),
    Bad("too heavy by the quantity", "carrier_limits",
        line(product_uom_qty=30), line(product_uom_qty=29), ("30", "31")),
    Bad("too big for the carrier", "carrier_limits",
        both(world("goods", volume=2), world("post", max_volume=3)), line(product_uom_qty=1), ("3", "4")),
    Bad("wanted before the lead time is over", "requested_too_early",
        both(line(customer_lead=10), order(picking_policy="one"),
             refer(lambda _test: {"som_requested_date": _weekday(3)})), line(customer_lead=0)),
    Bad("promised before the lead time is over", "requested_too_early",
        both(line(0, customer_lead=20), line(1, customer_lead=20),
             refer(lambda _test: {"commitment_date": _weekday(8)})),
        refer(lambda _test: {"commitment_date": _weekday(30)})),
    Bad("wanted on a Sunday", "requested_closed_day",
        refer(lambda _test: {"som_requested_date": next_sunday()}),
        refer(lambda _test: {"som_requested_date": next_sunday() + timedelta(days=1)})),
    Bad("wanted on a holiday", "requested_closed_day",
        both(refer(lambda _test: {"som_requested_date": next_sunday() + timedelta(days=1)}), call("holiday")),
        lambda test, _sale: test.leave.unlink()),
)

CUSTOMER = (
    Bad("blocked customer", "customer_blocked",
        world("customer", som_blocked=True, som_blocked_reason="Fraud suspected"),
        world("customer", som_blocked=False), ("Ada Buyer", "Fraud suspected")),
    Bad("blocked payer", "customer_blocked",
        both(refer(lambda test: {"partner_invoice_id": test.payer.id}), world("payer", som_blocked=True)),
        refer(lambda test: {"partner_invoice_id": test.customer.id}), ("Payer",)),
    Bad("customer known twice", "customer_duplicate",
        call("known_twice", 85), lambda test, _sale: test.pair.action_dismiss(), ("Payer", "85")),
    Bad("contact known twice", "customer_duplicate",
        both(refer(lambda test: {"partner_id": test.buyer.id, "partner_invoice_id": test.customer.id,
                                 "partner_shipping_id": test.customer.id}), call("known_twice", 80, "buyer")),
        lambda test, _sale: test.pair.write({"score": 79}), ("Nils",)),
    Bad("company without a tax number", "customer_tax_number",
        world("customer", vat=False), world("customer", vat="NO072274687MVA"), ("Ada Buyer",)),
    Bad("payer without a tax number", "customer_tax_number",
        both(world("payer", vat=False), refer(lambda test: {"partner_invoice_id": test.payer.id})),
        world("payer", vat="/"), ("Payer",)),
    Bad("nobody to ask", "customer_contact",
        world("customer", email=False, phone=False), world("customer", phone="+47 22 00 00 00"), ("Ada Buyer",)),
    Bad("a blank e-mail address", "customer_contact",
        world("customer", email=" "), world("customer", email="ada@example.com"), ("Ada Buyer",)),
    Bad("the same reference again", "reference_repeated",
        both(call("ordered_before", client_order_ref="PO 77"), order(client_order_ref="PO 77")),
        order(client_order_ref="PO 78"), ("PO 77",)),
    Bad("the same reference in capitals", "reference_repeated",
        both(call("ordered_before", client_order_ref="po-77"), order(client_order_ref="PO -77")),
        lambda test, _sale: test.before._action_cancel(), ("PO -77",)),
    Bad("a reference of a colleague", "reference_repeated",
        both(call("ordered_before", client_order_ref="A1", by="buyer"), order(client_order_ref="A1")),
        order(client_order_ref=False), ("A1",)),
)

CREDIT = (
    Bad("order over the limit", "credit_limit",
        world("customer", credit_limit=39), world("customer", credit_limit=40), ("Ada Buyer",)),
    Bad("open invoices use the limit", "credit_limit",
        call("invoiced", 970), call("pays"), ("Ada Buyer", "970")),
    Bad("draft invoices use the limit", "credit_limit",
        call("invoiced", 970, post=False), lambda test, _sale: test.invoice.button_cancel(), ("970",)),
    Bad("other orders use the limit", "credit_limit",
        both(world("customer", credit_limit=100), call("confirmed_before", 7)),
        world("customer", credit_limit=110), ("70",)),
    Bad("order over the group's limit", "credit_limit",
        call("grouped", limit=39), lambda test, _sale: test.group.write({"limit": 40}), ("Nordic",)),
    Bad("limit that expired", "credit_limit_expired",
        lambda test, _sale: test.customer.write({"som_credit_limit_until": test._day(-1)}),
        lambda test, _sale: test.customer.write({"som_credit_limit_until": test._day(0)}), ("Ada Buyer",)),
    Bad("group's limit that expired", "credit_limit_expired",
        call("grouped", limit=500, until=-1),
        lambda test, _sale: test.group.write({"limit_until": False}), ("Nordic",)),
    Bad("overdue for too long", "credit_overdue_days", call("invoiced", 10, due=-31), call("pays"), ("31 days",)),
    Bad("too much overdue", "credit_overdue_amount", call("invoiced", 501, due=-1), call("pays"), ("501", "500")),
    Bad("longer terms than agreed", "credit_terms",
        refer(lambda test: {"payment_term_id": test.long_terms.id}), order(payment_term_id=False), ("30",)),
)

OWN = (
    Bad("condition on the order", "Small order", line(1, product_uom_qty=0), line(1, product_uom_qty=1),
        ("25 at least",)),
    Bad("condition on a line", "No gift wrapping", line(name="Gift wrapped"), line(name="Plain"), ("plain",)),
    Bad("condition on the customer", "Not for kiosks",
        world("customer", comment="<p>kiosk</p>"), world("customer", comment=False), ("kiosk",)),
)


def _weekday(days):
    """A moment in about so many days on which somebody works."""
    day = in_days(days)
    return day + timedelta(days=max(7 - day.weekday(), 0) if day.weekday() > 4 else 0)


TABLE = (*PRICE, *PRODUCT, *DELIVERY, *CUSTOMER, *CREDIT, *OWN)
