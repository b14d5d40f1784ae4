"""The credit of the customers whose orders are checked."""
from datetime import timedelta
from functools import cached_property

from odoo import fields


class Ledger:
    """The credit of the customers of a batch.

    An *account* is what a limit belongs to: ``("partner", id)`` or ``("group", id)``.
    """

    def __init__(self, check, batch):
        self.check, self.batch = check, batch
        self.credit = batch.env["som.credit"]
        self.currency = batch.company.currency_id

    def debtor(self, order):
        return order.partner_invoice_id.commercial_partner_id

    @cached_property
    def limits(self):
        return self.credit._som_limits(self.batch.orders.partner_invoice_id, self.batch.company)

    @cached_property
    def orders(self):
        """The orders that are subject to the check."""
        return self.batch.orders.filtered(
            lambda order: order.amount_total > 0 and not self.limits[self.debtor(order).id].exempt
        ) - self.in_grace

    @cached_property
    def in_grace(self):
        """Orders that are about to ship and were confirmed a short time ago."""
        confirmed = self.batch.orders.filtered(lambda order: order.state == "sale")
        if self.check.stage != "shipped" or not self.check.grace_days:
            return confirmed.browse()
        since = confirmed._som_confirmed_at()
        start = fields.Datetime.now() - timedelta(days=self.check.grace_days)
        return confirmed.filtered(lambda order: order.id in since and since[order.id] >= start)

    @cached_property
    def companies(self):
        if self.check.credit_scope == "all":
            return self.batch.env["res.company"].search([])
        return self.credit._som_books(self.batch.company)

    def exposures(self):
        """Yields each order with what its customer owes."""
        by_id = self._exposures_of(self.orders.partner_invoice_id)
        for order in self.orders:
            yield order, by_id[self.debtor(order).id]

    def _exposures_of(self, partners):
        return self.credit._som_exposure(partners, self.companies, self.currency, self.batch.today)

    def accounts(self, order):
        """:return dict: account → its limit, for those that have one"""
        debtor = self.debtor(order).id
        limit = self.limits[debtor]
        found = {("partner", debtor): limit.own_amount}
        if limit.group_id:
            found["group", limit.group_id] = limit.amount
        return {account: amount for account, amount in found.items() if amount > 0}

    def validities(self, order):
        """:return dict: account with a limit → its last day, for those that have one"""
        limit = self.limits[self.debtor(order).id]
        days = {"group": limit.until, "partner": limit.own_until}
        return {account: days[account[0]] for account in self.accounts(order) if days[account[0]]}

    def name(self, account):
        kind, record_id = account
        model = "res.partner" if kind == "partner" else "som.credit.group"
        return self.batch.orders.env[model].browse(record_id).display_name

    def lock(self, orders):
        """Keep others from using the credit that these orders are about to use."""
        waiting = [order for order in orders if order.state in ("draft", "sent")]
        partners = self.batch.orders.browse([order.id for order in waiting]).partner_invoice_id
        self.credit._som_lock(partners, self.companies | self.batch.company)

    def used(self, orders):
        """:return dict: account → what is owed on it already"""
        env = self.batch.env
        accounts = {account for order in orders for account in self.accounts(order)}
        groups = env["som.credit.group"].browse([record_id for kind, record_id in accounts if kind == "group"])
        members = self.credit._som_group_members(groups, self.batch.company) if groups else {}
        customers = env["res.partner"].browse([record_id for kind, record_id in accounts if kind == "partner"])
        exposures = self._exposures_of(customers.union(*members.values()))
        of_group = {group.id: sum(exposures[member.id].total for member in members.get(group.id, ()))
                    for group in groups}
        return {(kind, record_id): of_group[record_id] if kind == "group" else exposures[record_id].total
                for kind, record_id in accounts}

    def amount(self, order):
        """The order's total."""
        return self._in_company_currency(order, order.amount_total)

    def added(self, order):
        """What confirming the order adds: nothing where it is confirmed."""
        if order.state not in ("draft", "sent"):
            return 0.0
        return self._in_company_currency(order, order._som_credit_amount())

    def _in_company_currency(self, order, amount):
        return order.currency_id._convert(amount, self.currency, self.batch.company, self.batch.today)
