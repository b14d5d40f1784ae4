from odoo import fields, models


class SomCheck(models.Model):
    """Parameters of the credit checks."""

    _inherit = "som.check"

    credit_scope = fields.Selection(
        [("company", "This company"), ("all", "All companies")], string="Books Looked At", required=True,
        default="company", tracking=True,
        help="What a customer owes to this company (with its branches), or to all companies together.")
    grace_days = fields.Integer(
        tracking=True,
        help="For checks before shipping: an order that was confirmed within so many days is not checked again.")

    _grace_not_negative = models.Constraint("CHECK (grace_days >= 0)", "Grace days cannot be negative.")
