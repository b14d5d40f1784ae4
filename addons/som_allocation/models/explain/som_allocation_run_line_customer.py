from odoo import api, fields, models
from odoo.tools import format_date


class SomAllocationRunLine(models.Model):
    """What may be told to the customer: nothing of others, of rules, or of prices."""

    _inherit = "som.allocation.run.line"

    customer_text = fields.Char(
        string="For the Customer", compute="_compute_customer_text",
        help="One sentence in the customer's language. Empty as long as the run is not applied.")

    @api.depends("run_id.state", "after", "wanted", "missing", "reason", "date_after", "order_id.partner_id")
    @api.depends_context("lang")
    def _compute_customer_text(self):
        for line in self:
            lang = line.order_id.partner_id.lang or self.env.lang
            told = line.run_id.state == "applied"
            line.customer_text = line.with_context(lang=lang)._som_customer_text() if told else False

    def _som_customer_text(self):
        self.ensure_one()
        words, uom = self.env["som.allocation.words"], self.product_id.uom_id
        known = {
            "wanted": words._som_quantity(self.wanted, uom), "given": words._som_number(self.after),
            "product": self.product_id.display_name, "date": self._som_customer_date(),
        }
        if self.missing <= 0:
            return self.env._("All %(wanted)s of %(product)s are reserved for you.", **known)
        if self.reason == "gate":
            return self.env._(
                "%(wanted)s of %(product)s will be reserved for you together with the rest of your order.", **known)
        if self.after > 0:
            return self._som_customer_part(known)
        if known["date"]:
            return self.env._(
                "%(wanted)s of %(product)s are not reserved for you yet; we expect them on %(date)s.", **known)
        return self.env._(
            "%(wanted)s of %(product)s are not reserved for you yet; we will reserve them as soon as we can.", **known)

    def _som_customer_part(self, known):
        if known["date"]:
            return self.env._(
                "%(given)s of %(wanted)s of %(product)s are reserved for you; we expect the rest on %(date)s.", **known)
        return self.env._(
            "%(given)s of %(wanted)s of %(product)s are reserved for you; we will reserve the rest as soon as we can.",
            **known)

    def _som_customer_date(self):
        """The day on which the rest is expected, as the customer writes it; False where nobody knows."""
        if not self.date_after or self.date_after <= fields.Datetime.now():
            return False
        zone = self.order_id.partner_id.tz or self.company_id._som_tz()
        day = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.date_after).date()
        return format_date(self.env, day)
