from markupsafe import Markup

from odoo import api, fields, models


class SomAllocationPolicy(models.Model):
    """What a policy does, in words that need no knowledge of its fields."""

    _inherit = "som.allocation.policy"

    summary = fields.Html(string="In Plain Words", compute="_compute_summary", sanitize=False)
    leaves_rest = fields.Boolean(
        string="Leaves Some to Odoo", compute="_compute_leaves_rest",
        help="No segment takes whatever the others leave: such lines are reserved natively.")

    @api.depends("segment_ids.domain", "segment_ids.active")
    def _compute_leaves_rest(self):
        for policy in self:
            segments = policy.segment_ids.filtered("active")
            policy.leaves_rest = bool(segments) and not any(segment.takes_all for segment in segments)

    @api.depends(
        "company_id", "warehouse_ids", "minimum_fill", "starve_runs", "starve_days", "apply_automatically",
        "run_on_stock", "run_on_release", "run_on_cancel", "run_on_policy", "run_daily", "leaves_rest",
        "segment_ids.sequence", "segment_ids.active", "segment_ids.words")
    def _compute_summary(self):
        for policy in self:
            segments = policy.segment_ids.filtered("active").sorted("sequence")
            policy.summary = Markup("<p>%s</p>%s<p>%s</p>") % (
                policy._som_words_where(),
                Markup("<ol>%s</ol>") % Markup("").join(
                    Markup("<li><strong>%s</strong> – %s</li>") % (segment.name or "", segment.words or "")
                    for segment in segments) if segments else "",
                Markup("<br/>").join(policy._som_words_for_all()))

    def _som_words_where(self):
        if self.warehouse_ids:
            return self.env._(
                "Where stock is short in %s, it is given out in this order:",
                ", ".join(self.warehouse_ids.mapped("name")))
        return self.env._(
            "Where stock is short in %s, it is given out in this order, except in warehouses that have a policy of"
            " their own:", self.company_id.name or "")

    def _som_words_for_all(self):
        """One sentence for each rule that holds for all segments, and when it runs."""
        return [*self._som_words_of_all_segments(), self._som_words_when()]

    def _som_words_of_all_segments(self):
        sentences = []
        if self.leaves_rest:
            sentences.append(self.env._("Lines that fall into no segment are reserved natively, as they come."))
        if self.minimum_fill:
            sentences.append(self.env._(
                "An order is given nothing new unless %s %% of its open value can be filled together, where the order"
                " itself does not say otherwise.", f"{self.minimum_fill:g}"))
        sentences.append(self._som_words_starved())
        return [sentence for sentence in sentences if sentence]

    def _som_words_starved(self):
        if self.starve_runs and self.starve_days:
            return self.env._(
                "A line that was passed over in %(runs)s runs, or has waited for %(days)s days, comes before all"
                " others.", runs=self.starve_runs, days=self.starve_days)
        if self.starve_days:
            return self.env._("A line that has waited for %s days comes before all others.", self.starve_days)
        if self.starve_runs:
            return self.env._("A line that was passed over in %s runs comes before all others.", self.starve_runs)
        return ""

    def _som_words_when(self):
        causes = {
            "run_on_stock": self.env._("when stock arrives"),
            "run_on_release": self.env._("when an order is confirmed or released"),
            "run_on_cancel": self.env._("when an order is cancelled or reduced"),
            "run_on_policy": self.env._("when the policy changes"),
            "run_daily": self.env._("every day"),
        }
        when = ", ".join(cause for name, cause in causes.items() if self[name])
        if not when:
            return self.env._("New orders are given what is free; everything else happens when somebody starts a run.")
        if self.apply_automatically:
            return self.env._("Runs start and are applied by themselves: %s.", when)
        return self.env._("Runs start by themselves and wait for somebody to apply them: %s.", when)
