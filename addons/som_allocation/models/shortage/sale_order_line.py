from odoo import api, models

from odoo.addons.som_core.retry import retrying


class SaleOrderLine(models.Model):
    """Whenever promises are looked at, so is the board of shortages."""

    _inherit = "sale.order.line"

    @api.model
    def _som_look_in_batches(self, products):
        result = super()._som_look_in_batches(products)
        for company in self.env["res.company"].sudo().search([("som_promise", "=", True)]):
            retrying(self.env, lambda company=company: self.env["som.shortage"]._som_refresh(company, products))
        self.env["ir.cron"]._commit_progress()
        return result
