from odoo import api, models


class AccountAnalyticDistributionModel(models.Model):
    """Where there are no distribution models none is looked for: see ``sale.order.line``."""

    _inherit = "account.analytic.distribution.model"

    @api.model
    def _get_applicable_models(self, vals):
        if self.env.context.get("som_no_distribution_models"):
            return self.browse()
        return super()._get_applicable_models(vals)

    @api.model
    def _som_is_empty(self):
        """Whether there is no distribution model at all, whoever may see it."""
        # sudo: what nobody has nobody finds
        return not self.sudo().with_context(active_test=False).search_count([], limit=1)
