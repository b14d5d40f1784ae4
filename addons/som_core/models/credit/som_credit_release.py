import logging

from odoo import api, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class SomCredit(models.AbstractModel):
    """Released when paid: what held an order for credit may be gone, and is looked at again at once."""

    _inherit = "som.credit"

    @api.model
    def _som_changed(self, partners):
        """The credit of some customers may have become better: check their held orders at the end of the transaction.

        Once for the transaction, however many payments it makes, and on what
        is true when it is complete. Free where nothing is held; never fails.
        """
        precommit = self.env.cr.precommit
        if not partners:
            return
        if "som_credit_changed" not in precommit.data:
            if not self.env["som.hold"]._any_open():
                return
            precommit.add(self._som_release_held)
        precommit.data.setdefault("som_credit_changed", set()).update(partners.ids)

    @api.model
    def _som_release_held(self):
        partner_ids = self.env.cr.precommit.data.pop("som_credit_changed", ())
        try:
            with self.env.cr.savepoint():
                self._som_recheck_customers(self.env["res.partner"].browse(partner_ids))
        except Exception:  # noqa: BLE001 — a payment is not lost over an order that waits for it
            _logger.warning("Held orders of customers %s are left to the background", partner_ids, exc_info=True)
            # the background job looks at the orders again; sudo: to wake it is nobody's right
            self.env.ref("som_core.ir_cron_som_check").sudo()._trigger()

    @api.model
    def _som_recheck_customers(self, partners):
        """Check again what is held for credit of some customers and of those who share a limit with them."""
        debtors = set(self._som_debtor_ids(partners).values())
        self.env["sale.order"]._som_recheck_held(Domain(
            "partner_invoice_id.commercial_partner_id", "in", list(debtors | self._som_fellows(debtors))
        ) & Domain("som_hold_ids", "any", [("state", "=", "open"), ("group", "=", "credit")]))

    @api.model
    def _som_fellows(self, debtors):
        """:return set: ids of the customers who share a limit with some, in any company"""
        fellows = set()
        # sudo: whoever registers a payment need not see limits
        for company, groups in self.env["som.credit.group"].sudo().search([]).grouped("company_id").items():
            partners = self.env["res.partner"].sudo().with_company(company).with_context(active_test=False)
            shared = partners.search_fetch([("id", "in", list(debtors))], ["som_credit_group_id"]).som_credit_group_id
            members = self._som_group_members(groups & shared, company)
            fellows.update(self.env["res.partner"].union(*members.values()).ids)
        return fellows
