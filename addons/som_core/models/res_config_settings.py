from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    som_channel_id = fields.Many2one(related="company_id.som_channel_id", readonly=False)
    som_import_batch = fields.Integer(related="company_id.som_import_batch", readonly=False)
