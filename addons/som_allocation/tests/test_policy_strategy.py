from odoo.tests import tagged
from odoo.tools import SQL

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyStrategy(PolicyCommon):
    """The strategy and the gate that a line or order has of its own; the nearest decides."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.top, = cls.env["product.category"].create([{"name": "Top"}])
        cls.middle = cls.env["product.category"].create({"name": "Middle", "parent_id": cls.top.id})
        cls.category = cls.env["product.category"].create({"name": "Bottom", "parent_id": cls.middle.id})
        cls.goods.categ_id = cls.category
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})

    def setUp(self):
        super().setUp()
        self.order = self._order((self.goods, 1))
        self.line = self.order.order_line

    def _strategy(self, company=None, line=None):
        self.env.flush_all()
        [[strategy]] = self.env.execute_query(SQL(
            """SELECT %s FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
                 JOIN res_partner orderer ON orderer.id = o.partner_id
                 LEFT JOIN res_partner customer ON customer.id = orderer.commercial_partner_id
                 JOIN product_product p ON p.id = l.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 LEFT JOIN product_category c ON c.id = t.categ_id WHERE l.id = %s""",
            self.Policy._som_strategy_sql(company or self.company), (line or self.line).id))
        return strategy

    def _minimum(self, policy):
        self.env.flush_all()
        [[minimum]] = self.env.execute_query(SQL(
            "SELECT %s FROM sale_order WHERE id = %s", policy._som_minimum_sql(), self.order.id))
        return minimum

    def test_none_where_nobody_has_one(self):
        self.assertIsNone(self._strategy())
        self.goods.categ_id = False
        self.assertIsNone(self._strategy())

    def test_the_nearest_decides(self):
        for record, field, strategy in (
                (self.top, "som_allocation_strategy", "skip"), (self.middle, "som_allocation_strategy", "lose"),
                (self.category, "som_allocation_strategy", "fill"),
                (self.goods.product_tmpl_id, "som_allocation_strategy", "redistribute"),
                (self.customer, "som_allocation_strategy", "improve"), (self.line, "som_strategy", "win")):
            with self.subTest(record=record.display_name):
                record[field] = strategy
                self.assertEqual(self._strategy(), strategy)

    def test_a_contacts_order_is_treated_as_his_companys(self):
        self.customer.som_allocation_strategy = "gain"
        self.order.partner_id = self.env["res.partner"].create({"name": "Contact", "parent_id": self.customer.id})
        self.assertEqual(self._strategy(), "gain")

    def test_each_company_has_its_own(self):
        for record in (self.top, self.goods.product_tmpl_id, self.customer):
            with self.subTest(record=record.display_name):
                record.with_company(self.elsewhere).som_allocation_strategy = "lose"
                self.assertIsNone(self._strategy())
                self.assertEqual(self._strategy(self.elsewhere), "lose")
                record.with_company(self.elsewhere).som_allocation_strategy = False
                self.assertIsNone(self._strategy(self.elsewhere))

    def test_a_companys_default_holds_for_those_who_say_nothing(self):
        self.env["ir.default"].set("product.category", "som_allocation_strategy", "fill", company_id=self.company.id)
        self.assertEqual(self._strategy(), "fill")
        self.assertIsNone(self._strategy(self.elsewhere))
        self.category.som_allocation_strategy = "win"
        self.assertEqual(self._strategy(), "win")

    def test_the_gate_is_the_orders_or_the_policys(self):
        policy = self._policy(minimum_fill=12.34)
        self.assertEqual(self._minimum(policy), 1234)
        self.order.som_minimum_fill = 50
        self.assertEqual(self._minimum(policy), 5000)
        self.assertEqual(self._minimum(self._policy(activate=False)), 5000)
        self.order.som_minimum_fill = 0
        self.assertEqual(self._minimum(self._policy(activate=False)), 0)

    def test_new_orders_begin_with_the_customers_gate(self):
        self.customer.som_minimum_fill = 80
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.customer.id})
        self.assertEqual(self._order((self.goods, 1), partner_id=contact.id).som_minimum_fill, 80)
        self.assertEqual(self._order((self.goods, 1), som_minimum_fill=20).som_minimum_fill, 20)

    def test_orders_that_are_confirmed_keep_their_gate(self):
        self.order.action_confirm()
        self.customer.som_minimum_fill = 80
        self.order.partner_id = self.env["res.partner"].create({"name": "Other", "som_minimum_fill": 30})
        self.assertEqual(self.order.som_minimum_fill, 0)
