import logging

from odoo import api, models

from odoo.addons.som_core.retry import retrying

from ... import turnstile

_logger = logging.getLogger(__name__)


class SomAllocationRun(models.Model):
    """Runs that nobody starts by hand: something happened, or the day's run is due."""

    _inherit = "som.allocation.run"

    @api.model
    def _som_run_for(self, policy, events):
        """Plan for the products that something happened to, and apply where the policy says so.

        What happened is done with afterwards, whatever came of it: a run that fails says why, and the others go on.
        """
        values = self._som_prepare_run(policy, events)
        mine = self.with_company(policy.company_id)
        try:
            retrying(mine.env, lambda: mine._som_start(policy, values))
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Allocation by policy %s failed", policy.id)
            mine.create({**values, "state": "failed", "note": str(error)})
        events.unlink()

    def _som_start(self, policy, values):
        """A run from beginning to end, in one transaction that others wait for."""
        if policy.apply_automatically:
            turnstile.begin(self.env, self._som_products_of(values))
        run = self.create(values)
        snapshot, planned = run._som_plan()
        if not planned.changes and not run.exception_count:
            run._som_count_waiting(snapshot, planned)
            run.unlink()  # nobody needs to look at what changes nothing
        elif policy.apply_automatically:
            run._som_carry_out(snapshot, planned)

    @api.model
    def _som_products_of(self, values):
        product_ids = [product for command in values["product_ids"] for product in command[2]]
        if product_ids:
            return self.env["product.product"].browse(product_ids)
        return self.env["product.product"].search([("is_storable", "=", True)])

    @api.model
    def _som_prepare_run(self, policy, events):
        everything = any(not event.product_id for event in events)
        return {
            "company_id": policy.company_id.id, "policy_id": policy.id, "cause": events[-1:].cause or "schedule",
            "product_ids": [] if everything else [(6, 0, events.product_id.ids)],
        }

    @api.model
    def _som_run_daily(self):
        """The scheduled action: a run over everything for each policy that wants one a day."""
        policies = self.env["som.allocation.policy"].search([("state", "=", "active"), ("run_daily", "=", True)])
        self.env["ir.cron"]._commit_progress(remaining=len(policies))
        for policy in policies:
            self._som_run_for(policy, self.env["som.allocation.event"])
            self.env["ir.cron"]._commit_progress(1)
