from odoo import models

from .sale_order import REFERENCE


class AccountPaymentTerm(models.Model):
    _inherit = "account.payment.term"

    def _som_days(self):
        """Days until the last instalment is due, counted from the first day of a long month; 0 without terms."""
        return max(((line._get_due_date(REFERENCE) - REFERENCE).days for line in self.line_ids), default=0)
