from odoo import fields, models


class SomCheck(models.Model):
    """Parameters of the checks of deliveries and customers."""

    _inherit = "som.check"

    country_ids = fields.Many2many("res.country", string="Countries", help="Empty: all of them.")
    calendar_id = fields.Many2one(
        "resource.calendar", string="Working Hours", check_company=True, ondelete="restrict", tracking=True,
        help="By which a day is open or closed. Empty: the company's.")
    contact_way = fields.Selection(
        [("any", "E-mail or phone"), ("email", "E-mail"), ("phone", "Phone")], string="Required Contact",
        required=True, default="any", tracking=True)
