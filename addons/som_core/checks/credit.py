"""Checks of credit: what the customer owes, since when, and on what terms.

The customer is the debtor: the commercial entity of the invoice address.
Customers who are exempt pass, and so do orders that cost nothing; before
shipping, orders confirmed within the grace days pass too. Amounts are in the
company's currency.
"""
from datetime import timedelta

from odoo.tools.translate import LazyTranslate

from .credit_ledger import Ledger
from .details import day, money
from .registry import Finding, builtin

_lt = LazyTranslate(__name__)

COMMON = {"credit_scope": "company", "grace_days": 0}


@builtin(
    "credit_limit", _lt("Credit limit exceeded"), group="credit", parameters={"percent": 100.0, **COMMON}, shares=True,
    message=_lt("%(customer)s has %(exposure)s open or on order. With this order of %(order)s that is %(over)s over the"
                " credit limit of %(limit)s. Wait for a payment, raise the limit, or have the hold waived."),
    explanation=_lt("Holds orders that bring what the customer owes over so many percent of the credit limit:"
                    " open and draft invoices, confirmed orders that are not invoiced yet, and this order, taxes"
                    " included. Customers without a limit pass; members of a credit group share its limit."))
def credit_limit(check, batch):
    """Orders that are not confirmed are added up in their order; confirmed ones are in the exposure already."""
    ledger = Ledger(check, batch)
    orders = [order for order in ledger.orders if ledger.accounts(order)]
    if not orders:
        return
    ledger.lock(orders)
    used, held = ledger.used(orders), batch.held_by_others(check)
    for order in orders:
        amount = ledger.added(order)
        allowed = {account: limit * check.percent / 100 for account, limit in ledger.accounts(order).items()}
        over, account = max((used[account] + amount - limit, account) for account, limit in allowed.items())
        if batch.company.currency_id.compare_amounts(over, 0) > 0:
            yield Finding(order.id, extent=over, details={
                "customer": ledger.name(account), "exposure": money(used[account], ledger.currency),
                "order": money(ledger.amount(order), ledger.currency), "over": money(over, ledger.currency),
                "limit": money(allowed[account], ledger.currency)})
        elif order not in held:
            for account in allowed:
                used[account] += amount


@builtin(
    "credit_limit_expired", _lt("Credit limit expired"), group="credit", parameters=COMMON,
    message=_lt("The credit limit of %(customer)s was valid until %(until)s. Renew it on the customer, or have the hold"
                " waived."),
    explanation=_lt("Holds orders of customers whose credit limit, or whose group's, was valid until a day that is"
                    " past. Customers without a limit pass."))
def credit_limit_expired(check, batch):
    ledger = Ledger(check, batch)
    for order in ledger.orders:
        for account, until in ledger.validities(order).items():
            if until < batch.today:
                yield Finding(order.id, subject=f"{account[0]} {account[1]} {until}", details={
                    "customer": ledger.name(account), "until": day(until)})


@builtin(
    "credit_overdue_days", _lt("Overdue for too long"), group="credit", parameters={"days": 30, **COMMON},
    message=_lt("%(customer)s has not paid since %(since)s: %(amount)s overdue, the oldest for %(days)s days. Wait"
                " for the payment, or have the hold waived."),
    explanation=_lt("Holds orders of customers with something overdue for more than so many days. Payments and credit"
                    " notes that are not allocated yet pay off the oldest first."))
def credit_overdue_days(check, batch):
    """An oldest item that is still the same is no worse tomorrow: a waiver covers it."""
    ledger = Ledger(check, batch)
    for order, exposure in ledger.exposures():
        if exposure.overdue_days > check.days:
            since = batch.today - timedelta(days=exposure.overdue_days)
            yield Finding(order.id, extent=-since.toordinal(), details={
                "customer": ledger.debtor(order).display_name, "since": day(since),
                "amount": money(exposure.overdue, ledger.currency), "days": exposure.overdue_days})


@builtin(
    "credit_overdue_amount", _lt("Too much overdue"), group="credit", parameters={"amount": 0.0, **COMMON},
    message=_lt("%(customer)s has %(amount)s overdue; %(allowed)s is allowed. Wait for the payment, or have the hold"
                " waived."),
    explanation=_lt("Holds orders of customers with more than this amount overdue, less payments and credit notes that"
                    " are not allocated yet."))
def credit_overdue_amount(check, batch):
    ledger = Ledger(check, batch)
    for order, exposure in ledger.exposures():
        if ledger.currency.compare_amounts(exposure.overdue, check.amount) > 0:
            yield Finding(order.id, extent=exposure.overdue, details={
                "customer": ledger.debtor(order).display_name, "amount": money(exposure.overdue, ledger.currency),
                "allowed": money(check.amount, ledger.currency)})


@builtin(
    "credit_terms", _lt("Better payment terms than agreed"), group="credit", parameters={"grace_days": 0},
    message=_lt("The payment terms “%(terms)s” give %(customer)s %(days)s days to pay; %(agreed)s are agreed. Set the"
                " agreed terms, or have the hold waived."),
    explanation=_lt("Holds orders with longer payment terms than the customer's own; once confirmed, orders whose terms"
                    " were made longer than they were then. Without terms, payment is due at once."))
def credit_terms(check, batch):
    ledger = Ledger(check, batch)
    for order in ledger.orders:
        days = order.payment_term_id._som_days()
        accepted = order.som_terms_days if order.state == "sale" else -1
        agreed = accepted if accepted >= 0 else ledger.debtor(order).property_payment_term_id._som_days()
        if days > agreed:
            yield Finding(order.id, extent=days, details={
                "customer": ledger.debtor(order).display_name, "terms": order.payment_term_id.display_name,
                "days": days, "agreed": agreed})
