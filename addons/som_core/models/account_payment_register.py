from odoo import models


class AccountPaymentRegister(models.TransientModel):
    """Many payments in one go, each on its own day: only a replay of history asks for it."""

    _inherit = "account.payment.register"

    def _init_payments(self, to_process, edit_mode=False):
        """Context ``som_payment_dates``: invoice id → date of its payment."""
        dates = self.env.context.get("som_payment_dates") or {}
        for payment in to_process:
            day = dates.get(payment["to_reconcile"].move_id[:1].id)
            if day:
                payment["create_vals"]["date"] = day
        return super()._init_payments(to_process, edit_mode=edit_mode)
