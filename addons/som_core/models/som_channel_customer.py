from odoo import fields, models


class SomChannelCustomer(models.Model):
    """A customer's number at a channel: the same person has another one in every shop."""

    _name = "som.channel.customer"
    _description = "Customer Number at a Channel"
    _rec_name = "number"
    _check_company_auto = True

    channel_id = fields.Many2one("som.channel", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="channel_id.company_id", store=True, precompute=True)
    number = fields.Char(required=True, help="As the channel sends it, in small letters.")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="cascade", index=True, check_company=True)

    # Two workers that meet the same new customer at once must end with one:
    # the second one's insert fails here and is retried with the first one's result.
    _number_uniq = models.Constraint(
        "UNIQUE (channel_id, number)", "A customer number can stand for one customer of a channel only.")
