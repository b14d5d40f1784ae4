from odoo import fields, models

from .policies import REST_HELP, REST_POLICIES


class ResCompany(models.Model):
    """How a company deals with orders that ship in part."""

    _inherit = "res.company"

    som_rest_policy = fields.Selection(
        REST_POLICIES, string="The Rest of an Order",
        help=REST_HELP + "Empty: the transfer's operation type decides.")
    som_backorders_first = fields.Boolean(
        string="Backorders First",
        help="Stock that comes in is offered to backorders before other demand of the same priority. Off: by priority"
             " and date alone.")
    som_tell_shipped_in_part = fields.Boolean(
        string="Tell the Customer",
        help="A customer whose order ships in part gets a mail: what shipped, what follows and when, what was"
             " cancelled.")
    som_backorder_days = fields.Integer(
        string="Propose Cancellation After", default=0, required=True,
        help="Days after which a backorder is proposed for cancellation. 0: never.")

    _som_backorder_days_not_negative = models.Constraint(
        "CHECK (som_backorder_days >= 0)", "Backorders cannot be proposed for cancellation before they are made.")
