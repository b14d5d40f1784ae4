from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    som_sourcing = fields.Boolean(related="company_id.som_sourcing", readonly=False)
    som_source_again = fields.Boolean(related="company_id.som_source_again", readonly=False)
