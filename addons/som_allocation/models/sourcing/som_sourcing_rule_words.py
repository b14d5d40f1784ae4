from odoo import api, fields, models
from odoo.tools import format_amount, format_datetime, formatLang


class SomSourcingRule(models.Model):
    """How much, how far, how many, until when: the figure of a rule, whatever its kind, in one column."""

    _inherit = "som.sourcing.rule"

    figure = fields.Char(string="How Much", compute="_compute_figure")

    @api.depends("kind", "amount", "quantity", "number", "measure", "kilometres", "carrier_ids.name", "date_until",
                 "currency_id")
    @api.depends_context("lang", "tz")
    def _compute_figure(self):
        for rule in self:
            tell = getattr(rule, f"_som_figure_{rule.kind}", rule._som_figure_amount)
            rule.figure = tell()

    def _som_figure_amount(self):
        return format_amount(self.env, self.amount, self.currency_id or self.env.company.currency_id)

    def _som_figure_off(self):
        if not self.date_until:
            return self.env._("until further notice")
        return self.env._("until %s", format_datetime(self.env, self.date_until, dt_format="short"))

    def _som_figure_minimum(self):
        return self.env._("%s of each product", self._som_number(self.quantity))

    def _som_figure_carrier(self):
        return ", ".join(self.carrier_ids.mapped("name"))

    def _som_figure_distance(self):
        return self.env._("%s km", self._som_number(self.kilometres))

    def _som_figure_capacity(self):
        if self.measure == "lines":
            return self.env._("%s lines a day", self.number)
        return self.env._("%s orders a day", self.number)

    def _som_figure_sites(self):
        return self.env._("%s warehouses", self.number)

    def _som_figure_together(self):
        return self.env._("below %s", self._som_figure_amount()) if self.amount else ""

    @api.model
    def _som_number(self, number):
        return formatLang(self.env, number, digits=0 if number == int(number) else 2)
