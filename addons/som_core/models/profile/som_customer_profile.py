import json

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL, split_every

#: Customers refreshed at a time; each batch is committed.
BATCH = 500


class SomCustomerProfile(models.Model):
    """Figures of a customer in a company, as they were at ``computed_at``: what lists sort and filter by.

    A customer is a commercial partner. People read; rows are written by the
    refresh alone. Percentages are 0 to 100; a figure that nothing can be said
    about (no order had a date) is NULL, not zero.
    """

    _name = "som.customer.profile"
    _description = "Customer Profile"
    _order = "company_id, partner_id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", required=True, ondelete="cascade", index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    computed_at = fields.Datetime(required=True, readonly=True, index=True)
    order_count = fields.Integer(string="Orders", readonly=True, help="Confirmed orders, of all time.")
    order_value = fields.Monetary(
        readonly=True, help="Untaxed value of the orders of the last 12 months.")
    last_order_date = fields.Date(string="Last Order", readonly=True)
    dated_count = fields.Integer(
        string="Orders With a Date", readonly=True,
        help="Orders with a requested or promised date in the last 12 months that are shipped or late.")
    on_time_rate = fields.Float(
        string="On Time (%)", digits=(5, 1), readonly=True, aggregator="avg",
        help="Of the orders with a date: shipped in full by the end of that day.")
    return_rate = fields.Float(
        string="Returned (%)", digits=(5, 1), readonly=True, aggregator="avg",
        help="Quantity returned of what was shipped, for the orders of the last 12 months.")
    paid_value = fields.Monetary(
        string="Paid", readonly=True, help="What was paid on invoices in the last 12 months.")
    days_to_pay = fields.Float(
        string="Days to Pay", digits=(8, 1), readonly=True, aggregator="avg",
        help="From invoice to payment, averaged over the money paid in the last 12 months.")
    exposure = fields.Monetary(
        readonly=True, help="What is at stake: open receivables, draft invoices and orders not yet invoiced.")
    overdue = fields.Monetary(readonly=True)
    overdue_days = fields.Integer(readonly=True, help="Days the oldest open amount is overdue.")
    credit_limit = fields.Monetary(readonly=True, help="Zero: none.")
    own_limit = fields.Monetary(
        readonly=True, help="The customer's own limit, also within a credit group. Zero: none.")
    shared_exposure = fields.Monetary(
        readonly=True, help="What the members of the customer's credit group owe together. Zero: the limit is its own.")
    credit_used = fields.Float(
        string="Credit Used (%)", digits=(12, 1), readonly=True, aggregator="avg",
        help="Exposure of the limit; of a shared one, the exposure of all who share it. Where a member of a credit"
             " group has a limit of its own too: of the one that is nearer.")
    limit_until = fields.Date(readonly=True, help="Empty: until further notice.")
    limit_shared = fields.Boolean(readonly=True, help="The limit is that of the customer's credit group.")
    hold_count = fields.Integer(string="Open Holds", readonly=True)

    _customer_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)", "A customer has one profile in a company.")

    @api.model
    def _som_refresh(self, partners, company):
        """Bring the rows of some customers up to date.

        :param partners: commercial partners; rows of others are removed
        """
        figures = self.env["som.profile.figures"]._som_figures(partners, company)
        rows = [{"partner_id": partner_id, **values} for partner_id, values in sorted(figures.items())]
        columns = [name for name, field in self._fields.items()
                   if field.store and field.column_type and name not in models.MAGIC_COLUMNS]
        self.flush_model()
        self.env.cr.execute(self._som_upsert(columns, rows, company))
        self._som_drop(set(partners.ids) - set(figures), company)
        self.invalidate_model()

    def _som_upsert(self, columns, rows, company):
        """One statement that inserts or replaces rows, given as mappings of values."""
        types = {name: self._fields[name].column_type[1] for name in columns}
        stamp = {"company_id": company.id, "computed_at": str(self.env.cr.now())}
        names = SQL(", ").join(map(SQL.identifier, columns))
        return SQL(
            """INSERT INTO som_customer_profile (create_uid, create_date, write_uid, write_date, %s)
               SELECT %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC', %s
                 FROM jsonb_to_recordset(%s::jsonb) AS given(%s)
               ON CONFLICT (partner_id, company_id) DO UPDATE
                  SET write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date, %s""",
            names, self.env.uid, self.env.uid, names, json.dumps([{**row, **stamp} for row in rows], default=str),
            SQL(", ").join(SQL("%s %s", SQL.identifier(name), SQL(types[name])) for name in columns),
            SQL(", ").join(SQL("%s = EXCLUDED.%s", SQL.identifier(name), SQL.identifier(name)) for name in columns))

    @api.model
    def _som_drop(self, partner_ids, company):
        """Remove rows of partners that are no customers of their own any more."""
        if partner_ids:
            # sudo: nobody has the right to delete profiles; these say nothing any more
            self.sudo().search([("partner_id", "in", list(partner_ids)), ("company_id", "=", company.id)]).unlink()

    @api.model
    def _cron_refresh(self):
        """Refresh what is out of date, company by company, batch by committed batch.

        What is left when the time is up, or after an error, is still out of date at the next run.
        """
        stale = [(company, ids) for company in self.env["res.company"].search([])
                 for ids in split_every(BATCH, self._som_stale(company))]
        Cron = self.env["ir.cron"]
        Cron._commit_progress(remaining=sum(len(ids) for _company, ids in stale))
        for company, ids in stale:
            self._som_refresh_batch(ids, company)
            if not Cron._commit_progress(len(ids)):
                return

    def _som_refresh_batch(self, ids, company):
        """One batch; where somebody else wrote one of its rows meanwhile, the next run sees to it."""
        try:
            partners = self.env["res.partner"].with_context(active_test=False).browse(ids)
            self._som_refresh(partners.with_company(company), company)
        except OperationalError:
            self.env.cr.rollback()
            self.env.transaction.reset()
