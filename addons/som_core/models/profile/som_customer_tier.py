from odoo import fields, models


class SomCustomerTier(models.Model):
    """How important a customer is; the first tier comes first wherever goods or time are short."""

    _name = "som.customer.tier"
    _description = "Customer Tier"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
