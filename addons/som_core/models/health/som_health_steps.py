import logging

from psycopg2 import OperationalError

from odoo import api, models
from odoo.exceptions import ConcurrencyError

from .som_health_run import STEPS

_logger = logging.getLogger(__name__)
#: Customers that are read, compared or merged between two commits.
READ, COMPARE, MERGE = 5000, 10000, 50
TRIES = 5


class SomHealthRun(models.Model):
    """The work of a run, in bounded batches; what is done shows in the tables, so an interrupted run just goes on."""

    _inherit = "som.health.run"

    @api.model
    def _cron_run(self):
        """Go on with the runs under way, the oldest first, batch by committed batch."""
        Cron = self.env["ir.cron"]
        waiting = self.search([("state", "=", "running")], order="id")
        Cron._commit_progress(remaining=len(waiting))
        for run in waiting:
            run._som_run(Cron._commit_progress)
            Cron._commit_progress(1)

    def _som_run(self, commit=lambda: None):
        """Do all that is left of a run; ``commit`` is called after each batch."""
        self.ensure_one()
        while self.state == "running":
            self._som_batch_retrying()
            commit()

    def _som_batch_retrying(self):
        """One batch. A conflict with other work is tried again; any other error ends its own step only."""
        for attempt in range(1, TRIES + 1):
            try:
                with self.env.cr.savepoint():
                    self._som_batch()
                return
            except (OperationalError, ConcurrencyError) as error:
                self.env.cr.rollback()
                self.env.transaction.reset()
                if attempt == TRIES:
                    self._som_give_up(error)
            except Exception as error:
                self.env.invalidate_all(flush=False)
                self._som_give_up(error)
                return

    def _som_give_up(self, error):
        """The step failed: say why, go on with the next."""
        _logger.error("Data health run %s: step %s failed", self.id, self.step, exc_info=error)
        self.problems = {**(self.problems or {}), self.step: str(error)}
        self._som_next_step()

    def _som_batch(self):
        """Do a batch of the step at hand, and go to the next step when nothing is left of it."""
        if getattr(self, f"_som_step_{self.step}")():
            self._som_next_step()

    def _som_next_step(self):
        steps = list(STEPS)
        place = steps.index(self.step) + 1
        if place == len(steps):
            self._som_finish()
        else:
            self.write({"step": steps[place], "done": 0, "total": 0, "cursor": 0})

    def _som_advance(self, count, left):
        """Count a batch of a step; whether the step has come to its end.

        :param left: function that counts what the step has before it, called once
        """
        if not self.total:
            self.total = max(1, count + left())
        self.done += count
        return not count

    # The steps: each does one batch and says whether it was the last

    def _som_step_read(self):
        Key = self.env["som.partner.key"]
        self.env["res.partner"].flush_model()
        if not self.done:
            Key._som_forget_gone()
        return self._som_advance(Key._som_renew(READ), Key._som_changed_count)

    def _som_step_compare(self):
        pending = self.env["som.partner.key"].search_count
        return self._som_advance(
            self.env["som.partner.duplicate"]._som_compare(COMPARE), lambda: pending([("pending", "=", True)]))

    def _som_step_merge(self):
        Pair = self.env["som.partner.duplicate"]
        before = Pair.search_count([("state", "=", "merged")])
        tried = Pair._som_merge_automatically(MERGE)
        self.merged_count += Pair.search_count([("state", "=", "merged")]) - before
        return self._som_advance(tried, lambda: Pair.search_count(Pair._som_automatic_domain()))

    def _som_step_addresses(self):
        self.env["som.health.finding"]._som_find_addresses(self.company_id)
        return True

    def _som_step_products(self):
        self.env["som.health.finding"]._som_find_products(self.company_id)
        return True

    def _som_step_prices(self):
        self.env["som.health.finding"]._som_find_price_rules(self.company_id)
        return True

    def _som_step_cost(self):
        """One pricelist a batch."""
        Lists = self.env["product.pricelist"]
        mine = [("company_id", "in", [False, self.company_id.id])]
        if not self.total:
            self.total = Lists.search_count(mine)
        self.cursor = self.env["som.health.finding"]._som_find_below_cost(self.company_id, self.cursor)
        self.done += 1
        return not self.cursor
