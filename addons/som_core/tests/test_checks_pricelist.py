import random
from datetime import datetime, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..checks.batch import Batch
from ..checks.pricelist import Prices
from .price_common import PriceCase


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
