from odoo import api, models


class SaleOrderLine(models.Model):
    """The analytic distribution of many lines: native code looks for models line by line, also where there are none."""

    _inherit = "sale.order.line"

    @api.depends("order_id.partner_id", "product_id")
    def _compute_analytic_distribution(self):
        if len(self) > 1 and self.env["account.analytic.distribution.model"]._som_is_empty():
            self = self.with_context(som_no_distribution_models=True)  # noqa: PLW0642
        return super()._compute_analytic_distribution()
