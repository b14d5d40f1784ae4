from collections import defaultdict
from dataclasses import replace

from odoo import api, fields, models
from odoo.tools import SQL

from .credit_values import Exposure


class SomCredit(models.AbstractModel):
    """What customers owe: read from the books of each company, whoever asks.

    The debtor is always the commercial entity: of the journal item's partner,
    or of the order's invoice address. Companies keep books of their own, so
    credits of a customer with one company pay nothing off with another.
    Nothing here checks a right: whoever shows these figures does.
    """

    _name = "som.credit"
    _description = "Customer Credit"

    @api.model
    def _som_exposure(self, partners, companies, currency, date=None):
        """What is at stake with some customers, by a number of queries that does not depend on how many they are.

        Journal items count in company currency, as they stand in the books.
        Orders count at the rate of the day, as an invoice made today would.
        Each amount is converted once, by the rates of its own company.

        :param partners: ``res.partner``; contacts stand for their commercial entity
        :param companies: ``res.company``; branches only where they are among them
        :param currency: ``res.currency`` of the result
        :param date: day of the rates, and before which a due date is overdue; today if absent
        :return dict: commercial partner id → :class:`Exposure`, for each of them
        """
        date = fields.Date.to_date(date) or fields.Date.context_today(self)
        debtors = list(set(self._som_debtor_ids(partners).values()))
        result = dict.fromkeys(debtors, Exposure())
        if not debtors or not companies:
            return result
        amounts = self._som_amounts(debtors, companies.ids, date)
        rates = self._som_rates(companies, currency, amounts, date)
        totals, oldest = defaultdict(lambda: defaultdict(float)), {}
        for debtor, company, of_currency, component, amount, due in amounts:
            totals[debtor][component] += amount * rates[company, of_currency]
            if due:
                oldest[debtor] = min(due, oldest.get(debtor, due))
        for debtor, components in totals.items():
            rounded = {name: currency.round(amount) for name, amount in components.items()}
            days = (date - oldest[debtor]).days if debtor in oldest else 0
            result[debtor] = replace(result[debtor], **rounded, overdue_days=days)
        return result

    @api.model
    def _som_amounts(self, debtors, companies, date):
        """Everything that adds to exposures.

        Another kind of exposure is another list in an override; its name is a field of :class:`Exposure`.

        :return list: (commercial partner id, company id, currency id, component, amount in that currency,
            due date of the oldest overdue item or ``None``)
        """
        return [
            *self._som_open_items(debtors, companies, date),
            *self._som_draft_invoices(debtors, companies),
            *self._som_orders_to_invoice(debtors, companies),
        ]

    @api.model
    def _som_debtor_ids(self, partners):
        """:return dict: partner id → id of the commercial entity, by one query for any number"""
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return dict(self.env.execute_query(SQL(
            "SELECT id, COALESCE(commercial_partner_id, id) FROM res_partner WHERE id = ANY(%s)",
            list(partners.ids)))) if partners.ids else {}

    @api.model
    def _som_rates(self, companies, currency, amounts, date):
        """:return dict: (company id, currency id) → factor to ``currency``, by one query for each company at most"""
        wanted = defaultdict(set)
        for _debtor, company, of_currency, *_rest in amounts:
            wanted[company].add(of_currency)
        factors = {}
        for company in companies:
            foreign = self.env["res.currency"].browse(wanted[company.id]) - currency
            rates = (foreign | currency)._get_rates(company, date) if foreign else {}
            factors[company.id, currency.id] = 1.0
            for other in foreign:
                factors[company.id, other.id] = rates[currency.id] / rates[other.id]
        return factors

    @api.model
    def _som_books(self, company):
        """The companies that keep their books together: a company, its branches, its parents."""
        # sudo: a branch's user answers for what the customer owes to the whole company, as natively
        return company.sudo().search([("id", "child_of", company.sudo().root_id.id)])
