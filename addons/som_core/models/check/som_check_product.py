from odoo import fields, models


class SomCheck(models.Model):
    """Parameters of the checks of products."""

    _inherit = "som.check"

    sell_off = fields.Boolean(
        string="Sell Off Stock", tracking=True,
        help="Discontinued products pass as long as the warehouse has enough of them that is free.")
