from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    som_health_review_score = fields.Integer(related="company_id.som_health_review_score", readonly=False)
    som_health_merge = fields.Boolean(related="company_id.som_health_merge", readonly=False)
    som_health_merge_score = fields.Integer(related="company_id.som_health_merge_score", readonly=False)
    som_health_obsolete_months = fields.Integer(related="company_id.som_health_obsolete_months", readonly=False)
