from odoo.tests import tagged

from .credit_common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditBooks(CreditCommon):
    """What customers owe by the books: invoices, credit notes, payments."""

    def test_a_customer_without_anything_owes_nothing(self):
        exposure = self._of()
        self.assertEqual((exposure.total, exposure.overdue, exposure.overdue_days), (0, 0, 0))

    def test_a_posted_invoice_counts_until_it_is_paid(self):
        invoice = self._invoice(100)
        self.assertEqual(self._parts(), (100, 0, 0))
        self._register(invoice, 40)
        self.assertEqual(self._parts(), (60, 0, 0))
        self._register(invoice)
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_a_draft_counts_apart_and_a_cancelled_invoice_not(self):
        invoice = self._invoice(100, post=False)
        self.assertEqual(self._parts(), (0, 100, 0))
        invoice.button_cancel()
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_taxes_are_owed_too(self):
        self._invoice(100, invoice_line_ids=[
            (0, 0, {"name": "Goods", "quantity": 1, "price_unit": 100, "tax_ids": self.tax.ids})])
        self.assertEqual(self._parts(), (125, 0, 0))

    def test_credit_notes_take_off_posted_and_in_draft(self):
        self._invoice(100)
        self._invoice(30, move_type="out_refund")
        self._invoice(20, move_type="out_refund", post=False)
        self.assertEqual(self._parts(), (70, -20, 0))
        self.assertEqual(self._of().total, 50)

    def test_a_receipt_counts(self):
        self._invoice(100, move_type="out_receipt")
        self.assertEqual(self._parts(), (100, 0, 0))

    def test_what_we_owe_to_a_supplier_does_not_count(self):
        self._invoice(100, move_type="in_invoice")
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_a_payment_that_is_not_reconciled_takes_off(self):
        self._invoice(100)
        self._payment(30)
        self.assertEqual(self._parts(), (70, 0, 0))
        self._payment(90)
        self.assertEqual(self._parts(), (-20, 0, 0))

    def test_a_draft_or_cancelled_payment_takes_nothing_off(self):
        self._invoice(100)
        self._payment(30, post=False, entry=False)
        self._payment(40).action_cancel()
        self.assertEqual(self._parts(), (100, 0, 0))

    def test_money_paid_back_counts_again(self):
        self._payment(50)
        self._payment(20, payment_type="outbound")
        self.assertEqual(self._parts(), (-30, 0, 0))

    def test_contacts_stand_for_their_company(self):
        buyer = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        billing = self.env["res.partner"].create({
            "name": "Billing", "parent_id": self.customer.id, "type": "invoice"})
        self._invoice(100, partner=billing)
        self._payment(10, partner=buyer)
        entry = self.env["account.move"].create({"line_ids": [
            (0, 0, {"partner_id": buyer.id, "debit": 5, "account_id": buyer.property_account_receivable_id.id}),
            (0, 0, {"credit": 5, "account_id": self.company.account_journal_suspense_account_id.id})]})
        entry.action_post()
        self.assertEqual(self._parts(), (95, 0, 0))
        self.assertEqual(self._of(buyer), self._of())
        self.assertEqual(list(self.Credit._som_exposure(
            buyer | billing, self.company, self.company.currency_id)), [self.customer.id])

    def test_a_contact_that_is_a_company_owes_for_itself(self):
        daughter = self.env["res.partner"].create({
            "name": "Daughter", "parent_id": self.customer.id, "is_company": True})
        self._invoice(100, partner=daughter)
        self.assertEqual((self._of().total, self._of(daughter).total), (0, 100))

    def test_an_archived_customer_still_owes(self):
        self._invoice(100)
        self.customer.active = False
        self.assertEqual(self._of().total, 100)


@tagged("post_install", "-at_install")
class TestCreditPaymentsWithoutEntry(CreditCommon):
    """Payments that the books do not know of: no journal entry, invoices in payment with the whole amount open."""

    def _paid_without_entry(self, invoice, amount):
        payment = self._payment(amount, entry=False, post=False, invoice_ids=[(6, 0, invoice.ids)])
        payment.action_post()
        self.assertEqual((payment.state, bool(payment.move_id)), ("in_process", False))
        return payment

    def test_it_takes_off_though_the_invoice_is_open(self):
        invoice = self._invoice(100)
        self._paid_without_entry(invoice, 100)
        self.assertEqual(invoice.amount_residual, 100)
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_it_takes_off_without_an_invoice(self):
        self._payment(30, entry=False)
        self.assertEqual(self._parts(), (-30, 0, 0))

    def test_it_counts_no_more_when_the_bank_has_paid_the_invoice(self):
        invoice = self._invoice(100)
        payment = self._paid_without_entry(invoice, 100)
        self._register(invoice)  # the same money, now in the books
        self.assertEqual(payment.state, "paid")
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_it_counts_as_far_as_its_invoices_are_open(self):
        invoices = self._invoice(100) | self._invoice(60)
        self._paid_without_entry(invoices, 160)
        self.assertEqual(self._parts(), (0, 0, 0))
        self._register(invoices[0])
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_what_exceeds_the_invoice_is_an_advance(self):
        self._paid_without_entry(self._invoice(100), 150)
        self.assertEqual(self._parts(), (-50, 0, 0))

    def test_it_counts_when_marked_as_paid_by_hand(self):
        payment = self._paid_without_entry(self._invoice(100), 100)
        payment.action_validate()
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_rejected_and_cancelled_ones_do_not_count(self):
        invoice = self._invoice(100)
        payment = self._paid_without_entry(invoice, 100)
        payment.action_reject()
        self.assertEqual(self._parts(), (100, 0, 0))
        self._paid_without_entry(invoice, 100).action_cancel()
        self.assertEqual(self._parts(), (100, 0, 0))

    def test_a_refund_paid_out_counts(self):
        refund = self._invoice(80, move_type="out_refund")
        payment = self._payment(
            80, entry=False, post=False, payment_type="outbound", invoice_ids=[(6, 0, refund.ids)])
        self.assertEqual(self._parts(), (-80, 0, 0))
        payment.action_post()
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_it_is_converted_at_its_own_day(self):
        self._rate(self.company, 4.0, self.today)
        self._invoice(100)
        self._payment(60, entry=False, currency_id=self.foreign.id, date=self._day(-5))
        self.assertEqual(self._parts(), (70, 0, 0))


@tagged("post_install", "-at_install")
class TestCreditOverdue(CreditCommon):
    """What is overdue, and for how long."""

    def test_due_today_is_not_overdue(self):
        self._invoice(100, due=0)
        self.assertEqual((self._of().overdue, self._of().overdue_days), (0, 0))
        tomorrow = self._of(date=self._day(1))
        self.assertEqual((tomorrow.overdue, tomorrow.overdue_days), (100, 1))

    def test_the_oldest_counts_and_amounts_add_up(self):
        self._invoice(100, due=-40)
        self._invoice(50, due=-10)
        self._invoice(70, due=10)
        exposure = self._of()
        self.assertEqual((exposure.total, exposure.overdue, exposure.overdue_days), (220, 150, 40))

    def test_credits_pay_off_the_oldest_first(self):
        self._invoice(100, due=-40)
        self._invoice(50, due=-10)
        self._payment(99)
        self.assertEqual((self._of().overdue, self._of().overdue_days), (51, 40))
        self._invoice(1, move_type="out_refund")
        self.assertEqual((self._of().overdue, self._of().overdue_days), (50, 10))
        self._payment(60, entry=False)
        self.assertEqual((self._of().total, self._of().overdue, self._of().overdue_days), (-10, 0, 0))

    def test_each_instalment_is_due_on_its_own_day(self):
        term = self.env["account.payment.term"].create({"name": "Halves", "line_ids": [
            (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 0}),
            (0, 0, {"value": "percent", "value_amount": 50, "nb_days": 60})]})
        self._invoice(100, due=-30, invoice_payment_term_id=term.id, invoice_date_due=False)
        self.assertEqual((self._of().overdue, self._of().overdue_days), (50, 30))

    def test_drafts_and_orders_are_never_overdue(self):
        self._invoice(100, due=-40, post=False)
        self._confirmed((self.ordered, 10))
        self.assertEqual((self._of().total, self._of().overdue), (200, 0))

    def test_credit_with_one_company_pays_nothing_off_with_another(self):
        other = self._other_company()
        self._invoice(100, due=-5)
        self._invoice(300, due=-1, move_type="out_refund", company=other)
        exposure = self._of(companies=self.company | other)
        self.assertEqual((exposure.total, exposure.overdue, exposure.overdue_days), (-200, 100, 5))


@tagged("post_install", "-at_install")
class TestCreditCompanies(CreditCommon):
    """Companies with books of their own, in their own currencies."""

    def test_each_company_has_its_own_and_together_they_add_up(self):
        other = self._other_company()
        self._invoice(100)
        self._invoice(30, company=other)
        self.assertEqual(self._of().total, 100)
        self.assertEqual(self._of(companies=other).total, 30)
        self.assertEqual(self._of(companies=self.company | other).total, 130)

    def test_a_foreign_invoice_counts_as_it_is_in_the_books(self):
        self._invoice(100, currency_id=self.foreign.id)
        self.assertEqual(self._parts(), (50, 0, 0))
        self._rate(self.company, 4.0, self.today)
        self.assertEqual(self._parts(), (50, 0, 0))

    def test_amounts_are_converted_once_by_the_rates_of_their_company(self):
        other = self._other_company(currency_id=self.foreign.id)
        self.env["res.currency.rate"].create({
            "currency_id": self.company.currency_id.id, "company_id": other.id, "name": "2020-01-01", "rate": 0.2})
        self._invoice(100)
        self._invoice(30, company=other)
        both = self.company | other
        self.assertEqual(self._of(companies=both).total, 106)  # 30 x 0.2 by the other company's own rate
        self.assertEqual(self._of(companies=both, currency=self.foreign).total, 230)  # 100 x 2 by this company's

    def test_branches_keep_their_books_with_the_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.assertEqual(self.Credit._som_books(branch), self.Credit._som_books(self.company))
        self.assertIn(branch, self.Credit._som_books(self.company))

    def test_without_companies_or_customers_there_is_nothing(self):
        nobody = self.env["res.partner"]
        self._invoice(100)
        self.assertEqual(self.Credit._som_exposure(nobody, self.company, self.company.currency_id), {})
        nowhere = self.Credit._som_exposure(self.customer, self.company.browse(), self.company.currency_id)
        self.assertEqual(nowhere[self.customer.id].total, 0)
