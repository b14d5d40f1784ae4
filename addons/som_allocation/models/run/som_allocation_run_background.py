import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.som_core.retry import retrying

_logger = logging.getLogger(__name__)

#: From so many open lines on, runs go on in the background (parameter ``som_allocation.background_lines``).
BACKGROUND_LINES = 20_000


class SomAllocationRun(models.Model):
    """Long runs do their work in the background, show how far they are, and can be stopped.

    What is planned is committed part by part. Applying is one transaction: it can be stopped before it begins, not
    while it writes.
    """

    _inherit = "som.allocation.run"

    todo = fields.Selection([("plan", "Plan"), ("apply", "Apply")], readonly=True, copy=False)
    progress = fields.Integer(readonly=True, copy=False, help="Percent.")

    def _som_put_off(self, todo):
        """Leave a large run to the background.

        :return bool: whether it is left
        """
        self.ensure_one()
        limit = int(self.env["ir.config_parameter"].sudo().get_param(  # sudo: a parameter everybody is subject to
            "som_allocation.background_lines", BACKGROUND_LINES))
        size = self.line_count if todo == "apply" else self._som_size(limit)
        if size < limit:
            return False
        self.write({"state": "waiting", "todo": todo, "progress": 0})
        self.env.ref("som_allocation.ir_cron_allocation_run")._trigger()
        return True

    def _som_size(self, limit):
        """How many open lines there are to look at, counted no further than to a limit."""
        domain = [("company_id", "=", self.company_id.id), ("sale_line_id", "!=", False),
                  ("state", "in", ("confirmed", "partially_available", "assigned"))]
        if self.product_ids:
            domain.append(("product_id", "in", self.product_ids.ids))
        return self.env["stock.move"].sudo().search_count(domain, limit=limit)  # sudo: a number, of all demand

    def action_stop(self):
        """Stop a run that waits or plans in the background."""
        self._som_check_rights()
        for run in self:
            if run.state != "waiting":
                raise UserError(self.env._("%s is not under way.", run.name))
            # a preview that waits to be applied is still a preview
            run.state = "planned" if run.todo == "apply" else "stopped"
        return True

    def _som_progress(self, percent):
        """Show how far a run in the background is, and notice that it was stopped.

        :raises Stopped: where somebody stopped it
        """
        if not self.env.context.get("som_background"):
            return
        self.progress = percent
        self.env["ir.cron"]._commit_progress()
        self.invalidate_recordset(["state"])
        if self.state != "waiting":
            raise Stopped

    @api.model
    def _som_run_waiting(self):
        """The scheduled action: the runs that wait, the oldest first."""
        waiting = self.search([("state", "=", "waiting")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for run in waiting:
            run.with_context(som_background=True)._som_work()
            self.env["ir.cron"]._commit_progress(1)

    def _som_work(self):
        """Do what a waiting run waits for, under the rights of whoever asked for it (nobody can write that field)."""
        user = self.create_uid
        try:
            retrying(self.env, lambda: self.with_user(user)._som_do())
        except Stopped:
            self.env.cr.rollback()
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Allocation run %s failed", self.id)
            self.write({"state": "failed", "note": str(error)})

    def _som_do(self):
        if self.state != "waiting":
            return
        if self.todo == "apply":
            self._som_apply()
        else:
            self._som_plan()
        self.progress = 100


class Stopped(Exception):
    """Somebody stopped the run."""
