from odoo import api, fields, models
from odoo.tools import format_date

#: What is shown of both, from top to bottom.
SHOWN = ("name", "vat", "email", "phone", "street", "street2", "zip", "city", "state_id", "country_id", "parent_id",
         "company_id", "create_date")


class SomPartnerDuplicate(models.Model):
    """The two side by side."""

    _inherit = "som.partner.duplicate"

    comparison = fields.Json(compute="_compute_comparison")

    @api.depends("partner_id", "other_id")
    @api.depends_context("lang")
    def _compute_comparison(self):
        """{names, rows}: ``rows`` of label, left, right, and whether they are the same; empty on both sides: left out.
        """
        partners = self.partner_id | self.other_id
        used = self._som_used(partners)
        labels = self.env["res.partner"].fields_get(SHOWN, ["string"])
        for pair in self:
            left, right = pair.partner_id, pair.other_id
            rows = [(labels[name]["string"], self._shown(left, name), self._shown(right, name)) for name in SHOWN]
            rows += [(label, str(counts.get(left, 0)), str(counts.get(right, 0))) for label, counts in used]
            pair.comparison = {
                "ids": [left.id, right.id],
                "names": [left.display_name or "", right.display_name or ""],
                "rows": [{"label": label, "left": one, "right": two, "same": one == two}
                         for label, one, two in rows if one or two]}

    @api.model
    def _shown(self, partner, name):
        value = partner[name]
        if isinstance(value, models.BaseModel):
            return value.display_name or ""
        return format_date(self.env, value) if name == "create_date" and value else value or ""

    @api.model
    def _som_used(self, partners):
        """[(label, partner → how many)] of orders and invoices, of those that the user may read."""
        counted = [(self.env._("Orders"), "sale.order", "partner_id"),
                   (self.env._("Invoices"), "account.move", "commercial_partner_id")]
        return [
            (label, dict(self.env[model]._read_group([(field, "in", partners.ids)], [field], ["__count"])))
            for label, model, field in counted if self.env[model].has_access("read")]
