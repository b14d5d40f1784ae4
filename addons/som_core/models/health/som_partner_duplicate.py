from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: What spoke for or against a pair (see ``health/score.py``), as people read it.
REASONS = {
    "vat": _lt("same tax number"),
    "email": _lt("same e-mail"),
    "phone": _lt("same phone"),
    "name": _lt("similar name"),
    "same_name": _lt("same name"),
    "address": _lt("same address"),
    "own_address": _lt("same address"),
    "same_parent": _lt("same parent company"),
    "zip": _lt("same postcode"),
    "only_name": _lt("nothing else differs"),
    "other_name": _lt("other name"),
    "other_email": _lt("other e-mail"),
    "other_phone": _lt("other phone"),
    "other_address": _lt("other address"),
    "other_country": _lt("other country"),
}


class SomPartnerDuplicate(models.Model):
    """Two records that are likely the same customer, why, and what was decided about them.

    The one with the lower id stands first, so that a pair exists once. After a
    merge the record stays as a note: what went is a name, no record any more.
    """

    _name = "som.partner.duplicate"
    _description = "Likely Duplicate Customers"
    _order = "score desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="cascade", readonly=True, index="btree_not_null")
    other_id = fields.Many2one(
        "res.partner", string="Looks Like", ondelete="cascade", readonly=True, index="btree_not_null")
    company_id = fields.Many2one(
        "res.company", readonly=True, index="btree_not_null", ondelete="cascade",
        help="Empty: both are shared by all companies.")
    score = fields.Integer(readonly=True, aggregator="avg", help="0 to 100: how likely the two are one customer.")
    reasons = fields.Json(readonly=True, help="What spoke for and against it, with its points.")
    reasons_text = fields.Char(string="Why", compute="_compute_reasons_text")
    state = fields.Selection(
        [("found", "To Review"), ("merged", "Merged"), ("dismissed", "Not a Duplicate")],
        required=True, default="found", readonly=True, index=True)
    keep_id = fields.Many2one(
        "res.partner", string="Record to Keep", ondelete="set null", domain="[('id', 'in', [partner_id, other_id])]")
    keep_side = fields.Selection(
        [("partner", "Customer"), ("other", "Looks Like")], string="Keep",
        compute="_compute_keep_side", inverse="_inverse_keep_side",
        help="The record that stays; the other one's orders, invoices and contacts go over to it. "
             "Proposed: the one used most, then the older one.")
    merged_name = fields.Char(readonly=True, help="Name of the record that was merged into the other one.")
    automatic = fields.Boolean(string="Merged Automatically", readonly=True)
    problem = fields.Char(readonly=True, help="Why the two could not be merged.")
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    decided_at = fields.Datetime(string="Decided On", readonly=True)

    _pair_uniq = models.Constraint("UNIQUE (partner_id, other_id)", "Two customers are a pair once.")
    _pair_order = models.Constraint(
        "CHECK (partner_id < other_id)", "The customer with the lower number stands first.")
    _keep_one_of_them = models.Constraint(
        "CHECK (keep_id IS NULL OR keep_id IN (partner_id, other_id) OR state = 'merged')",
        "Keep one of the two customers.")

    @api.depends("partner_id.display_name", "other_id.display_name", "merged_name")
    def _compute_display_name(self):
        for pair in self:
            other = pair.other_id.display_name or pair.merged_name or ""
            pair.display_name = f"{pair.partner_id.display_name or ''} / {other}"

    @api.depends("keep_id", "partner_id", "other_id")
    def _compute_keep_side(self):
        """Names of the two are often the same: which one is kept is said by its column."""
        for pair in self:
            pair.keep_side = "other" if pair.other_id and pair.keep_id == pair.other_id else "partner"

    def _inverse_keep_side(self):
        for pair in self:
            pair.keep_id = pair.other_id if pair.keep_side == "other" else pair.partner_id

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_reasons_text(self):
        for pair in self:
            points = sorted((pair.reasons or {}).items(), key=lambda reason: -reason[1])
            pair.reasons_text = ", ".join(
                str(REASONS.get(self._reason_label(code, value), code)) for code, value in points)

    @api.model
    def _reason_label(self, code, points):
        return "same_name" if code == "name" and points >= 49 else code

    # For other parts of the suite

    @api.model
    def _som_open_pairs(self, partners):
        """Pairs to review that partners are in, in one query.

        :param partners: recordset of res.partner
        :return dict: partner id → recordset of pairs, for those that have any
        """
        # sudo: who enters orders need not have the right to review; nothing of other companies comes with it
        pairs = self.sudo().search_fetch(
            Domain("state", "=", "found") & Domain("company_id", "in", [False, *self.env.companies.ids])
            & (Domain("partner_id", "in", partners.ids) | Domain("other_id", "in", partners.ids)),
            ["partner_id", "other_id"])
        wanted, found = set(partners.ids), {}
        for pair in pairs:
            for partner in wanted & {pair.partner_id.id, pair.other_id.id}:
                found[partner] = found.get(partner, self) | pair.with_env(self.env)
        return found

    # Decisions

    def write(self, vals):
        """A pair that is decided holds no order any more."""
        if "state" not in vals:
            return super().write(vals)
        partners = self.partner_id | self.other_id
        result = super().write(vals)
        self.env["sale.order"]._som_world_changed(partners | self.partner_id | self.other_id)
        return result

    def action_dismiss(self):
        """Not a duplicate: remembered, whatever later scans find."""
        self.check_access("write")
        self.filtered(lambda pair: pair.state == "found").write(self._prepare_decision("dismissed"))
        return True

    def action_reopen(self):
        """Take “not a duplicate” back."""
        self.check_access("write")
        self.filtered(lambda pair: pair.state == "dismissed").write(
            {"state": "found", "decided_by_id": False, "decided_at": False})
        return True

    def _prepare_decision(self, state):
        return {"state": state, "decided_by_id": self.env.uid, "decided_at": fields.Datetime.now(), "problem": False}

    def action_open_partner(self):
        return self.partner_id._get_records_action(name=self.partner_id.display_name)

    def action_open_other(self):
        return self.other_id._get_records_action(name=self.other_id.display_name)
