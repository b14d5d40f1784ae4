from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

#: Audits are kept for so long, in days.
KEPT = 180


class SomStockAudit(models.Model):
    """A look at a company's stock: is what is reserved what open transfers hold, and is it there?

    It covers the places of its company and those of no company; each audit finds anew. It changes nothing;
    repair does (see ``som_stock_audit_repair``).
    """

    _name = "som.stock.audit"
    _description = "Stock Audit"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company, index=True,
        ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Made by", readonly=True, default=lambda self: self.env.user)
    made_at = fields.Datetime(string="Made", required=True, readonly=True, default=fields.Datetime.now)
    key_count = fields.Integer(
        string="Keys Compared", readonly=True, aggregator="max",
        help="A key is a product in a place, with its lot, package and owner.")
    finding_ids = fields.One2many("som.stock.audit.finding", "audit_id", readonly=True)
    drift_count = fields.Integer(string="Drifts", compute="_compute_counts", store=True, aggregator="max")
    oversold_count = fields.Integer(string="Oversold", compute="_compute_counts", store=True, aggregator="max")
    orphan_count = fields.Integer(string="Orphans", compute="_compute_counts", store=True, aggregator="max")
    move_count = fields.Integer(string="Moves Unlike Their Lines", compute="_compute_counts", store=True,
                                aggregator="max")
    state = fields.Selection(
        [("clean", "Clean"), ("found", "To Repair"), ("repaired", "Repaired")],
        compute="_compute_counts", store=True, index=True)
    noted = fields.Boolean(compute="_compute_noted", help="Something was done about a finding, or tried.")

    @api.depends("finding_ids.note")
    def _compute_noted(self):
        for audit in self:
            audit.noted = any(audit.finding_ids.mapped("note"))

    @api.depends("finding_ids.kind", "finding_ids.state")
    def _compute_counts(self):
        for audit in self:
            kinds = audit.finding_ids.mapped("kind")
            for kind in ("drift", "oversold", "orphan", "move"):
                audit[f"{kind}_count"] = kinds.count(kind)
            still = any(finding.state == "open" for finding in audit.finding_ids)
            audit.state = "found" if still else "repaired" if kinds else "clean"

    @api.depends("company_id", "made_at")
    def _compute_display_name(self):
        for audit in self:
            made_at = fields.Datetime.context_timestamp(audit, audit.made_at) if audit.made_at else ""
            audit.display_name = self.env._(
                "Stock audit of %(company)s, %(moment)s", company=audit.company_id.name,
                moment=made_at and made_at.strftime("%Y-%m-%d %H:%M"))

    # Making one

    @api.model
    def action_audit(self):
        """Audit the company at hand, and show what was found."""
        self._som_check_manager()
        audit = self._som_audit(self.env.company)
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": audit.id, "view_mode": "form",
                "name": audit.display_name}

    @api.model
    def _cron_daily(self):
        """Audit every company; what one company's audit found is kept even if time runs out for the next."""
        Cron = self.env["ir.cron"]
        companies = self._som_waiting_companies()
        Cron._commit_progress(remaining=len(companies))
        for company in companies:
            self._som_audit(company)
            if not Cron._commit_progress(1):
                break

    @api.model
    def _som_waiting_companies(self):
        """Those not audited today, longest ago first: a cron that was cut short goes on where it ended."""
        now = fields.Datetime.now()
        rows = self._read_group([], ["company_id"], ["made_at:max"])
        last = {company.id: made_at for company, made_at in rows}
        never = now - timedelta(days=KEPT)
        companies = self.env["res.company"].search([])
        waiting = companies.filtered(lambda company: last.get(company.id, never) < now - timedelta(hours=12))
        return waiting.sorted(lambda company: (last.get(company.id, never), company.id))

    @api.model
    def _som_audit(self, company):
        """Look at the stock of one company and keep what was found.

        :return: ``som.stock.audit``
        """
        before = self.sudo().search([("company_id", "=", company.id)], limit=1)
        count, found = self._som_look(company)
        # sudo: audits are written by the audit alone, whoever asks for one; see _som_check_manager
        audit = self.sudo().create({
            "company_id": company.id, "key_count": count, "user_id": self.env.uid,
            "finding_ids": [(0, 0, values) for values in found]})
        audit._som_tell(before)
        return audit.with_env(self.env)

    # Telling

    def _som_tell(self, before):
        """Say once what is new: what the audit before found too was told then."""
        known = {finding._som_key() for finding in before.finding_ids if finding.state == "open"}
        fresh = self.finding_ids.filtered(lambda finding: finding._som_key() not in known)
        if not fresh:
            return
        text = self.env._(
            "%(count)s new findings: %(kinds)s. Look at them and repair them.", count=len(fresh),
            kinds=", ".join(f"{fresh.mapped('kind').count(kind)} {label}"
                            for kind, label in fresh._fields["kind"]._description_selection(self.env)
                            if kind in fresh.mapped("kind")))
        self.message_post(body=text)
        responsible = self._som_responsible()
        if responsible:
            self.activity_schedule("mail.mail_activity_data_todo", summary=self.env._("Stock that does not add up"),
                                   note=text, user_id=responsible.id)

    def _som_responsible(self):
        """The stock manager whom findings go to: who made the audit if that is one, otherwise the first there is."""
        managers = self.env.ref("stock.group_stock_manager").all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids)
        return managers.filtered(lambda user: user == self.user_id) or managers.sorted("id")[:1]

    # Rights and room

    @api.model
    def _som_check_manager(self):
        """:raises AccessError: unless the user manages stock"""
        if not (self.env.su or self.env.user.has_group("stock.group_stock_manager")):
            raise AccessError(self.env._(
                "Only those who manage stock may audit or repair it. Ask one of them, or for the right "
                "“Inventory: Administrator”."))

    @api.autovacuum
    def _gc_audits(self):
        """Audits go after half a year; the last one of each company stays, to tell news from what is known."""
        last = [audit_id for _company, audit_id in self._read_group([], ["company_id"], ["id:max"])]
        self.search([("id", "not in", last), ("made_at", "<", fields.Datetime.now() - timedelta(days=KEPT))],
                    limit=10000).unlink()

    def _som_lock_quants(self, products):
        """Keep everybody from the quants of some products until the transaction ends; waits for those at work.

        :raises psycopg2.errors.SerializationFailure: when one of them changed what this transaction has read
        """
        self.env.cr.execute(SQL(
            "SELECT FROM stock_quant WHERE product_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", products.ids))
