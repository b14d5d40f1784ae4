from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: A row as old as this is computed again whatever happened: amounts become overdue by the calendar alone.
MAX_AGE = relativedelta(days=1)
#: A transaction's changes carry the time it began; so long after it they may become visible to others.
MARGIN = relativedelta(minutes=10)


class SomCustomerProfile(models.Model):
    """Which profiles are out of date."""

    _inherit = "som.customer.profile"

    @api.model
    def _som_stale(self, company):
        """Customers of a company without a profile, or with something new since theirs, or with one of yesterday.

        :return list: ids of commercial partners, those without a profile first, then the oldest
        """
        for name in ("sale.order", "account.move", "account.move.line", "account.payment", "som.milestone", "som.hold",
                     "res.partner"):
            self.env[name].flush_model()
        self.flush_model()
        now = fields.Datetime.now()
        rows = self.env.execute_query(SQL(
            """WITH profile AS (
                        SELECT partner_id, computed_at FROM som_customer_profile WHERE company_id = %(company)s),
                    touched AS (%(touched)s),
                    customer AS (%(customers)s)
               SELECT customer.partner_id FROM customer
                 LEFT JOIN profile ON profile.partner_id = customer.partner_id
                WHERE profile.partner_id IS NULL
                UNION
               SELECT profile.partner_id FROM profile WHERE profile.computed_at <= %(due)s
                UNION
               SELECT touched.partner_id FROM touched JOIN profile ON profile.partner_id = touched.partner_id
                WHERE touched.at > profile.computed_at - %(margin)s * INTERVAL '1 minute'""",
            company=company.id, touched=self._som_touched(company, now - MAX_AGE - MARGIN),
            customers=self._som_customers(company), due=now - MAX_AGE, margin=MARGIN.minutes))
        ages = dict(self.env.execute_query(SQL(
            "SELECT partner_id, computed_at FROM som_customer_profile WHERE company_id = %s", company.id)))
        return sorted((row[0] for row in rows), key=lambda partner: (partner in ages, ages.get(partner), partner))

    def _som_customers(self, company):
        """Everybody who has an order or an invoice in the company."""
        return SQL(
            """SELECT partner.commercial_partner_id AS partner_id
                 FROM sale_order JOIN res_partner partner ON partner.id = sale_order.partner_id
                WHERE sale_order.company_id = %(company)s
                UNION
               SELECT commercial_partner_id FROM account_move
                WHERE company_id = %(company)s AND commercial_partner_id IS NOT NULL
                  AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')""", company=company.id)

    def _som_touched(self, company, since):
        """What changed since a time: commercial partner and when, in each place that a figure comes from."""
        return SQL(" UNION ALL ").join([
            SQL("""SELECT partner.commercial_partner_id AS partner_id, sale_order.write_date AS at
                     FROM sale_order JOIN res_partner partner ON partner.id = sale_order.partner_id
                    WHERE sale_order.company_id = %s AND sale_order.write_date > %s""", company.id, since),
            SQL("""SELECT partner.commercial_partner_id, move.write_date
                     FROM account_move move
                     JOIN account_move_line line ON line.move_id = move.id
                     JOIN account_account account ON account.id = line.account_id
                     JOIN res_partner partner ON partner.id = line.partner_id
                    WHERE account.account_type = 'asset_receivable'
                      AND move.company_id = %s AND move.write_date > %s""", company.id, since),
            SQL("""SELECT partner.commercial_partner_id, payment.write_date
                     FROM account_payment payment JOIN res_partner partner ON partner.id = payment.partner_id
                    WHERE payment.partner_type = 'customer'
                      AND payment.company_id = %s AND payment.write_date > %s""", company.id, since),
            SQL("""SELECT partner.commercial_partner_id, milestone.create_date
                     FROM som_milestone milestone
                     JOIN sale_order ON sale_order.id = milestone.order_id
                     JOIN res_partner partner ON partner.id = sale_order.partner_id
                    WHERE milestone.company_id = %s AND milestone.create_date > %s""", company.id, since),
            SQL("""SELECT partner.commercial_partner_id, hold.write_date
                     FROM som_hold hold
                     JOIN sale_order ON sale_order.id = hold.order_id
                     JOIN res_partner partner ON partner.id = sale_order.partner_id
                    WHERE hold.company_id = %s AND hold.write_date > %s""", company.id, since),
            SQL("""SELECT UNNEST(ARRAY[partner.id, partner.commercial_partner_id]), partner.write_date
                     FROM res_partner partner WHERE partner.write_date > %s""", since),
        ])
