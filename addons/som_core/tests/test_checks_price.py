from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .price_common import PriceCase


@tagged("post_install", "-at_install")
class TestCheckCost(PriceCase):
    """Nothing is sold below its cost, or the margin that is wanted, unless somebody says so."""

    def test_cost_and_price_equal_is_no_loss(self):
        self._check("price_below_cost")
        self.goods.standard_price = 10
        self.assertFalse(self._reason(self._order((self.goods, 1))))
        self.goods.standard_price = 10.01
        self.assertIn("earns a margin of -0.1 %", self._reason(self._order((self.goods, 1))))

    def test_the_margin_is_of_the_price(self):
        self._check("price_below_cost", percent=25)
        self.goods.standard_price = 7.5
        self.assertFalse(self._reason(self._order((self.goods, 1))))
        self.goods.standard_price = 7.51
        self.assertIn("24.9 %; at least 25 % is wanted over its cost of $", self._reason(self._order((self.goods, 1))))

    def test_given_away_is_below_cost(self):
        self._check("price_below_cost")
        self.goods.standard_price = 1
        order = self._order((self.goods, 1))
        order.order_line.discount = 100
        self.assertIn("TP-1", self._reason(order))

    def test_other_units_are_converted(self):
        self._check("price_below_cost")
        self.goods.standard_price = 9
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order((self.goods, 1))
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 109})
        self.assertFalse(self._reason(order))
        order.order_line.price_unit = 107
        self.assertIn("TP-1", self._reason(order))

    def test_other_currencies_are_converted(self):
        euro = self._currency("EUR", 0.5)
        self._check("price_below_cost")
        self.goods.standard_price = 9
        order = self._order((self.goods, 1), pricelist_id=self._pricelist("Euro", currency_id=euro.id).id)
        order.order_line.price_unit = 4.6
        self.assertFalse(self._reason(order))
        order.order_line.price_unit = 4.4
        self.assertIn("at $", self._reason(order), "shown in the company's currency")

    def test_the_cost_is_the_orders_company_s(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.goods.standard_price = 1
        self.goods.with_company(other).standard_price = 50
        self._check("price_below_cost")
        self.assertFalse(self._reason(self._order((self.goods, 1))))

    def test_tax_in_the_price_is_no_margin(self):
        tax = self.env["account.tax"].create({
            "name": "VAT in", "amount": 25, "price_include_override": "tax_included"})
        self._check("price_below_cost")
        self.goods.write({"taxes_id": [Command.set(tax.ids)], "standard_price": 8.5})
        self.assertIn("at $\xa08.00", self._reason(self._order((self.goods, 1))))

    def test_a_discount_on_the_order_counts_for_its_lines(self):
        self._check("price_below_cost")
        self.goods.standard_price = 9
        order = self._order((self.goods, 1), (self.more_goods, 1))
        self._discounted(order, 9)
        self.assertFalse(self._reason(order))
        self._discounted(order, 5)
        self.assertIn("TP-1", self._reason(order))
        self.assertNotIn("TP-2", order.som_hold_reason)

    def test_lines_of_nothing_and_returns_pass(self):
        self._check("price_below_cost")
        self.goods.standard_price = 100
        order = self._order((self.goods, 0), (self.goods, -1))
        self.assertFalse(self._reason(order))

    def test_a_cost_that_rises_later_holds_nothing_that_was_agreed(self):
        self._check("price_below_cost")
        order = self._order((self.goods, 1))
        order.action_confirm()
        self.goods.standard_price = 20
        self.assertFalse(self._reason(order))
        order.order_line.price_unit = 9
        self.assertIn("TP-1", self._reason(order), "priced anew")
        order._action_cancel()
        order.action_draft()
        self.assertFalse(order.order_line.som_priced_anew)

    def test_a_line_added_later_is_checked(self):
        self._check("price_below_cost")
        self.more_goods.standard_price = 30
        order = self._order((self.goods, 1))
        order.action_confirm()
        order.order_line = [Command.create({"product_id": self.more_goods.id, "product_uom_qty": 1})]
        self.assertIn("TP-2", order.som_hold_reason)

    def test_nobody_says_that_a_price_was_agreed(self):
        self._check("price_below_cost")
        order = self._order((self.goods, 1), user_id=self.seller.id)
        order.action_confirm()
        order.order_line.price_unit = 9
        with self.assertRaises(AccessError):
            order.order_line.with_user(self.seller).som_priced_anew = False

    def test_a_check_of_the_invoice_looks_at_confirmed_orders(self):
        self._check("price_below_cost", stage="invoiced")
        order = self._order((self.goods, 1))
        order.action_confirm()
        self.goods.standard_price = 20
        self.assertIn("TP-1", self._reason(order))


@tagged("post_install", "-at_install")
class TestCheckDiscount(PriceCase):
    """Salespeople give the discounts they may give."""

    def _sold(self, discount, seller=None):
        order = self._order((self.goods, 2), (self.more_goods, 1), user_id=(seller or self.seller).id)
        order.order_line[0].discount = discount
        return order

    def test_the_limit_of_the_check(self):
        self._check("discount_over_limit", percent=10)
        self.assertFalse(self._reason(self._sold(10)))
        self.assertIn("A discount of 10.5 % on [TP-1] Goods TP-1 is more than seller may give (10 %).",
                      self._reason(self._sold(10.5)))

    def test_a_limit_of_ones_own(self):
        self._check("discount_over_limit", percent=10)
        self.seller.write({"som_discount_limited": True, "som_discount_limit": 25})
        self.waiver.write({"som_discount_limited": True, "som_discount_limit": 0})
        self.assertFalse(self._reason(self._sold(25)))
        self.assertTrue(self._reason(self._sold(26)))
        self.assertTrue(self._reason(self._sold(1, self.waiver)))

    def test_a_higher_limit_frees_the_order(self):
        self._check("discount_over_limit", percent=10)
        order = self._sold(20)
        self.assertTrue(self._reason(order))
        self.seller.write({"som_discount_limited": True, "som_discount_limit": 20})
        self.env.cr.precommit.run()
        self.assertEqual(order.som_hold_status, "clear")

    def test_limits_are_percentages(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.seller.som_discount_limit = 101
            self.env.flush_all()

    def test_nobody_raises_a_limit_of_their_own(self):
        with self.assertRaises(AccessError):
            self.seller.with_user(self.seller).write({"som_discount_limited": True, "som_discount_limit": 90})

    def test_what_the_pricelist_gives_is_not_the_sellers(self):
        self.pricelist.item_ids = [Command.create({"compute_price": "percentage", "percent_price": 30})]
        self._check("discount_over_limit", percent=10)
        order = self._order((self.goods, 1), user_id=self.seller.id)
        self.assertEqual(order.order_line.discount, 30)
        self.assertFalse(self._reason(order))
        order.order_line.discount = 37  # a tenth of what the pricelist leaves
        self.assertFalse(self._reason(order))
        order.order_line.discount = 38
        self.assertIn("A discount of 11.43 %", self._reason(order))

    def test_orders_of_nobody(self):
        self._check("discount_over_limit", percent=10)
        order = self._sold(20)
        order.user_id = False
        self.assertIn(f"is more than {self.company.name} may give", self._reason(order))

    def test_discounts_add_up_over_the_order(self):
        self._check("discount_over_limit", percent=10)
        order = self._sold(9)
        self._discounted(order, 4)
        self.assertFalse(self._reason(order))  # 1.8 of the one line, 4 % of the rest: 8.3 % of 40
        self._discounted(order, 4)
        self.assertIn(f"on {order.name} is more than", self._reason(order))

    def test_what_was_agreed_stays_agreed(self):
        self._check("discount_over_limit", percent=10)
        order = self._sold(10)
        order.action_confirm()
        self.seller.write({"som_discount_limited": True, "som_discount_limit": 5})
        self.assertFalse(self._reason(order))
        order.order_line[1].discount = 6
        self.assertTrue(self._reason(order))


@tagged("post_install", "-at_install")
class TestCheckPriceQueries(PriceCase):

    def test_queries_do_not_grow_with_the_orders(self):
        euro = self._currency("EUR", 0.5)
        lists = self._pricelist("Home", {"compute_price": "percentage", "percent_price": 30}), self._pricelist(
            "Euro", {"compute_price": "percentage", "percent_price": 20}, currency_id=euro.id)
        for name in ("price_below_cost", "price_off_pricelist", "discount_over_limit", "pricelist_not_customers"):
            self._check(name, percent=1)
        counts = []
        for number in (4, 4, 60):
            orders = self.env["sale.order"].create([{
                "partner_id": self.customer.id, "pricelist_id": lists[n % 2].id, "user_id": self.seller.id,
                "date_order": datetime(2026, 1, 10, 12) - timedelta(minutes=n),  # rates are asked for each day
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": n, "discount": 40})
                               for product in (self.goods, self.more_goods)]} for n in range(number)])
            self._discounted(orders[0], 3)
            self._forget()
            before = self.env.cr.sql_log_count
            found = self.env["som.check"]._for_stages(self.company, ("confirmed",))._find(orders)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertGreater(len(found), number)
        self.assertEqual(*counts[1:])
