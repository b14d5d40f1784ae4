from odoo import fields, models


class SomCreditAccount(models.Model):
    """One row for each customer and company: what transactions that use the same credit have in common.

    Two orders of one customer are rows that do not know of each other: each
    of two transactions sees the exposure without the other's order, and both
    would pass. So whoever lets an order pass *updates* this row; the second
    one waits, fails on it when the first commits, and is tried again with the
    first one's order in its picture.
    """

    _name = "som.credit.account"
    _description = "Customer Credit Account"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade", index=True)
    used_at = fields.Datetime(
        string="Last Used", required=True, readonly=True, help="When an order was last checked against the credit.")

    _partner_company_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "There is a credit account of this customer in this company already.")
