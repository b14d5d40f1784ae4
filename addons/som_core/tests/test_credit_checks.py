from odoo.tests import tagged

from .credit_common import CreditCheckCommon


@tagged("post_install", "-at_install")
class TestCreditLimitCheck(CreditCheckCommon):
    """Over the limit, alone or together."""

    def setUp(self):
        super().setUp()
        self.customer.credit_limit = 1000
        self.check = self._check("credit_limit")

    def test_an_order_over_the_limit_waits_one_that_fits_passes(self):
        self._invoice(600)
        self._assert_held(self._quotation(410), "Ada Buyer", "600", "410", "1,000", "10")
        self._assert_passes(self._quotation(400))

    def test_a_customer_without_a_limit_passes(self):
        self._assert_passes(self._quotation(5000, partner=self.other))

    def test_confirmed_orders_and_drafts_use_the_limit(self):
        self._assert_passes(self._quotation(500))
        self._invoice(300, post=False)
        self._assert_held(self._quotation(210))
        self._assert_passes(self._quotation(200))

    def test_payments_give_it_back(self):
        self._invoice(900)
        self._payment(500)
        self._assert_held(self._quotation(610))
        self._assert_passes(self._quotation(600))

    def test_some_percent_of_the_limit(self):
        self.check.percent = 120
        self._assert_held(self._quotation(1210))
        self._assert_passes(self._quotation(1200))

    def test_orders_confirmed_together_count_together_in_their_order(self):
        orders = self.env["sale.order"].union(*[self._quotation(amount) for amount in (600, 500, 400, 10)])
        orders |= self._quotation(900, partner=self.other)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft", "sale", "draft", "sale"])

    def test_an_order_that_another_check_holds_uses_nothing(self):
        self.env["som.check"].create({
            "name": "Blocked", "message": "Blocked.", "kind": "order", "domain": "[('client_order_ref', '=', 'x')]"})
        held = self._quotation(900, client_order_ref="x")
        self._assert_held(held)
        orders = held | self._quotation(800)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["draft", "sale"])

    def test_nor_one_that_another_check_finds_at_the_same_time(self):
        self.env["som.check"].create({
            "name": "Blocked", "message": "Blocked.", "kind": "order", "domain": "[('client_order_ref', '=', 'x')]",
            "sequence": 99})
        orders = self._quotation(900, client_order_ref="x") | self._quotation(800) | self._quotation(300)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["draft", "sale", "draft"])

    def test_taxes_and_the_rate_of_the_day_count(self):
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": self.foreign.id})
        order = self._quotation(100, pricelist_id=pricelist.id)
        order.order_line.write({"price_unit": 161, "tax_ids": [(6, 0, self.tax.ids)]})  # 2012.50 foreign = 1006.25
        self._assert_held(order, "1,006.25")
        order.order_line.price_unit = 160
        self.assertEqual(order.som_hold_status, "clear")

    def test_the_limit_is_that_of_who_gets_the_invoice(self):
        self._assert_held(self._quotation(1100, partner=self.other, partner_invoice_id=self.customer.id))
        self._assert_passes(self._quotation(1100, partner_invoice_id=self.other.id))

    def test_an_exempt_customer_passes(self):
        order = self._quotation(5000)
        self._assert_held(order)
        self.customer.som_credit_exempt = True
        self._assert_passes(order)

    def test_an_order_that_costs_nothing_passes(self):
        self._invoice(2000)
        order = self._quotation(10)
        order.order_line.price_unit = 0
        self._assert_passes(order)

    def test_a_down_payment_on_a_quotation_counts_once(self):
        order = self._quotation(1000)
        self._down_payment(order, 30)
        self.assertEqual(self._of().total, 300)
        self._assert_passes(order)
        self.assertEqual(self._of().total, 1000)

    def test_a_waiver_covers_it_until_it_gets_worse(self):
        order = self._quotation(1100)
        self._assert_held(order)
        order.som_open_hold_ids.waive("He always pays")
        self.assertEqual(order.state, "sale")
        order.order_line.product_uom_qty = 120
        self.assertEqual(order.som_hold_status, "held")

    def test_books_of_this_company_or_of_all(self):
        other = self._other_company()
        self._invoice(600, company=other)
        self._assert_passes(self._quotation(500))
        self.check.credit_scope = "all"
        self._assert_held(self._quotation(100))

    def test_queries_do_not_depend_on_the_number_of_orders(self):
        def queries(number):
            partners = self.env["res.partner"].create([
                {"name": f"C{n}", "credit_limit": 5} for n in range(number)])
            orders = self.env["sale.order"].union(*[self._quotation(10, partner=partner) for partner in partners])
            self._forget()
            before = self.env.cr.sql_log_count
            self.assertEqual(len(self.check._find(orders)), number)
            return self.env.cr.sql_log_count - before
        queries(2)
        self.assertEqual(queries(2), queries(60))


@tagged("post_install", "-at_install")
class TestCreditGroupCheck(CreditCheckCommon):
    """What the members of a group owe together is held against its limit."""

    def setUp(self):
        super().setUp()
        self.group = self.env["som.credit.group"].create({
            "name": "Dealers", "limit": 1000, "member_ids": [(6, 0, (self.customer | self.other).ids)]})
        self._check("credit_limit")

    def test_what_one_owes_keeps_the_other_from_ordering(self):
        self._invoice(700)
        self._assert_held(self._quotation(310, partner=self.other), "Dealers", "700", "1,000")
        self._assert_passes(self._quotation(300, partner=self.other))

    def test_a_members_own_limit_holds_within_the_groups(self):
        self.customer.credit_limit = 200
        self._assert_held(self._quotation(210), "Ada Buyer", "200")
        self._assert_passes(self._quotation(200))

    def test_members_confirmed_together_count_together(self):
        orders = self._quotation(600) | self._quotation(600, partner=self.other)
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft"])

    def test_a_payment_of_one_releases_the_other(self):
        invoice = self._invoice(700)
        order = self._quotation(500, partner=self.other)
        self._assert_held(order)
        self._register(invoice)
        self._flush()
        self.assertEqual(order.som_hold_status, "clear")

    def test_the_groups_limit_expires(self):
        self._check("credit_limit_expired")
        self.group.limit_until = self._day(-1)
        order = self._quotation(10)
        self._assert_held(order, "Dealers")
        self.group.limit_until = self._day(1)
        self._flush()
        self.assertEqual(order.som_hold_status, "clear")
