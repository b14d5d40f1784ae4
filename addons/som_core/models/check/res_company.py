from odoo import api, models


class ResCompany(models.Model):
    """A new company has the built-in checks too, switched off."""

    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["som.check"]._create_builtins(companies)
        return companies
