from odoo import api, models

from odoo.addons.som_core.retry import retrying


class StockRule(models.Model):
    """The scheduler in the background: what it loses to other work it does again."""

    _inherit = "stock.rule"

    @api.model
    def _run_scheduler_tasks(self, use_new_cursor=False, company_id=False):
        """Try again on a conflict; what was committed stays, the rest is found anew.

        Each batch of moves, a transaction of its own, begins with the turns of its products.
        """
        if not use_new_cursor:
            return super()._run_scheduler_tasks(use_new_cursor=use_new_cursor, company_id=company_id)
        tasks = super(StockRule, self.with_context(som_begin_with_turns=True))._run_scheduler_tasks
        return retrying(self.env, lambda: tasks(use_new_cursor=use_new_cursor, company_id=company_id))
