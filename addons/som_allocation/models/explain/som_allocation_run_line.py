from odoo import api, fields, models

from ...engine.explain import Explainer


class SomAllocationRunLine(models.Model):
    """Every line of a run explains itself: why it got what it got, and what would change it.

    Nothing of it is stored. It is found out when somebody looks, from the snapshot and the plan that the run keeps, by
    asking the engine again.
    """

    _inherit = "som.allocation.run.line"

    explanation = fields.Text(
        compute="_compute_explanation", help="For sales: why, what stood ahead, and what would change it.")
    explanation_html = fields.Html(
        string="Why", compute="_compute_explanation", sanitize=False)  # made from a template of ours

    @api.depends("run_id.plan_hash", "move_id")
    @api.depends_context("lang")
    def _compute_explanation(self):
        self.explanation = self.explanation_html = False
        words = self.env["som.allocation.words"]
        for run, lines in self.grouped("run_id").items():
            explainer = lines._som_explainer(run)
            if isinstance(explainer, str):
                lines.explanation = lines.explanation_html = explainer
                continue
            known = lines.filtered(lambda line, known=explainer: known and line.move_id.id in known.demands)
            for line, parts in words._som_explanations(known, explainer).items() if known else ():
                line.explanation = words._som_as_text(parts)
                line.explanation_html = self.env["ir.qweb"]._render("som_allocation.explanation", parts)

    @api.model
    def _som_explainer(self, run):
        """Who explains the lines of a run. What the run keeps is read once in a request, however many lines ask.

        :return: an engine ``Explainer``; None for a run that has no plan; a text that says why there is none
        """
        if not run.plan_hash:
            return None
        key = run.id, run.snapshot_hash, run.plan_hash
        kept = self.env.cr.cache.get("som.allocation.explainer")
        if kept and kept[0] == key:
            return kept[1]
        run = run.with_context(bin_size=False)  # forms read sizes instead of files
        try:
            explainer = Explainer(run._som_kept_snapshot(), run._som_kept_plan())
        except ValueError:
            return self.env._(
                "This run was planned by an earlier version of the program, whose data can no longer be read. Plan a"
                " new run to see why each line gets what it gets.")
        self.env.cr.cache["som.allocation.explainer"] = key, explainer
        return explainer
