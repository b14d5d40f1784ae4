from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.tools import format_date


class ResCompany(models.Model):
    """Whether, and how, a company promises dates from stock."""

    _inherit = "res.company"

    som_promise = fields.Boolean(
        string="Promise Dates from Stock",
        help="Expected dates follow from stock, from who waits ahead, and from what is on its way. Off: as Odoo has it,"
             " lead times alone.")
    som_promise_vendor_lead = fields.Boolean(
        string="Count on Vendors", default=True,
        help="Beyond what is on its way, goods can be had after the lead time of their first vendor.")
    som_promise_overdue_days = fields.Integer(
        string="Days for Overdue Receipts", default=1,
        help="A receipt that should have come already is expected so many days from now.")
    som_promise_tell = fields.Boolean(
        string="Tell Customers of New Dates",
        help="A mail when a promise moves to a later date: what comes later, and when it is expected now.")

    _som_promise_overdue_days_positive = models.Constraint(
        "CHECK (som_promise_overdue_days >= 0)", "An overdue receipt comes today at the earliest: 0 days or more.")

    def _som_tz(self):
        """The name of the time zone in which the company has its days."""
        # sudo: where a company is is no secret, also for who may not read its address
        return self.sudo().partner_id.tz or "UTC"

    def _som_today(self):
        """The day that it is where the company is."""
        return fields.Datetime.now().replace(tzinfo=UTC).astimezone(ZoneInfo(self._som_tz())).date()

    def _som_day_text(self, date):
        """The day of a datetime where the company is, in the language of the environment: promises are days."""
        self.ensure_one()
        here = self.with_context(tz=self._som_tz())
        return format_date(here.env, date) if date else False
