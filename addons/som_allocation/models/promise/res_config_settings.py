from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    som_promise = fields.Boolean(related="company_id.som_promise", readonly=False)
    som_promise_vendor_lead = fields.Boolean(related="company_id.som_promise_vendor_lead", readonly=False)
    som_promise_overdue_days = fields.Integer(related="company_id.som_promise_overdue_days", readonly=False)
    som_promise_tell = fields.Boolean(related="company_id.som_promise_tell", readonly=False)
