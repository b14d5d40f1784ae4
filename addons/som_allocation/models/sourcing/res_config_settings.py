from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    som_sourcing = fields.Boolean(related="company_id.som_sourcing", readonly=False)
