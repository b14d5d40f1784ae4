from odoo import api, fields, models

from .som_credit_group import SEES_LIMITS

#: What makes the credit of a customer better or worse.
CREDIT_FIELDS = frozenset({
    "credit_limit", "som_credit_limit_until", "som_credit_exempt", "som_credit_group_id", "property_payment_term_id",
    "parent_id"})


class ResPartner(models.Model):
    """The limit of a customer beside Odoo's own: until when, shared with whom, and who has none."""

    _inherit = "res.partner"

    som_credit_limit_until = fields.Date(
        string="Limit Valid Until", company_dependent=True, copy=False, groups=SEES_LIMITS,
        help="Last day on which the credit limit holds. Empty: until further notice.")
    som_credit_exempt = fields.Boolean(
        string="No Credit Checks", company_dependent=True, copy=False, groups=SEES_LIMITS,
        help="Orders of this customer are not checked for credit: prepaid, a public body.")
    som_credit_group_id = fields.Many2one(
        "som.credit.group", string="Credit Group", company_dependent=True, copy=False, groups=SEES_LIMITS,
        check_company=True, index="btree_not_null",
        help="Customers in a group share its limit: what all of them owe together is held against it.")

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "som_credit_limit_until", "som_credit_exempt", "som_credit_group_id"]

    @api.depends_context("company")
    def _compute_show_credit_limit(self):
        """Limits are shown where Odoo's warning is on, and where orders are checked for credit."""
        result = super()._compute_show_credit_limit()
        # sudo: that there is such a check is no secret
        if self.env["som.check"].sudo().search_count(
                [("group", "=", "credit"), ("company_id", "=", self.env.company.id)], limit=1):
            self.show_credit_limit = True
        return result

    def write(self, vals):
        result = super().write(vals)
        if not CREDIT_FIELDS.isdisjoint(vals):
            self.env["som.credit"]._som_changed(self)
        return result
