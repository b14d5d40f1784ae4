"""Checks of who orders: known once, reachable, with a tax number, not blocked, and not ordering twice."""
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .details import day, subject, term
from .open_days import Zones
from .registry import Finding, builtin

_lt = LazyTranslate(__name__)

#: What a check of the contact asks for, and how it is called when it is missing.
NO_CONTACT = {
    "any": _lt("neither an e-mail address nor a phone number"),
    "email": _lt("no e-mail address"),
    "phone": _lt("no phone number"),
}
#: Written for a company that has no tax number.
NO_TAX_NUMBER = "/"


def _customers(order):
    """The commercial partners who order and pay, without repetition."""
    return dict.fromkeys((order.partner_id.commercial_partner_id, order.partner_invoice_id.commercial_partner_id))


@builtin(
    "customer_blocked", _lt("Customer blocked"), group="customer",
    message=_lt("%(customer)s gets no new orders%(reason)s. Release the customer, or have the hold waived."),
    explanation=_lt("Holds orders of customers who are blocked on their form, and orders that such a customer pays."))
def customer_blocked(_check, batch):
    for order in batch.orders:
        for customer in _customers(order):
            if customer.som_blocked:
                reason = customer.som_blocked_reason
                yield Finding(order.id, subject=subject(customer.id, reason), details={
                    "customer": customer.display_name, "reason": f" ({reason})" if reason else ""})


@builtin(
    "customer_duplicate", _lt("Customer known twice"), group="customer", parameters={"percent": 80.0},
    message=_lt("%(customer)s is likely the same customer as %(other)s (%(score)s of 100 points). Merge the two or say"
                " that they are not duplicates, or have the hold waived."),
    explanation=_lt("Holds orders of customers who look like another one to at least so many points of 100, as data"
                    " health found them, until somebody has decided about the pair."))
def customer_duplicate(check, batch):
    """Of several pairs, the likeliest."""
    people = batch.orders.partner_id
    by_partner = batch.env["som.partner.duplicate"]._som_open_pairs(people | people.commercial_partner_id)
    pairs = batch.env["som.partner.duplicate"].union(*by_partner.values())
    worst = {}
    for pair in pairs.sorted(lambda pair: (pair.score, -pair.id)):
        if pair.score >= check.percent and pair.company_id in (batch.company, pair.company_id.browse()):
            worst[pair.partner_id], worst[pair.other_id] = (pair, pair.other_id), (pair, pair.partner_id)
    for order in batch.orders if worst else ():
        customer = order.partner_id if order.partner_id in worst else order.partner_id.commercial_partner_id
        if customer in worst:
            pair, other = worst[customer]
            yield Finding(order.id, extent=pair.score, subject=subject(customer.id, other.id), details={
                "customer": customer.display_name, "other": other.display_name, "score": pair.score})


@builtin(
    "customer_tax_number", _lt("Tax number missing"), group="customer", parameters={"country_ids": False},
    message=_lt("%(customer)s is a company without a tax number. Enter it on the customer, “/” where it has none, or"
                " have the hold waived."),
    explanation=_lt("Holds orders that a company without a tax number pays, in the countries chosen here. No countries:"
                    " all of them. A company with “/” for its number has none and passes."))
def customer_tax_number(check, batch):
    countries = set(check.country_ids.ids)
    for order in batch.orders:
        payer = order.partner_invoice_id.commercial_partner_id
        if payer.is_company and not (payer.vat or "").strip() and (
                not countries or payer.country_id.id in countries):
            yield Finding(order.id, subject=subject(payer.id, payer.country_id.id), details={
                "customer": payer.display_name})


@builtin(
    "customer_contact", _lt("Contact missing"), group="customer", parameters={"contact_way": "any"},
    message=_lt("There is %(missing)s on %(customer)s or on the contacts for invoice and delivery. Add it to the"
                " customer, or have the hold waived."),
    explanation=_lt("Holds orders where nobody could be asked: no e-mail address and no phone number on the customer,"
                    " the invoice contact or the delivery contact. Where one of the two is required here, the other"
                    " is not enough."))
def customer_contact(check, batch):
    fields = ("email", "phone") if check.contact_way == "any" else (check.contact_way,)
    for order in batch.orders:
        contacts = (order.partner_id, order.partner_id.commercial_partner_id, order.partner_invoice_id,
                    order.partner_shipping_id)
        if not any((contact[name] or "").strip() for contact in contacts for name in fields):
            yield Finding(order.id, subject=subject(*(contact.id for contact in contacts)), details={
                "customer": order.partner_id.display_name, "missing": term(NO_CONTACT[check.contact_way])})


@builtin(
    "reference_repeated", _lt("Customer reference ordered twice"), group="customer", parameters={"days": 90},
    message=_lt("%(customer)s has ordered “%(reference)s” already: order %(other)s of %(date)s. Cancel one of the two,"
                " correct the reference, or have the hold waived."),
    explanation=_lt("Holds an order with a customer reference that another order of the same customer has, within so"
                    " many days of it (0: ever). Capitals and blanks make no difference. The order that was confirmed,"
                    " or entered, first goes on."))
def reference_repeated(check, batch):
    zones = Zones(batch.company)
    by_order = {order.id: order for order in batch.orders}
    rows = batch.env.execute_query(_repeated(check.days, batch))
    for order_id, reference, other, placed in rows:
        order = by_order[order_id]
        yield Finding(order_id, subject=subject(order.partner_id.commercial_partner_id.id, reference), details={
            "customer": order.partner_id.commercial_partner_id.display_name, "reference": order.client_order_ref,
            "other": other, "date": day(zones.day(order, placed))})


def _repeated(days, batch):
    """SQL: order, normalised reference, and name and time of the latest order before it with the same one.

    Confirmed orders come before quotations, then the order in which they were entered decides: of two, one is held.
    """
    batch.env["sale.order"].flush_model(
        ["client_order_ref", "state", "date_order", "partner_id", "company_id", "name"])
    batch.env["res.partner"].flush_model(["commercial_partner_id"])
    near = SQL("AND abs(extract(epoch FROM other.date_order - sale.date_order)) <= %s", days * 86400) if days else SQL()
    return SQL(
        r"""
        SELECT DISTINCT ON (sale.id) sale.id, reference.text, other.name, other.date_order
          FROM sale_order sale
          JOIN res_partner customer ON customer.id = sale.partner_id
    CROSS JOIN LATERAL (SELECT lower(regexp_replace(sale.client_order_ref, '\s+', '', 'g')) AS text) reference
          JOIN res_partner fellow ON fellow.commercial_partner_id = customer.commercial_partner_id
          JOIN sale_order other ON other.partner_id = fellow.id
         WHERE sale.id = ANY(%(orders)s) AND reference.text <> ''
           AND other.id <> sale.id AND other.state <> 'cancel' AND other.company_id = sale.company_id
           AND lower(regexp_replace(other.client_order_ref, '\s+', '', 'g')) = reference.text
           AND (other.state <> 'sale', other.id) < (sale.state <> 'sale', sale.id) %(near)s
      ORDER BY sale.id, other.date_order DESC, other.id DESC
        """, orders=batch.orders.ids, near=near)
