from odoo import api, fields, models

from .credit_values import Limit

LIMIT_FIELDS = ("credit_limit", "som_credit_limit_until", "som_credit_exempt", "som_credit_group_id")


class SomCredit(models.AbstractModel):
    """How much customers may owe."""

    _inherit = "som.credit"

    @api.model
    def _som_limits(self, partners, company):
        """The limits of some customers in a company, in the company's currency; a fixed number of queries.

        A member of a group shares the group's limit; on top of that it keeps
        to a limit of its own where it has one that is not just the company's
        default. A group without a limit changes nothing.

        :param partners: ``res.partner``; contacts stand for their commercial entity
        :return dict: commercial partner id → :class:`Limit`, for each of them
        """
        debtors = set(self._som_debtor_ids(partners).values())
        # sudo: limits hold whoever asks; whoever shows them checks the right to
        partners = self.env["res.partner"].sudo().with_company(company).with_context(active_test=False)
        records = partners.search_fetch([("id", "in", list(debtors))], LIMIT_FIELDS)
        default = partners._fields["credit_limit"].get_company_dependent_fallback(partners)
        shared = records.som_credit_group_id._som_shared_limits(company)
        return {record.id: self._som_prepare_limit(record, default, shared) for record in records}

    @api.model
    def _som_prepare_limit(self, partner, default, shared):
        own, until = partner.credit_limit, partner.som_credit_limit_until or None
        exempt, group = partner.som_credit_exempt, partner.som_credit_group_id
        if group.id not in shared:
            return Limit(own, until, None, exempt, own, until)
        if own == default:
            own, until = 0.0, None
        amount, group_until = shared[group.id]
        return Limit(amount, group_until, group.id, exempt, own, until)

    @api.model
    def _som_group_members(self, groups, company):
        """The members of some groups in a company: commercial entities, archived ones too.

        :return dict: group id → ``res.partner``
        """
        # sudo: as in _som_limits
        partners = self.env["res.partner"].sudo().with_company(company).with_context(active_test=False)
        records = partners.search_fetch([("som_credit_group_id", "in", groups.ids)], LIMIT_FIELDS)
        commercial = set(self._som_debtor_ids(records).values())
        members = records.filtered(lambda partner: partner.id in commercial)
        return {group.id: records for group, records in members.grouped("som_credit_group_id").items()}

    @api.model
    def _som_is_over(self, until, date=None):
        """Whether a limit that holds until a day holds no more."""
        return bool(until) and until < (fields.Date.to_date(date) or fields.Date.context_today(self))
