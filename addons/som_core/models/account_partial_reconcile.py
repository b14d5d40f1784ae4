from odoo import models


class AccountPartialReconcile(models.Model):
    """A payment taken off its invoice again leaves the order unpaid."""

    _inherit = "account.partial.reconcile"

    def unlink(self):
        invoices = (self.debit_move_id | self.credit_move_id).move_id.filtered(
            lambda move: move.move_type in ("out_invoice", "out_receipt"))
        result = super().unlink()
        unpaid = invoices.exists().filtered(lambda move: move.payment_state not in ("paid", "in_payment"))
        if unpaid:
            self.env["sale.order"]._som_withdraw(unpaid, ("paid",))
        return result
