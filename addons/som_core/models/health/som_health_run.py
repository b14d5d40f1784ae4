from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: The steps of a run, each with the share of its progress bar that is full when it begins, in %.
STEPS = {"read": 0, "compare": 30, "merge": 75, "addresses": 85, "products": 90, "prices": 93, "cost": 95}
#: What the score weighs: share of the records of each kind that are clean, in %.
WEIGHTS = {"duplicate": 40, "address": 25, "price": 20, "product": 15}


class SomHealthRun(models.Model):
    """A look at the data of a company: what was found, and the score. One row per run and company.

    The score is the weighted mean of four shares: customers without a likely duplicate (40 %), customers with a
    complete address (25 %), price rules without a conflict (20 %), goods for sale that are not obsolete (15 %).
    A share of nothing is 100 %. What was dismissed counts as clean.
    """

    _name = "som.health.run"
    _description = "Data Health Run"
    _order = "id desc"
    _rec_name = "started_at"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company, index=True,
        ondelete="cascade")
    state = fields.Selection(
        [("running", "Running"), ("done", "Done"), ("failed", "Done with Errors")],
        required=True, default="running", readonly=True, index=True)
    started_at = fields.Datetime(string="Started", required=True, default=fields.Datetime.now, readonly=True)
    ended_at = fields.Datetime(string="Ended", readonly=True)
    step = fields.Selection(
        [("read", "Reading customers"), ("compare", "Comparing customers"), ("merge", "Merging duplicates"),
         ("addresses", "Checking addresses"), ("products", "Checking products"), ("prices", "Checking price rules"),
         ("cost", "Comparing prices with costs")],
        default="read", readonly=True)
    done = fields.Integer(string="Done in Step", readonly=True)
    total = fields.Integer(string="Total of Step", readonly=True)
    cursor = fields.Integer(readonly=True, help="Where the step goes on after an interruption.")
    progress = fields.Float(compute="_compute_progress", help="In %.")
    problems = fields.Json(readonly=True, help="Steps that failed, each with the reason.")
    problems_text = fields.Text(string="Errors", compute="_compute_problems_text")
    score = fields.Float(
        digits=(4, 1), readonly=True, aggregator="avg",
        help="0 to 100: 40 % customers without a likely duplicate, 25 % customers with a complete address, "
             "20 % price rules without a conflict, 15 % goods that are not obsolete.")
    duplicate_count = fields.Integer(string="Likely Duplicates", readonly=True, aggregator="max")
    address_count = fields.Integer(string="Incomplete Addresses", readonly=True, aggregator="max")
    product_count = fields.Integer(string="Obsolete Products", readonly=True, aggregator="max")
    price_count = fields.Integer(string="Price Rules to Mend", readonly=True, aggregator="max")
    merged_count = fields.Integer(string="Merged in This Run", readonly=True, aggregator="sum")

    _one_running = models.UniqueIndex(
        "(company_id) WHERE state = 'running'", "A run of this company is under way: wait for it to end.")

    @api.depends("state", "step", "done", "total")
    def _compute_progress(self):
        starts = [*STEPS.values(), 100]
        for run in self:
            if run.state != "running":
                run.progress = 100.0
                continue
            place = list(STEPS).index(run.step)
            share = min(1.0, run.done / run.total) if run.total else 0.0
            run.progress = starts[place] + (starts[place + 1] - starts[place]) * share

    @api.depends("problems")
    @api.depends_context("lang")
    def _compute_problems_text(self):
        labels = dict(self._fields["step"]._description_selection(self.env))
        for run in self:
            run.problems_text = "\n".join(
                f"{labels.get(step, step)}: {text}" for step, text in (run.problems or {}).items())

    # Starting

    @api.model
    def action_start(self):
        """Begin a run of the company at hand in the background; return it, or the one under way."""
        self.check_access("create")
        run = self._som_start(self.env.company)
        # sudo: managers may start a run, not edit scheduled actions
        self.env.ref("som_core.ir_cron_health_run").sudo()._trigger()
        return run._som_action()

    def _som_action(self):
        return {"type": "ir.actions.client", "tag": "som_data_health"}

    @api.model
    def _som_start(self, companies):
        """Runs of companies, begun now unless one is under way."""
        running = self.search([("state", "=", "running"), ("company_id", "in", companies.ids)])
        fresh = companies - running.company_id
        return running | self.create([{"company_id": company.id} for company in fresh])

    @api.model
    def _cron_nightly(self):
        """Begin a run of every company, and see to it that they go on at once."""
        self._som_start(self.env["res.company"].search([]))
        self.env.ref("som_core.ir_cron_health_run")._trigger()

    @api.ondelete(at_uninstall=False)
    def _unlink_not_running(self):
        if any(run.state == "running" for run in self):
            raise UserError(self.env._("This run is under way: wait for it to end."))

    # The end

    def _som_finish(self):
        """Count what was found, and judge."""
        for run in self:
            counts, totals = run._som_counts(run.company_id), run._som_totals(run.company_id)
            run.write({
                **{f"{kind}_count": count for kind, count in counts.items()},
                "score": self._som_score(counts, totals), "ended_at": fields.Datetime.now(),
                "state": "failed" if run.problems else "done", "done": 0, "total": 0})

    @api.model
    def _som_score(self, counts, totals):
        """0 to 100, one digit after the point; the formula stands in the description of the model."""
        clean = {kind: 1 - min(counts[kind], totals[kind]) / totals[kind] if totals[kind] else 1.0 for kind in WEIGHTS}
        return round(sum(weight * clean[kind] for kind, weight in WEIGHTS.items()), 1)

    @api.model
    def _som_pairs_domain(self, company):
        """Pairs that a company is to review: its own and the shared ones, from its own threshold on."""
        return (Domain("state", "=", "found") & Domain("company_id", "in", [False, company.id])
                & Domain("score", ">=", company.som_health_review_score))

    @api.model
    def _som_findings_domain(self, kind, company):
        return (Domain("state", "=", "open") & Domain("kind", "=", kind)
                & Domain("company_id", "in", [False, company.id]))

    @api.model
    def _som_counts(self, company):
        """Kind → how many are open for a company."""
        found = dict(self.env["som.health.finding"]._read_group(
            Domain("state", "=", "open") & Domain("company_id", "in", [False, company.id]), ["kind"], ["__count"]))
        return {
            "duplicate": self.env["som.partner.duplicate"].search_count(self._som_pairs_domain(company)),
            **{kind: found.get(kind, 0) for kind in ("address", "product", "price")}}

    @api.model
    def _som_totals(self, company):
        """Kind → how many records of a company were looked at."""
        mine = Domain("company_id", "in", [False, company.id])
        customers = self.env["som.partner.key"].sudo().search_count(mine)
        return {
            "duplicate": customers, "address": customers,
            "product": self.env["product.product"].search_count(
                mine & Domain("sale_ok", "=", True) & Domain("type", "=", "consu")),
            "price": self.env["product.pricelist.item"].search_count(
                mine & Domain("pricelist_id.active", "=", True)),
        }
