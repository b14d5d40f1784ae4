import random
from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..checks.batch import Batch
from ..checks.pricelist import Prices
from .hold_common import HoldCommon


class PriceCase(HoldCommon):
    """Pricelists, and what orders are held for by their prices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("product.group_product_pricelist")
        cls.env.ref("base.group_user").implied_ids += group | cls.env.ref("sale.group_discount_per_so_line")
        cls.pricelist = cls._pricelist("Retail")
        cls.customer.property_product_pricelist = cls.pricelist

    @classmethod
    def _pricelist(cls, name, *rules, **values):
        return cls.env["product.pricelist"].create({
            "name": name, "company_id": cls.company.id, "item_ids": [Command.create(rule) for rule in rules], **values})

    @classmethod
    def _currency(cls, name, rate):
        currency = cls.env["res.currency"].with_context(active_test=False).search([("name", "=", name)])
        currency.active = True
        currency.rate_ids.unlink()
        cls.env["res.currency.rate"].create({
            "currency_id": currency.id, "rate": rate, "name": "2020-01-01", "company_id": cls.company.id})
        return currency

    def _reason(self, order):
        order.action_som_check()
        return order.som_hold_reason or ""

    def _discounted(self, order, percent):
        self.env["sale.order.discount"].with_context(active_id=order.id).create({
            "sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": percent / 100,
        }).action_apply_discount()


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
class TestCheckPricelist(PriceCase):
    """Prices are those of the pricelist, within what is allowed."""

    def test_below_and_above(self):
        self._check("price_off_pricelist", percent=5)
        order = self._order((self.goods, 1))
        for price, held in ((9.5, False), (9.49, True), (10.5, False), (10.51, True), (0, True)):
            order.order_line.price_unit = price
            self.assertEqual(bool(self._reason(order)), held, price)

    def test_the_message_says_all_three_figures(self):
        self._check("price_off_pricelist", percent=5)
        order = self._order((self.goods, 1))
        order.order_line.write({"price_unit": 9, "discount": 10})
        self.assertIn(
            "is sold at $\xa08.10; by the pricelist it is $\xa010.00. That is 19 % away, 5 % is allowed.",
            self._reason(order))

    def test_rules_by_quantity(self):
        self.pricelist.item_ids = [Command.create({
            "applied_on": "1_product", "product_tmpl_id": self.goods.product_tmpl_id.id, "min_quantity": 10,
            "compute_price": "fixed", "fixed_price": 8})]
        self._check("price_off_pricelist", percent=1)
        order = self._order((self.goods, 10))
        self.assertEqual(order.order_line.price_unit, 8)
        self.assertFalse(self._reason(order))
        order.order_line.write({"product_uom_qty": 9, "price_unit": 8})
        self.assertIn("by the pricelist it is $\xa010.00", self._reason(order))

    def test_rules_of_a_date(self):
        self.pricelist.item_ids = [Command.create({
            "compute_price": "percentage", "percent_price": 50, "date_end": fields.Datetime.now() - timedelta(days=1)})]
        self._check("price_off_pricelist", percent=1)
        past = self._order((self.goods, 1), date_order=fields.Datetime.now() - timedelta(days=2))
        self.assertEqual((past.order_line.price_unit, past.order_line.discount), (10, 50))
        self.assertFalse(self._reason(past))
        order = self._order((self.goods, 1))
        order.order_line.discount = 50
        self.assertTrue(self._reason(order))

    def test_a_rule_that_comes_later_frees_the_order(self):
        self._check("price_off_pricelist", percent=1)
        order = self._order((self.goods, 1))
        order.order_line.price_unit = 6
        self.assertTrue(self._reason(order))
        self.pricelist.item_ids = [Command.create({"compute_price": "fixed", "fixed_price": 6})]
        self.env.cr.precommit.run()
        self.assertEqual(order.som_hold_status, "clear")

    def test_a_pricelist_below_it_counts_as_well(self):
        base = self._pricelist("Base", {"compute_price": "percentage", "percent_price": 20})
        self.pricelist.item_ids = [Command.create({
            "compute_price": "percentage", "percent_price": 10, "base": "pricelist", "base_pricelist_id": base.id})]
        self._check("price_off_pricelist", percent=1)
        order = self._order((self.goods, 1))
        self.assertFalse(self._reason(order))
        base.item_ids.percent_price = 50
        self.assertTrue(self._reason(order))
        base.item_ids.percent_price = 20
        self.env.cr.precommit.run()
        self.assertEqual(order.som_hold_status, "clear")

    def test_without_a_pricelist_the_sales_price_counts(self):
        self._check("price_off_pricelist", percent=1)
        order = self._order((self.goods, 1), pricelist_id=False)
        self.assertFalse(self._reason(order))
        order.order_line.price_unit = 8
        self.assertIn("TP-1", self._reason(order))

    def test_a_product_without_a_price_passes(self):
        self._check("price_off_pricelist", percent=1)
        self.goods.list_price = 0
        order = self._order((self.goods, 1))
        order.order_line.price_unit = 8
        self.assertFalse(self._reason(order))

    def test_a_discount_on_the_order_is_away_from_the_pricelist(self):
        self._check("price_off_pricelist", percent=5)
        order = self._order((self.goods, 1))
        self._discounted(order, 4)
        self.assertFalse(self._reason(order))
        self._discounted(order, 4)
        self.assertIn("TP-1", self._reason(order))

    def test_a_waiver_for_a_low_price_is_none_for_a_high_one(self):
        self._check("price_off_pricelist", percent=5)
        order = self._order((self.goods, 1))
        order.order_line.price_unit = 8
        self._reason(order)
        order.som_open_hold_ids.with_user(self.waiver).waive("Agreed")
        self.assertFalse(self._reason(order))
        order.order_line.price_unit = 12.5
        self.assertTrue(self._reason(order))

    def test_prices_with_tax_in_them(self):
        inside = self.env["account.tax"].create({
            "name": "VAT in", "amount": 25, "price_include_override": "tax_included"})
        nothing = self.env["account.tax"].create({"name": "Export", "amount": 0})
        abroad = self.env["account.fiscal.position"].create({"name": "Abroad"})
        nothing.write({"fiscal_position_ids": abroad.ids, "original_tax_ids": inside.ids})
        self.goods.taxes_id = inside
        self._check("price_off_pricelist", percent=1)
        for position, price in ((False, 10.0), (abroad.id, 8.0)):
            order = self._order((self.goods, 1), fiscal_position_id=position)
            self.assertEqual(order.order_line.price_unit, price)
            self.assertFalse(self._reason(order))

    def test_raised_prices_hold_nothing_that_was_agreed(self):
        self._check("price_off_pricelist", percent=1)
        order = self._order((self.goods, 1))
        order.action_confirm()
        self.goods.list_price = 12
        self.assertFalse(self._reason(order))

    def test_the_same_as_native_for_many_rules(self):
        """Rules of every kind, read at once, give what native computes line by line."""
        rng = random.Random(19)
        euro = self._currency("EUR", 0.9)
        self.env["res.currency.rate"].create({
            "currency_id": euro.id, "rate": 0.5, "name": "2026-02-01", "company_id": self.company.id})
        category = self.env["product.category"].create({"name": "Tools"})
        below = self.env["product.category"].create({"name": "Saws", "parent_id": category.id})
        products = self.env["product.product"].union(*(
            self._product(f"R-{n}", rng.randint(5, 50), standard_price=rng.randint(1, 20),
                          categ_id=rng.choice((category, below)).id) for n in range(8)))
        lists = []
        for number in range(4):
            rules = [self._some_rule(rng, products, category, below, lists) for _n in range(12)]
            lists.append(self._pricelist(
                f"List {number}", *rules, currency_id=rng.choice((euro, self.company.currency_id)).id))
        dozen = self.env.ref("uom.product_uom_dozen")
        orders = self.env["sale.order"].create([{
            "partner_id": self.customer.id, "pricelist_id": rng.choice(lists).id,
            "date_order": datetime(2026, 1, 1, 12) + timedelta(days=rng.randint(0, 90)),
            "order_line": [Command.create({
                "product_id": product.id, "product_uom_qty": rng.choice((1, 3, 12, 40)),
                "product_uom_id": rng.choice((product.uom_id, dozen)).id}) for product in rng.sample(products, 5)],
        } for _n in range(60)])
        batch = Batch(orders, self.company)
        prices = Prices(batch)
        differing = 0
        for line in batch.lines:
            native = line.price_unit * (1 - line.discount / 100)
            self.assertAlmostEqual(prices.net(line), native, 1, f"{line.order_id.pricelist_id.name} {line.name}")
            differing += abs(native - line.product_id.list_price) > 0.01
        self.assertGreater(differing, 150, "most prices come from a rule")

    def _some_rule(self, rng, products, category, below, lists):
        aim = rng.choice((
            {"applied_on": "3_global"}, {"applied_on": "2_product_category", "categ_id": category.id},
            {"applied_on": "2_product_category", "categ_id": below.id},
            {"applied_on": "1_product", "product_tmpl_id": rng.choice(products).product_tmpl_id.id}))
        if rng.random() < 0.3:
            product = rng.choice(products)
            aim = {"applied_on": "0_product_variant", "product_id": product.id,
                   "product_tmpl_id": product.product_tmpl_id.id}
        how = rng.choice((
            {"compute_price": "fixed", "fixed_price": rng.randint(3, 60)},
            {"compute_price": "percentage", "percent_price": rng.randint(-20, 60)},
            {"compute_price": "formula", "price_discount": rng.randint(0, 40), "price_surcharge": rng.randint(0, 4)},
            {"compute_price": "formula", "base": "standard_price", "price_markup": rng.randint(5, 80)}))
        if lists and rng.random() < 0.3:
            how = {"compute_price": "formula", "base": "pricelist", "base_pricelist_id": rng.choice(lists).id,
                   "price_discount": rng.randint(0, 30)}
        when = {} if rng.random() < 0.5 else {
            "date_start": datetime(2026, 1, 1) + timedelta(days=rng.randint(0, 60)),
            "date_end": datetime(2026, 3, 1) + timedelta(days=rng.randint(0, 60))}
        return {**aim, **how, **when, "min_quantity": rng.choice((0, 0, 3, 20))}


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
class TestCheckCustomersPricelist(PriceCase):
    """Customers pay by their own pricelist, in their own currency."""

    def test_another_pricelist(self):
        self._check("pricelist_not_customers")
        order = self._order((self.goods, 1))
        self.assertFalse(self._reason(order))
        order.pricelist_id = self._pricelist("Staff")
        self.assertIn("priced by Staff in USD; Ada Buyer buys by Retail in USD.", self._reason(order))

    def test_another_currency(self):
        euro = self._currency("EUR", 0.5)
        self._check("pricelist_not_customers")
        order = self._order((self.goods, 1), pricelist_id=self._pricelist("Euro", currency_id=euro.id).id)
        self.assertIn("in EUR; Ada Buyer buys by Retail in USD", self._reason(order))

    def test_the_channels_pricelist_is_right(self):
        self._check("pricelist_not_customers")
        self.channel.pricelist_id = self._pricelist("Web")
        order = self._order((self.goods, 1), som_channel_id=self.channel.id)
        self.assertEqual(order.pricelist_id, self.channel.pricelist_id)
        self.assertFalse(self._reason(order))

    def test_no_pricelist_at_all(self):
        self._check("pricelist_not_customers")
        self.assertIn("priced by – in USD", self._reason(self._order((self.goods, 1), pricelist_id=False)))

    def test_the_customer_gets_the_orders_pricelist(self):
        self._check("pricelist_not_customers")
        staff = self._pricelist("Staff")
        order = self._order((self.goods, 1), pricelist_id=staff.id)
        self.assertTrue(self._reason(order))
        self.customer.property_product_pricelist = staff
        self.env.cr.precommit.run()
        self.assertEqual(order.som_hold_status, "clear")

    def test_without_pricelists_there_is_nothing_to_check(self):
        self.env.ref("base.group_user").implied_ids -= self.env.ref("product.group_product_pricelist")
        self._check("pricelist_not_customers")
        self.assertFalse(self._reason(self._order((self.goods, 1))))

    def test_a_confirmed_order_keeps_its_pricelist(self):
        self._check("pricelist_not_customers")
        order = self._order((self.goods, 1))
        order.action_confirm()
        self.customer.property_product_pricelist = self._pricelist("Staff")
        self.assertFalse(self._reason(order))


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
                "date_order": fields.Datetime.now() - timedelta(minutes=n),
                "order_line": [Command.create({"product_id": product.id, "product_uom_qty": n, "discount": 40})
                               for product in (self.goods, self.more_goods)]} for n in range(number)])
            self._discounted(orders[0], 3)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env["som.check"]._for_stages(self.company, ("confirmed",))._find(orders)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertGreater(len(found), number)
        self.assertEqual(*counts[1:])
