from odoo import api, models
from odoo.tools import SQL


class SomCredit(models.AbstractModel):
    """What the books say: open receivables, payments on their way, invoices in draft."""

    _inherit = "som.credit"

    @api.model
    def _som_open_items(self, debtors, companies, date):
        """Open receivables, and what of them is overdue.

        Credits (payments and credit notes that are not reconciled) pay off the
        items that were due first, as a bookkeeper would allocate them.
        Amounts in company currency; see ``_som_amounts`` for the shape.
        """
        self._som_flush_books()
        rows = self.env.execute_query(SQL(
            """WITH item AS (%(items)s UNION ALL %(payments)s),
                    running AS (
                        SELECT *,
                               SUM(GREATEST(amount, 0)) OVER (
                                   PARTITION BY partner_id, company_id ORDER BY due NULLS LAST, id) AS owed,
                               SUM(LEAST(amount, 0)) OVER (PARTITION BY partner_id, company_id) AS credit
                          FROM item)
               SELECT running.partner_id, running.company_id, company.currency_id,
                      SUM(amount),
                      GREATEST(COALESCE(SUM(amount) FILTER (WHERE amount > 0 AND due < %(date)s), 0) + MIN(credit), 0),
                      MIN(due) FILTER (WHERE amount > 0 AND due < %(date)s AND owed + credit > 0)
                 FROM running
                 JOIN res_company company ON company.id = running.company_id
                GROUP BY running.partner_id, running.company_id, company.currency_id""",
            items=self._som_sql_items(debtors, companies), payments=self._som_sql_payments(debtors, companies),
            date=date))
        for debtor, company, currency, receivable, overdue, oldest in rows:
            yield debtor, company, currency, "receivable", float(receivable), None
            yield debtor, company, currency, "overdue", float(overdue), oldest

    @api.model
    def _som_flush_books(self):
        self.env["account.move.line"].flush_model([
            "partner_id", "company_id", "account_id", "amount_residual", "date", "date_maturity", "parent_state",
            "reconciled"])
        self.env["account.move"].flush_model([
            "state", "move_type", "commercial_partner_id", "company_id", "amount_total_signed",
            "amount_residual_signed"])
        self.env["account.payment"].flush_model([
            "partner_id", "company_id", "partner_type", "state", "move_id", "amount_company_currency_signed",
            "invoice_ids"])
        self.env["account.account"].flush_model(["account_type"])
        self.env["res.company"].flush_model(["currency_id"])

    @api.model
    def _som_sql_items(self, debtors, companies):
        """Posted, open items of receivable accounts; credits are negative."""
        return SQL(
            """SELECT partner.commercial_partner_id AS partner_id, line.company_id, line.amount_residual AS amount,
                      COALESCE(line.date_maturity, line.date) AS due, line.id
                 FROM account_move_line line
                 JOIN account_account account
                   ON account.id = line.account_id AND account.account_type = 'asset_receivable'
                 JOIN res_partner partner ON partner.id = line.partner_id
                WHERE partner.commercial_partner_id = ANY(%s)
                  AND line.company_id = ANY(%s)
                  AND line.parent_state = 'posted'
                  AND line.reconciled IS NOT TRUE
                  AND line.amount_residual != 0""", debtors, companies)

    @api.model
    def _som_sql_payments(self, debtors, companies):
        """Payments without a journal entry, which the books do not know of yet.

        Odoo shows their invoices as *in payment*, with the whole amount open.
        Once the bank statement is matched with an invoice, the books have the
        money and the payment stays as it was: so a payment counts as far as
        its invoices are open, and what exceeds them while it is in process.
        One without an invoice counts in the states that Odoo takes for valid.
        """
        return SQL(
            """SELECT partner.commercial_partner_id, payment.company_id,
                      -SIGN(payment.amount_company_currency_signed) * CASE
                          WHEN linked.residual IS NULL THEN ABS(payment.amount_company_currency_signed)
                          ELSE LEAST(
                              ABS(payment.amount_company_currency_signed),
                              GREATEST(SIGN(payment.amount_company_currency_signed) * linked.residual, 0))
                          + CASE WHEN payment.state = 'in_process' THEN GREATEST(
                              ABS(payment.amount_company_currency_signed) - ABS(linked.total), 0) ELSE 0 END
                      END,
                      NULL::date, NULL::integer
                 FROM account_payment payment
                 JOIN res_partner partner ON partner.id = payment.partner_id
                 LEFT JOIN LATERAL (
                      SELECT SUM(invoice.amount_residual_signed) AS residual, SUM(invoice.amount_total_signed) AS total
                        FROM account_move__account_payment link
                        JOIN account_move invoice ON invoice.id = link.invoice_id AND invoice.state = 'posted'
                       WHERE link.payment_id = payment.id) linked ON TRUE
                WHERE partner.commercial_partner_id = ANY(%s)
                  AND payment.company_id = ANY(%s)
                  AND payment.partner_type = 'customer'
                  AND payment.move_id IS NULL
                  AND payment.state IN ('in_process', 'paid')
                  AND (linked.residual IS NOT NULL OR payment.state = ANY(%s))""",
            debtors, companies, self.env["account.payment"]._valid_payment_states())

    @api.model
    def _som_draft_invoices(self, debtors, companies):
        """Customer invoices, receipts and credit notes in draft, in company currency."""
        self._som_flush_books()
        rows = self.env.execute_query(SQL(
            """SELECT move.commercial_partner_id, move.company_id, company.currency_id, SUM(move.amount_total_signed)
                 FROM account_move move
                 JOIN res_company company ON company.id = move.company_id
                WHERE move.commercial_partner_id = ANY(%s)
                  AND move.company_id = ANY(%s)
                  AND move.state = 'draft'
                  AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                GROUP BY move.commercial_partner_id, move.company_id, company.currency_id""", debtors, companies))
        for debtor, company, currency, amount in rows:
            yield debtor, company, currency, "draft_invoices", float(amount), None
