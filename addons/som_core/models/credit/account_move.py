from odoo import models


class AccountMove(models.Model):
    """Entries that take from what a customer owes: payments, credit notes, drafts that are dropped."""

    _inherit = "account.move"

    # Every check of a customer's credit asks for its drafts; there are few.
    _som_draft_idx = models.Index("(commercial_partner_id) WHERE state = 'draft'")

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        lowering = posted.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and line.balance < 0)
        self.env["som.credit"]._som_changed(lowering.partner_id)
        return posted

    def button_cancel(self):
        result = super().button_cancel()
        self.env["som.credit"]._som_changed(self._som_customers())
        return result

    def unlink(self):
        customers = self._som_customers()
        result = super().unlink()
        self.env["som.credit"]._som_changed(customers)
        return result

    def _som_customers(self):
        """Whom these invoices and entries stand against."""
        return self.filtered(lambda move: move.is_sale_document(include_receipts=True)).commercial_partner_id
