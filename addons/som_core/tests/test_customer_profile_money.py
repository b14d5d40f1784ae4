from odoo import fields
from odoo.tests import tagged

from .profile_common import ProfileCommon


@tagged("post_install", "-at_install")
class TestCustomerMoney(ProfileCommon):
    """Days to pay, exposure, limits and holds, against cases computed by hand."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.today()

    def _ago(self, days):
        return fields.Date.subtract(self.today, days=days)

    def _days(self):
        figures = self._figures()
        return figures["paid_value"], figures["days_to_pay"]

    def test_days_from_the_invoice_to_its_payment(self):
        self._pay(self._invoiced(self._ago(50), 100), self._ago(38))
        self.assertEqual(self._days(), (100, 12))

    def test_each_partial_payment_counts_with_its_own_date(self):
        invoice = self._invoiced(self._ago(50), 100)
        self._pay(invoice, self._ago(40), 40)
        self.assertEqual(self._days(), (40, 10))
        self._pay(invoice, self._ago(20))
        self.assertEqual(self._days(), (100, 22))  # 40 after 10 days, 60 after 30

    def test_a_big_bill_paid_late_weighs_more_than_a_small_one_paid_at_once(self):
        self._pay(self._invoiced(self._ago(50), 900), self._ago(10))
        self._pay(self._invoiced(self._ago(50), 100), self._ago(50))
        self.assertEqual(self._days(), (1000, 36))

    def test_a_credit_note_is_no_payment(self):
        invoice = self._invoiced(self._ago(50), 100)
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids).create({
                "journal_id": invoice.journal_id.id, "date": self._ago(10)})
        refund = self.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        refund.invoice_line_ids.price_unit = 30
        refund.action_post()
        (invoice | refund).line_ids.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        self.assertEqual(invoice.amount_residual, 70)
        self.assertEqual(self._days(), (0, None))
        self._pay(invoice, self._ago(45))
        self.assertEqual(self._days(), (70, 5))

    def test_money_paid_in_advance_took_no_time(self):
        payment = self.env["account.payment"].create({
            "partner_id": self.customer.id, "amount": 100, "payment_type": "inbound", "partner_type": "customer",
            "date": self._ago(60)})
        payment.action_post()
        invoice = self._invoiced(self._ago(50), 100)
        (payment.move_id | invoice).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable").reconcile()
        self.assertEqual(self._days(), (100, 0))

    def test_what_was_paid_more_than_a_year_ago_is_forgotten(self):
        self._pay(self._invoiced(self._ago(500), 100), self._ago(400))
        self.assertEqual(self._days(), (0, None))

    def test_an_invoice_in_another_currency_weighs_in_the_companys(self):
        currency = self.env["res.currency"].create({
            "name": "TCU", "symbol": "T", "rate_ids": [(0, 0, {"name": self._ago(400), "rate": 4.0})]})
        self._pay(self._invoiced(self._ago(50), 400, currency_id=currency.id), self._ago(40))
        self._pay(self._invoiced(self._ago(50), 100), self._ago(30))
        self.assertEqual(self._days(), (200, 15))

    def test_invoices_to_contacts_are_the_customers(self):
        contact = self.env["res.partner"].create({
            "name": "Accounts", "type": "invoice", "parent_id": self.customer.id})
        self._pay(self._invoiced(self._ago(50), 100, contact), self._ago(40))
        self.assertEqual(self._days(), (100, 10))

    # Credit: what is owed is tested where it is computed; here, that the profile shows it

    def test_exposure_and_overdue_of_an_open_invoice(self):
        invoice = self._invoiced(self._ago(50), 100, invoice_date_due=self._ago(20))
        figures = self._figures()
        self.assertEqual((figures["exposure"], figures["overdue"], figures["overdue_days"]), (100, 100, 20))
        self._pay(invoice, self.today, 60)
        figures = self._figures()
        self.assertEqual((figures["exposure"], figures["overdue"]), (40, 40))

    def test_the_part_of_the_limit_that_is_used(self):
        self.customer.credit_limit = 400
        self._invoiced(self.today, 100)
        figures = self._figures()
        self.assertEqual((figures["credit_limit"], figures["credit_used"], figures["limit_shared"]), (400, 25, False))

    def test_who_is_exempt_has_no_limit(self):
        self.customer.write({"credit_limit": 400, "som_credit_exempt": True})
        self._invoiced(self.today, 100)
        figures = self._figures()
        self.assertEqual((figures["exposure"], figures["credit_limit"], figures["credit_used"]), (100, 0, 0))

    def test_a_shared_limit_is_used_by_all_who_share_it(self):
        other = self.env["res.partner"].create({"name": "Sister", "is_company": True})
        self.env["som.credit.group"].create({
            "name": "Family", "limit": 1000, "member_ids": [(6, 0, [self.customer.id, other.id])]})
        self._invoiced(self.today, 100)
        self._invoiced(self.today, 300, other)
        figures = self._figures()
        self.assertEqual((figures["exposure"], figures["credit_limit"]), (100, 1000))
        self.assertEqual((figures["credit_used"], figures["limit_shared"]), (40, True))

    def test_a_member_with_a_limit_of_its_own_shows_both(self):
        other = self.env["res.partner"].create({"name": "Sister", "is_company": True})
        self.env["som.credit.group"].create({
            "name": "Family", "limit": 1000, "member_ids": [(6, 0, [self.customer.id, other.id])]})
        self.customer.credit_limit = 125
        self._invoiced(self.today, 100)
        self._invoiced(self.today, 300, other)
        figures = self._figures()
        self.assertEqual((figures["exposure"], figures["own_limit"]), (100, 125))
        self.assertEqual((figures["shared_exposure"], figures["credit_limit"]), (400, 1000))
        self.assertEqual(figures["credit_used"], 80, "of the limit that is nearer")
        theirs = self._figures(other)
        self.assertEqual((theirs["own_limit"], theirs["shared_exposure"], theirs["credit_used"]), (0, 400, 40))

    # Holds

    def test_open_holds_count_and_warnings_do_not(self):
        order = self._order((self.goods, 1))
        checks = self.env["som.check"].create([
            {"name": severity, "kind": "order", "severity": severity, "message": "Ask first.",
             "domain": f"[('id', '=', {order.id})]"} for severity in ("hold", "warn")])
        order._som_check()
        self.assertEqual(set(order.som_hold_ids.mapped("severity")), {"hold", "warn"})
        self.assertEqual(self._figures()["hold_count"], 1)
        checks.domain = "[('id', '=', 0)]"
        order._som_check()
        self.assertEqual(self._figures()["hold_count"], 0)
