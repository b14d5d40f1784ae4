from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytz
from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL

PERIOD = relativedelta(months=12)

#: A customer of whom nothing is known; None: nothing can be said.
NOTHING = {
    "order_count": 0, "order_value": 0.0, "last_order_date": None, "dated_count": 0, "on_time_rate": None,
    "return_rate": None, "paid_value": 0.0, "days_to_pay": None, "exposure": 0.0, "overdue": 0.0, "overdue_days": 0,
    "credit_limit": 0.0, "own_limit": 0.0, "shared_exposure": 0.0, "credit_used": 0.0, "limit_until": None,
    "limit_shared": False, "hold_count": 0,
}


class Scope(NamedTuple):
    """Whose figures, in which company, and when."""

    partners: models.BaseModel
    company: models.BaseModel
    zone: str
    now: object  #: naive UTC
    since: object  #: naive UTC, where the last 12 months begin

    @property
    def today(self):
        """The date in the company's zone."""
        return self.now.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(self.zone)).date()

    @property
    def values(self):
        """Named values of the statements."""
        return {"ids": self.partners.ids, "company": self.company.id, "zone": self.zone, "now": self.now,
                "since": self.since, "today": self.today, "first_day": self.today - PERIOD}


class SomProfileFigures(models.AbstractModel):
    """The figures of customers, for many at once, each kind in one statement.

    They are the whole customer's, whatever single orders and invoices the
    reader may open: who may see them at all is for the caller to check.
    """

    _name = "som.profile.figures"
    _description = "Figures of Customers"

    @api.model
    def _som_figures(self, partners, company, now=None):
        """Figures of customers in a company as they are now.

        Orders count for the commercial partner of their customer, invoices for
        their own. Days are meant in the zone of the order's channel, else of the
        company's contact, else in UTC.

        :param partners: ``res.partner``; those that are not their own commercial partner are left out
        :param datetime now: naive UTC
        :return dict: partner id → mapping of the figures' columns in ``som.customer.profile``
        """
        # sudo: totals over what the caller may not open one by one; see the class
        return self.sudo()._som_collect(partners.sudo(), company.sudo(), now or self.env.cr.now())

    def _som_collect(self, partners, company, now):
        customers = partners.filtered(lambda partner: partner.commercial_partner_id == partner)
        figures = {partner_id: dict(NOTHING) for partner_id in customers.ids}
        if not figures:
            return figures
        scope = Scope(customers, company, self._som_zone(company), now, now - PERIOD)
        self._som_flush()
        for kind in (self._som_orders, self._som_on_time, self._som_returns, self._som_payments, self._som_holds,
                     self._som_credit):
            for partner_id, values in kind(scope):
                figures[partner_id].update(values)
        return figures

    def _som_zone(self, company):
        zone = company.partner_id.tz
        return zone if zone in pytz.all_timezones_set else "UTC"

    def _som_flush(self):
        for name in ("account.move", "account.move.line", "account.partial.reconcile", "res.partner", "sale.order",
                     "sale.order.line", "som.channel", "som.hold", "som.milestone"):
            self.env[name].flush_model()

    def _som_rows(self, names, statement, scope):
        """Rows of a statement whose first column is the customer, the others named.

        :return list: (partner id, mapping)
        """
        return [(row[0], dict(zip(names, row[1:], strict=True)))
                for row in self.env.execute_query(SQL(statement, **scope.values))]

    def _som_orders(self, scope):
        """Confirmed orders: how many, their untaxed value in the company's currency, the last one."""
        return self._som_rows(
            ("order_count", "order_value", "last_order_date"),
            """SELECT partner.commercial_partner_id, COUNT(*),
                      COALESCE(SUM(sale.amount_untaxed / COALESCE(NULLIF(sale.currency_rate, 0), 1))
                               FILTER (WHERE sale.date_order > %(since)s), 0)::float,
                      (MAX(sale.date_order) AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
                 FROM sale_order sale JOIN res_partner partner ON partner.id = sale.partner_id
                WHERE sale.state = 'sale' AND sale.company_id = %(company)s
                  AND partner.commercial_partner_id = ANY(%(ids)s)
                GROUP BY partner.commercial_partner_id""", scope)

    def _som_on_time(self, scope):
        """Orders of goods that were shipped in full by the end of the day they were asked for.

        The day is that of the requested date, else of the date promised. An
        order counts as soon as all of it is shipped, or the day has passed.
        """
        return self._som_rows(
            ("dated_count", "on_time_rate"),
            """WITH asked AS (
                   SELECT sale.id, partner.commercial_partner_id AS customer_id,
                          COALESCE(channel.tz, %(zone)s) AS zone,
                          COALESCE(sale.som_requested_date, sale.commitment_date) AS asked_at
                     FROM sale_order sale
                     JOIN res_partner partner ON partner.id = sale.partner_id
                     LEFT JOIN som_channel channel ON channel.id = sale.som_channel_id
                    WHERE sale.state = 'sale' AND sale.company_id = %(company)s
                      AND partner.commercial_partner_id = ANY(%(ids)s)
                      AND COALESCE(sale.som_requested_date, sale.commitment_date) > %(since)s
               ), line AS (
                   SELECT asked.id AS order_id, line.product_uom_qty AS ordered,
                          COALESCE(SUM(milestone.quantity), 0) AS shipped,
                          MAX(milestone.occurred_at) FILTER (WHERE milestone.quantity > 0) AS shipped_at
                     FROM asked
                     JOIN sale_order_line line ON line.order_id = asked.id
                     JOIN product_product product ON product.id = line.product_id
                     JOIN product_template template ON template.id = product.product_tmpl_id
                     LEFT JOIN som_milestone milestone ON milestone.line_id = line.id AND milestone.stage = 'shipped'
                    WHERE template.type = 'consu' AND line.display_type IS NULL AND line.product_uom_qty > 0
                      AND line.is_downpayment IS NOT TRUE AND line.is_delivery IS NOT TRUE
                    GROUP BY asked.id, line.id
               ), goods AS (
                   SELECT order_id, BOOL_AND(ordered - shipped < 0.000001) AS complete, MAX(shipped_at) AS shipped_at
                     FROM line GROUP BY order_id
               ), judged AS (
                   SELECT asked.customer_id, goods.complete,
                          (goods.shipped_at AT TIME ZONE 'UTC' AT TIME ZONE asked.zone)::date AS shipped_on,
                          (asked.asked_at AT TIME ZONE 'UTC' AT TIME ZONE asked.zone)::date AS asked_on,
                          (%(now)s AT TIME ZONE 'UTC' AT TIME ZONE asked.zone)::date AS today
                     FROM asked JOIN goods ON goods.order_id = asked.id
               )
               SELECT customer_id, COUNT(*),
                      100.0::float * COUNT(*) FILTER (WHERE complete AND shipped_on <= asked_on) / COUNT(*)
                 FROM judged WHERE complete OR asked_on < today
                GROUP BY customer_id""", scope)

    def _som_returns(self, scope):
        """Of the quantity shipped for orders of the last 12 months, in reference units: how much came back."""
        return self._som_rows(
            ("return_rate",),
            """SELECT partner.commercial_partner_id,
                      100.0::float * SUM(milestone.quantity * uom.factor) FILTER (WHERE milestone.stage = 'returned')
                          / SUM(milestone.quantity * uom.factor) FILTER (WHERE milestone.stage = 'shipped')
                 FROM sale_order sale
                 JOIN res_partner partner ON partner.id = sale.partner_id
                 JOIN som_milestone milestone ON milestone.order_id = sale.id
                 JOIN sale_order_line line ON line.id = milestone.line_id
                 JOIN uom_uom uom ON uom.id = line.product_uom_id
                WHERE milestone.stage IN ('shipped', 'returned') AND sale.date_order > %(since)s
                  AND sale.company_id = %(company)s AND partner.commercial_partner_id = ANY(%(ids)s)
                GROUP BY partner.commercial_partner_id
               HAVING SUM(milestone.quantity * uom.factor) FILTER (WHERE milestone.stage = 'shipped') > 0""", scope)

    def _som_payments(self, scope):
        """Days from invoice to payment, averaged over the money: a big bill paid late weighs more.

        Each payment counts with its own date, so what is paid in two parts
        counts in two. Money paid in advance took no time. Credit notes and
        exchange differences are no payments.
        """
        return self._som_rows(
            ("paid_value", "days_to_pay"),
            """SELECT invoice.commercial_partner_id, SUM(part.amount)::float,
                      (SUM(part.amount * GREATEST(payment.date - COALESCE(invoice.invoice_date, invoice.date), 0))
                          / SUM(part.amount))::float
                 FROM account_move invoice
                 JOIN account_move_line claim ON claim.move_id = invoice.id
                 JOIN account_account account ON account.id = claim.account_id
                 JOIN account_partial_reconcile part ON part.debit_move_id = claim.id
                 JOIN account_move_line payment ON payment.id = part.credit_move_id
                 JOIN account_move source ON source.id = payment.move_id
                 JOIN res_company company ON company.id = invoice.company_id
                WHERE invoice.move_type IN ('out_invoice', 'out_receipt') AND invoice.state = 'posted'
                  AND account.account_type = 'asset_receivable' AND source.move_type != 'out_refund'
                  AND source.journal_id IS DISTINCT FROM company.currency_exchange_journal_id
                  AND payment.date > %(first_day)s
                  AND invoice.company_id = %(company)s AND invoice.commercial_partner_id = ANY(%(ids)s)
                GROUP BY invoice.commercial_partner_id
               HAVING SUM(part.amount) > 0""", scope)

    def _som_holds(self, scope):
        """Open holds (not warnings) on the customer's orders."""
        return self._som_rows(
            ("hold_count",),
            """SELECT partner.commercial_partner_id, COUNT(*)
                 FROM som_hold hold
                 JOIN sale_order sale ON sale.id = hold.order_id
                 JOIN res_partner partner ON partner.id = sale.partner_id
                WHERE hold.state = 'open' AND hold.severity = 'hold' AND hold.company_id = %(company)s
                  AND partner.commercial_partner_id = ANY(%(ids)s)
                GROUP BY partner.commercial_partner_id""", scope)

    def _som_credit(self, scope):
        """What is at stake and what is overdue, against the limit.

        A limit that a group shares is used by what all of its members owe.
        """
        Credit, company = self.env["som.credit"], scope.company
        limits = Credit._som_limits(scope.partners, company)
        groups = self.env["som.credit.group"].browse({limit.group_id for limit in limits.values()} - {None})
        members = Credit._som_group_members(groups, company)
        everyone = scope.partners.union(*members.values())
        exposures = Credit._som_exposure(everyone, Credit._som_books(company), company.currency_id, scope.today)
        shared = {group: sum(exposures[member.id].total for member in partners) for group, partners in members.items()}
        for partner_id in scope.partners.ids:
            exposure, limit = exposures[partner_id], limits[partner_id]
            yield partner_id, {
                "exposure": exposure.total, "overdue": exposure.overdue, "overdue_days": exposure.overdue_days,
                **self._som_prepare_limit_values(exposure.total, limit, shared.get(limit.group_id)),
            }

    def _som_prepare_limit_values(self, exposure, limit, shared):
        """A limit as figures; all empty for who has none.

        :param float shared: what the members of the limit's group owe together; None: the limit is the customer's own
        """
        if limit.exempt or not limit.amount:
            return {}
        used = 100.0 * (exposure if shared is None else shared) / limit.amount
        if limit.own_amount:
            used = max(used, 100.0 * exposure / limit.own_amount)
        return {"credit_limit": limit.amount, "own_limit": limit.own_amount, "shared_exposure": shared or 0.0,
                "credit_used": used, "limit_until": limit.until, "limit_shared": shared is not None}
