import logging

from odoo import api, models

from odoo.addons.som_core.retry import retrying_one

_logger = logging.getLogger(__name__)


class SaleOrderLine(models.Model):
    """Whenever promises are looked at, so are the board of shortages and what reordering rules have to order."""

    _inherit = "sale.order.line"

    @api.model
    def _som_look_in_batches(self, products):
        result = super()._som_look_in_batches(products)
        # sudo: which companies promise dates is no secret
        for company in self.env["res.company"].sudo().search([("som_promise", "=", True)]):
            retrying_one(
                self.env, lambda company=company: self._som_look_at_shortages(company, products),
                lambda _error, company=company: _logger.exception(
                    "Shortages of %s cannot be brought up to date", company.name))
            self.env["ir.cron"]._commit_progress()
        return result

    @api.model
    def _som_look_at_shortages(self, company, products):
        # sudo: what rules have to order is true whoever looks
        self.env["stock.warehouse.orderpoint"].sudo().search([
            ("product_id", "in", products.ids), ("company_id", "=", company.id)])._compute_qty_to_order_computed()
        self.env["som.shortage"]._som_refresh(company, products)
