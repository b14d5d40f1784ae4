from odoo import api, models


class SomHealthRun(models.Model):
    """What the Data Health screen shows."""

    _inherit = "som.health.run"

    #: Kind → xml id of its list.
    _SCREENS = {
        "duplicate": "som_core.action_som_partner_duplicate",
        "address": "som_core.action_som_health_address",
        "product": "som_core.action_som_health_product",
        "price": "som_core.action_som_health_price",
    }

    @api.model
    def som_dashboard(self):
        """The state of the company at hand.

        :return dict: company (name), score (0 to 100, or False), previous (score before), run (the last one ended, or
            False), running (progress in %, label of the step; or False), cards (see ``_som_card``), history (up to 30
            of date and score, oldest first)
        """
        self.check_access("read")
        company = self.env.company
        runs = self.search([("company_id", "=", company.id), ("state", "!=", "running")], limit=30)
        running = self.search([("company_id", "=", company.id), ("state", "=", "running")], limit=1)
        counts = self._som_counts(company)
        return {
            "company": company.name,
            "score": runs[:1].score if runs else False,
            "previous": runs[1:2].score if len(runs) > 1 else False,
            "run": runs[:1]._som_as_shown() if runs else False,
            "running": running._som_as_shown() if running else False,
            "cards": [self._som_card(kind, counts[kind], runs) for kind in self._SCREENS],
            "history": [{"at": run.ended_at, "score": run.score} for run in reversed(runs)],
        }

    def _som_as_shown(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        return {
            "id": self.id, "started_at": self.started_at, "ended_at": self.ended_at, "progress": self.progress,
            "step": labels.get(self.step), "problems": self.problems_text, "merged": self.merged_count,
        }

    @api.model
    def _som_card(self, kind, count, runs):
        """kind, count now, change (against the run before the last; False where there is none), what to open."""
        last, before = runs[:1], runs[1:2]
        field = f"{kind}_count"
        return {
            "kind": kind, "count": count,
            "change": last[field] - before[field] if before else False,
            "action": self._SCREENS[kind],
        }
