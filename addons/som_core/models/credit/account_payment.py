from odoo import models


class AccountPayment(models.Model):
    """Payments without a journal entry count as soon as they are in process."""

    _inherit = "account.payment"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("in_process", "paid"):
            self.env["som.credit"]._som_changed(
                self.filtered(lambda payment: payment.partner_type == "customer").partner_id)
        return result
