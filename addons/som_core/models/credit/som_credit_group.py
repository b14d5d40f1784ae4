from odoo import api, fields, models
from odoo.tools import SQL

#: Who may see limits, as natively.
SEES_LIMITS = "account.group_account_invoice,account.group_account_readonly"


class SomCreditGroup(models.Model):
    """Customers who share one credit limit: what all of them owe together is held against it."""

    _name = "som.credit.group"
    _description = "Credit Group"
    _inherit = ["mail.thread"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(
        "res.currency", required=True, compute="_compute_currency_id", store=True, readonly=False, precompute=True)
    limit = fields.Monetary(
        string="Shared Limit", tracking=True, help="What the members may owe together. 0: no limit of the group's own.")
    limit_until = fields.Date(
        string="Valid Until", tracking=True, help="Last day on which the limit holds. Empty: until further notice.")
    member_ids = fields.Many2many(
        "res.partner", string="Members", compute="_compute_member_ids", inverse="_inverse_member_ids",
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
        help="Customers; their contacts and addresses belong to the group with them.")
    exposure = fields.Monetary(
        compute="_compute_exposure",
        help="What the members owe, with draft invoices and orders that are not invoiced yet.")
    available = fields.Monetary(compute="_compute_exposure", help="What is left of the limit.")
    used_at = fields.Datetime(string="Last Used", readonly=True, copy=False)

    _limit_not_negative = models.Constraint('CHECK ("limit" >= 0)', "A credit limit cannot be negative.")

    @api.depends("company_id")
    def _compute_currency_id(self):
        for group in self:
            group.currency_id = group.company_id.currency_id

    def _compute_member_ids(self):
        for company, groups in self.grouped("company_id").items():
            members = self.env["som.credit"]._som_group_members(groups, company)
            for group in groups:
                found = members.get(group._origin.id, self.env["res.partner"])
                # customers that the user may not see are members all the same
                group.member_ids = found.with_env(self.env)._filtered_access("read")

    def _inverse_member_ids(self):
        for group in self:
            partners = group.member_ids.commercial_partner_id.with_company(group.company_id)
            before = self.env["som.credit"]._som_group_members(group, group.company_id).get(
                group.id, partners.browse()).with_env(partners.env)._filtered_access("read")
            (before - partners).som_credit_group_id = False
            (partners - before).som_credit_group_id = group
        self.invalidate_recordset(["member_ids", "exposure", "available"])

    @api.depends("member_ids", "limit", "currency_id")
    def _compute_exposure(self):
        Credit = self.env["som.credit"]
        for (company, currency), groups in self.grouped(lambda group: (group.company_id, group.currency_id)).items():
            members = Credit._som_group_members(groups, company)
            everyone = self.env["res.partner"].union(*members.values())
            exposures = Credit._som_exposure(everyone, Credit._som_books(company), currency)
            for group in groups:
                group.exposure = sum(exposures[partner.id].total for partner in members.get(group._origin.id, ()))
                group.available = group.limit - group.exposure if group.limit else 0.0

    def _som_shared_limits(self, company):
        """:return dict: id of each group that is in use → (its limit in the company's currency, its last day)"""
        today = fields.Date.context_today(self)
        return {
            group.id: (group.currency_id._convert(group.limit, company.currency_id, company, today),
                       group.limit_until or None)
            for group in self if group.active and group.limit}

    def _som_touch(self):
        """Take the groups' rows; see ``som.credit._som_lock``."""
        self.env.execute_query(SQL(
            """UPDATE som_credit_group SET used_at = %s WHERE id IN (
                   SELECT id FROM som_credit_group WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE) RETURNING id""",
            fields.Datetime.now(), list(self.ids)))
        self.invalidate_recordset(["used_at"], flush=False)

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"limit", "limit_until", "active", "currency_id"}:
            self.env["som.credit"]._som_changed(self.sudo().member_ids)  # sudo: members are members, seen or not
        return result

    def action_open_members(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.res_partner_action_customer")
        return dict(action, domain=[("id", "in", self.member_ids.ids)], context={},
                    display_name=self.env._("Members of %s", self.name))
