import logging
import random
import time

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError

_logger = logging.getLogger(__name__)
TRIES = 5


class SomAllocationRun(models.Model):
    """Runs that nobody starts by hand: something happened, or the day's run is due."""

    _inherit = "som.allocation.run"

    @api.model
    def _som_run_for(self, policy, events):
        """Plan for the products that something happened to, and apply where the policy says so.

        What happened is done with afterwards, whatever came of it: a run that fails says why, and the others go on.
        """
        try:
            self._som_retrying(lambda: self._som_start(policy, events))
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Allocation by policy %s failed", policy.id)
            self.create({**self._som_prepare_run(policy, events), "state": "failed", "note": str(error)})
        events.unlink()

    def _som_start(self, policy, events):
        run = self.create(self._som_prepare_run(policy, events))
        run._som_plan()
        if policy.apply_automatically:
            run._som_apply()
        return run

    @api.model
    def _som_prepare_run(self, policy, events):
        everything = any(not event.product_id for event in events)
        return {
            "company_id": policy.company_id.id, "policy_id": policy.id, "cause": events[-1:].cause or "schedule",
            "product_ids": [] if everything else [(6, 0, events.product_id.ids)],
        }

    @api.model
    def _som_retrying(self, work):
        """Do the work; where another transaction is in the way, do it again (``ir.cron`` does not)."""
        for attempt in range(1, TRIES + 1):
            try:
                result = work()
                self.env.cr.flush()
                return result
            except (OperationalError, ConcurrencyError):
                self.env.cr.rollback()
                self.env.transaction.reset()
                if attempt == TRIES:
                    raise
                time.sleep(random.uniform(0, 0.2 * 2 ** attempt))

    @api.model
    def _som_run_daily(self):
        """The scheduled action: a run over everything for each policy that wants one a day."""
        for policy in self.env["som.allocation.policy"].search([("state", "=", "active"), ("run_daily", "=", True)]):
            self._som_run_for(policy, self.env["som.allocation.event"])
            self.env["ir.cron"]._commit_progress(1)
