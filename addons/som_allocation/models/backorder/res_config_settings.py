from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    som_rest_policy = fields.Selection(related="company_id.som_rest_policy", readonly=False)
    som_backorders_first = fields.Boolean(related="company_id.som_backorders_first", readonly=False)
    som_tell_shipped_in_part = fields.Boolean(related="company_id.som_tell_shipped_in_part", readonly=False)
    som_backorder_days = fields.Integer(related="company_id.som_backorder_days", readonly=False)
