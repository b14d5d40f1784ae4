"""Checks of who orders."""
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from .registry import Finding, builtin

_lt = LazyTranslate(__name__)


@builtin(
    "customer_blocked", _lt("Blocked customer"), group="customer",
    message=_lt("%(customer)s is blocked: %(reason)s. Settle that first, then unblock the customer."),
    explanation=_lt("Holds orders of customers that are blocked on their form."))
def customer_blocked(_check, batch):
    for order in batch.orders:
        customer = order.partner_id.commercial_partner_id
        if customer.som_blocked:
            yield Finding(order.id, subject=str(customer.id), details={
                "customer": customer.display_name, "reason": customer.som_blocked_reason or "–"})


@builtin(
    "customer_tax_number", _lt("Missing tax number"), group="customer",
    message=_lt("%(customer)s is a company without a tax number. Ask for it and enter it on the customer."),
    explanation=_lt("Holds orders of companies without a tax number. Private customers pass."))
def customer_tax_number(_check, batch):
    for order in batch.orders:
        customer = order.partner_invoice_id.commercial_partner_id
        if customer.is_company and not (customer.vat or "").strip():
            yield Finding(order.id, subject=str(customer.id), details={"customer": customer.display_name})


@builtin(
    "customer_contact", _lt("Nobody to ask"), group="customer",
    message=_lt("Neither %(customer)s nor the delivery address has an e-mail address or a phone number. Enter one, so"
                " that questions and the carrier find somebody."),
    explanation=_lt("Holds orders where customer, invoice and delivery address have neither e-mail nor phone."))
def customer_contact(_check, batch):
    for order in batch.orders:
        people = order.partner_id | order.partner_invoice_id | order.partner_shipping_id
        if not any(partner.email or partner.phone for partner in people):
            yield Finding(order.id, subject=str(order.partner_id.id), details={
                "customer": order.partner_id.display_name})


@builtin(
    "reference_repeated", _lt("Same customer reference twice"), group="customer", parameters={"days": 90},
    message=_lt("%(customer)s has ordered under the reference %(reference)s before, in %(other)s. Make sure that this"
                " is a new order; otherwise cancel it."),
    explanation=_lt("Holds orders with a customer reference that an earlier order of the same customer has, capitals"
                    " and blanks aside, within so many days. 0: ever. Cancelled orders do not count."))
def reference_repeated(check, batch):
    """One query: of two orders with the same reference the later one, by number in the database, is held."""
    orders = batch.orders.filtered("client_order_ref")
    if not orders:
        return
    batch.env["sale.order"].flush_model(
        ["client_order_ref", "partner_id", "company_id", "state", "date_order", "name"])
    batch.env["res.partner"].flush_model(["commercial_partner_id"])
    rows = batch.env.execute_query(SQL(
        """SELECT o.id, MIN(e.name) FROM sale_order o
             JOIN res_partner p ON p.id = o.partner_id
             JOIN sale_order e ON e.company_id = o.company_id AND e.id < o.id AND e.state != 'cancel'
              AND LOWER(REGEXP_REPLACE(e.client_order_ref, '\\s', '', 'g'))
                = LOWER(REGEXP_REPLACE(o.client_order_ref, '\\s', '', 'g'))
             JOIN res_partner q ON q.id = e.partner_id AND q.commercial_partner_id = p.commercial_partner_id
            WHERE o.id = ANY(%s) AND (%s = 0 OR e.date_order >= o.date_order - %s * INTERVAL '1 day')
            GROUP BY o.id""", orders.ids, check.days, check.days))
    others = dict(rows)
    for order in orders:
        if order.id in others:
            yield Finding(order.id, subject=order.client_order_ref.casefold(), details={
                "customer": order.partner_id.commercial_partner_id.display_name,
                "reference": order.client_order_ref, "other": others[order.id]})
