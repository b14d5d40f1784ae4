from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Whatever is reconciled with an invoice may have paid it: a bank statement's line gets its customer only then."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        lines = partials.debit_move_id | partials.credit_move_id
        self.env["som.credit"]._som_changed(
            lines.filtered(lambda line: line.account_type == "asset_receivable").partner_id)
        return partials
