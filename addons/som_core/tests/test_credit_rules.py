from odoo.tests import tagged

from .credit_common import CreditCheckCommon


@tagged("post_install", "-at_install")
class TestCreditOtherChecks(CreditCheckCommon):
    """Overdue, expired, better terms."""

    def test_overdue_for_more_than_so_many_days(self):
        self._check("credit_overdue_days", days=30)
        third = self.env["res.partner"].create({"name": "Third"})
        self._invoice(100, due=-31)
        self._invoice(100, due=-31, partner=self.other)
        self._invoice(100, due=-30, partner=third)
        self._assert_held(self._quotation(10), "Ada Buyer", "100", "31")
        self._payment(100, partner=self.other)
        self._assert_passes(self._quotation(10, partner=self.other))
        self._assert_passes(self._quotation(10, partner=third))

    def test_a_waiver_for_overdue_days_holds_as_long_as_nothing_older_is_open(self):
        self._check("credit_overdue_days", days=30)
        self._invoice(100, due=-40)
        order = self._quotation(10)
        self._assert_held(order)
        order.som_open_hold_ids.waive("Promised")
        self._invoice(100, due=-35)
        order.action_som_check()
        self.assertEqual(order.som_hold_status, "clear")
        self._invoice(100, due=-50)
        order.action_som_check()
        self.assertEqual(order.som_hold_status, "held")

    def test_more_than_so_much_overdue(self):
        self._check("credit_overdue_amount", amount=50)
        self._invoice(100, due=-1)
        self._assert_held(self._quotation(10), "100", "50")
        self._invoice(50, move_type="out_refund")
        self._assert_passes(self._quotation(10))

    def test_nothing_is_overdue_with_another_company_unless_all_are_looked_at(self):
        check = self._check("credit_overdue_amount", amount=50)
        self._invoice(100, due=-1, company=self._other_company())
        self._assert_passes(self._quotation(10))
        check.credit_scope = "all"
        self._assert_held(self._quotation(10))

    def test_an_expired_limit(self):
        self._check("credit_limit_expired")
        self.customer.write({"credit_limit": 1000, "som_credit_limit_until": self._day(-1)})
        self._assert_held(self._quotation(10), "Ada Buyer")
        self.customer.som_credit_limit_until = self.today
        self._assert_passes(self._quotation(10))

    def test_a_day_on_a_customer_without_a_limit_is_no_matter(self):
        self._check("credit_limit_expired")
        self.customer.som_credit_limit_until = self._day(-1)
        self._assert_passes(self._quotation(10))

    def test_an_expired_limit_still_limits(self):
        self._check("credit_limit")
        self.customer.write({"credit_limit": 100, "som_credit_limit_until": self._day(-1)})
        self._assert_held(self._quotation(110))

    def test_exempt_customers_pass_every_check(self):
        self._invoice(1000, due=-90)
        self.customer.write({
            "credit_limit": 10, "som_credit_limit_until": self._day(-1), "som_credit_exempt": True})
        for builtin in ("credit_limit", "credit_limit_expired", "credit_overdue_days", "credit_overdue_amount",
                        "credit_terms"):
            self._check(builtin)
        order = self._quotation(100, payment_term_id=self._term(90).id)
        self._assert_passes(order)
        self.customer.som_credit_exempt = False
        order = self._quotation(100, payment_term_id=self._term(90).id)
        self._assert_held(order)
        self.assertEqual(len(order.som_open_hold_ids), 5)

    # Terms

    def _term(self, *days, delay="days_after"):
        share = 100 / len(days)
        return self.env["account.payment.term"].create({"name": f"Net {days}", "line_ids": [
            (0, 0, {"value": "percent", "value_amount": share, "nb_days": number, "delay_type": delay})
            for number in days]})

    def test_longer_terms_than_the_customers_own(self):
        self._check("credit_terms")
        self.customer.property_payment_term_id = self._term(30)
        order = self._quotation(10, payment_term_id=self._term(10, 45).id)
        self._assert_held(order, "45", "30")
        order.payment_term_id = self._term(10, 30)
        self._assert_passes(order)

    def test_a_customer_without_terms_pays_at_once(self):
        self._check("credit_terms")
        order = self._quotation(10, payment_term_id=self._term(1).id)
        self._assert_held(order)
        order.payment_term_id = False
        self._assert_passes(order)

    def test_the_end_of_the_month_is_longer_than_the_same_days(self):
        self._check("credit_terms")
        self.customer.property_payment_term_id = self._term(30)
        self._assert_held(self._quotation(10, payment_term_id=self._term(30, delay="days_after_end_of_month").id))
        self.customer.property_payment_term_id = self._term(30, delay="days_after_end_of_month")
        self._assert_passes(self._quotation(10, payment_term_id=self._term(30).id))

    def test_better_terms_granted_after_the_order_had_passed(self):
        self._check("credit_terms")
        self.customer.property_payment_term_id = self._term(60)
        order = self._quotation(10, payment_term_id=self._term(14).id)
        self._assert_passes(order)
        self.assertEqual(order.som_terms_days, 14)
        order.payment_term_id = self._term(30)
        self.assertEqual(order.som_hold_status, "held")
        order.payment_term_id = self._term(7)
        self.assertEqual(order.som_hold_status, "clear")

    def test_terms_that_were_waived_are_agreed(self):
        self._check("credit_terms")
        order = self._quotation(10, payment_term_id=self._term(30).id)
        self._assert_held(order)
        order.som_open_hold_ids.waive("As promised")
        self.assertEqual((order.state, order.som_terms_days), ("sale", 30))
        order.action_som_check()
        self.assertEqual(order.som_hold_status, "clear")

    def test_an_order_set_back_to_a_quotation_starts_anew(self):
        order = self._quotation(10, payment_term_id=self._term(30).id)
        order.action_confirm()
        order._action_cancel()
        order.action_draft()
        self.assertEqual(order.som_terms_days, -1)
