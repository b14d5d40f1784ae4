from odoo.tests import tagged

from .credit_common import CreditCheckCommon


@tagged("post_install", "-at_install")
class TestCreditRelease(CreditCheckCommon):
    """What waits for a payment goes on when it is there."""

    def setUp(self):
        super().setUp()
        self.customer.credit_limit = 1000
        self._check("credit_limit")
        self.owed = self._invoice(900)
        self.order = self._quotation(500)
        self._assert_held(self.order)

    def _assert_released(self):
        self._flush()
        self.assertEqual(self.order.som_hold_status, "clear")
        self._run_cron("som_core.ir_cron_som_check")
        self.assertEqual(self.order.state, "sale")

    def _assert_still_held(self):
        self._flush()
        self.assertEqual((self.order.state, self.order.som_hold_status), ("draft", "held"))

    def test_a_payment_of_the_invoice(self):
        self._register(self.owed, 300)
        self._assert_still_held()
        self._register(self.owed, 200)
        self._assert_released()

    def test_a_payment_that_is_allocated_to_nothing(self):
        self._payment(400)
        self._assert_released()

    def test_a_payment_without_an_entry(self):
        self._payment(400, entry=False)
        self._assert_released()

    def test_a_credit_note(self):
        self._invoice(400, move_type="out_refund")
        self._assert_released()

    def test_a_bank_statement_matched_with_the_invoice(self):
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1)
        statement = self.env["account.bank.statement.line"].create({
            "journal_id": journal.id, "payment_ref": "in", "amount": 900, "date": self.today})
        self._assert_still_held()
        receivable = self.owed.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        _liquidity, suspense, _other = statement._seek_for_lines()
        statement.move_id.with_context(skip_readonly_check=True).write({"line_ids": [
            (1, suspense.id, {"account_id": receivable.account_id.id, "partner_id": self.customer.id})]})
        (suspense | receivable).reconcile()
        self._assert_released()

    def test_a_limit_raised(self):
        self.customer.credit_limit = 1300
        self._assert_still_held()
        self.customer.credit_limit = 1400
        self._assert_released()

    def test_a_customer_exempted(self):
        self.customer.som_credit_exempt = True
        self._assert_released()

    def test_a_customer_put_into_a_group(self):
        self.customer.write({"credit_limit": 0, "som_credit_group_id": self.env["som.credit.group"].create(
            {"name": "Chain", "limit": 2000}).id})
        self._assert_released()

    def test_another_order_cancelled(self):
        self._register(self.owed)
        other = self._quotation(800)
        self.order.action_som_stop_waiting()
        other.action_confirm()
        self.assertEqual(other.state, "sale")
        self.order.action_confirm()
        self._assert_still_held()
        other._action_cancel()
        self._assert_released()

    def test_a_payment_of_somebody_else_changes_nothing(self):
        self._payment(9000, partner=self.other)
        self._assert_still_held()

    def test_a_payment_in_another_company_changes_nothing(self):
        other = self._other_company()
        self._invoice(5000, company=other, move_type="out_refund")
        self._assert_still_held()

    def test_whoever_registers_the_payment_needs_no_right_on_orders(self):
        accountant = self._user("credit-payer", "account.group_account_invoice")
        self.env["account.payment.register"].with_user(accountant).with_context(
            active_model="account.move", active_ids=self.owed.ids).create({})._create_payments()
        self._assert_released()

    def test_a_payment_stands_though_its_order_cannot_be_checked(self):
        def broken(_self, _domain):
            raise ValueError("broken")
        self.patch(type(self.env["sale.order"]), "_som_recheck_held", broken)
        cron = self.env.ref("som_core.ir_cron_som_check")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        with self.assertLogs("odoo.addons.som_core.models.credit.som_credit_release", "WARNING"):
            self._register(self.owed)
            self._flush()
        self.assertEqual(self.owed.amount_residual, 0)
        self.assertGreater(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before)

    def test_where_nothing_is_held_a_payment_costs_one_query_more(self):
        self.customer.credit_limit = 0
        self._assert_released()
        with self.assertQueryCount(1):
            self.Credit._som_changed(self.customer)
        self.assertNotIn("som_credit_changed", self.env.cr.precommit.data)
