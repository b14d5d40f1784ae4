from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    som_demand_days = fields.Integer(related="company_id.som_demand_days", readonly=False)
    som_service_level = fields.Float(related="company_id.som_service_level", readonly=False)
