import random
import time

from odoo import api, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

TRIES = 5


class StockRule(models.Model):
    """The scheduler in the background: what it loses to other work it does again."""

    _inherit = "stock.rule"

    @api.model
    def _run_scheduler_tasks(self, use_new_cursor=False, company_id=False):
        """Try again on a conflict (``ir.cron`` does not); what was committed stays, the rest is found anew.

        Each batch of moves, a transaction of its own, begins with the turns of its products.
        """
        if not use_new_cursor:
            return super()._run_scheduler_tasks(use_new_cursor=use_new_cursor, company_id=company_id)
        self = self.with_context(som_begin_with_turns=True)  # noqa: PLW0642
        for attempt in range(1, TRIES + 1):
            try:
                return super()._run_scheduler_tasks(use_new_cursor=use_new_cursor, company_id=company_id)
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                self.env.transaction.reset()
                if attempt == TRIES:
                    raise
                time.sleep(random.uniform(0, 0.2 * 2 ** attempt))
        return None
