from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .sourcing_common import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingRights(SourcingCommon):
    """Who may do what, and whose warehouses are asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock(cls.scarce, 15, cls.north)
        cls.seller = cls._user("seller", "sales_team.group_sale_salesman")

    def test_who_sells_confirms_and_sees_why(self):
        order = self._order((self.scarce, 22), user_id=self.seller.id).with_user(self.seller)
        self.assertEqual(self._earliest(order), [0])
        action = order.action_som_where_from()
        wizard = self.env[action["res_model"]].with_user(self.seller).with_context(action["context"]).create({})
        self.assertIn("North", wizard.content)
        order.action_confirm()
        self.assertEqual(set(self._from(order.sudo())), {"North", self.warehouse.name})
        self.assertIn("North", order.som_decision_ids.content)

    def test_who_sells_does_not_see_decisions_on_orders_of_others(self):
        other = self._order((self.scarce, 1), user_id=self.env.user.id)
        other.action_confirm()
        self.assertFalse(self.env["som.sourcing.decision"].with_user(self.seller).search([]))
        with self.assertRaises(AccessError):
            other.som_decision_ids.with_user(self.seller).read(["cause"])

    def test_nobody_writes_decisions_or_parts(self):
        order = self._confirmed((self.scarce, 22))
        manager = self._user("manager", "sales_team.group_sale_manager", "stock.group_stock_manager")
        for record in (order.som_decision_ids, order.order_line.som_part_ids):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record[0].with_user(manager).unlink()

    def test_rules_are_for_managers(self):
        rule = self._rule("shipment", amount=3)
        with self.assertRaises(AccessError):
            rule.with_user(self.seller).amount = 4
        self.assertEqual(rule.with_user(self.seller).amount, 3)
        with self.assertRaises(AccessError):
            rule.with_user(new_test_user(self.env, "nobody", "base.group_user")).read(["amount"])

    def test_companies_keep_to_their_own_warehouses(self):
        other = self.env["res.company"].create({"name": "Other", "som_promise": True, "security_lead": 0})
        self.env.user.company_ids = [Command.link(other.id)]
        theirs = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self._stock(self.scarce, 100, theirs)
        with_both = self.env(context=dict(self.env.context, allowed_company_ids=[self.company.id, other.id]))
        mine = self._order((self.scarce, 20))
        orders = mine | mine.with_env(with_both).with_company(other).create({
            "partner_id": self.customer.id, "company_id": other.id,
            "order_line": [Command.create({"product_id": self.scarce.id, "product_uom_qty": 20})]})
        orders.with_env(with_both).action_confirm()
        self.assertEqual([set(self._from(order)) for order in orders], [{"North", self.warehouse.name}, {theirs.name}])
        self.assertEqual([sum(self._from(order).values()) for order in orders], [20, 20])
        self.assertEqual([len(order.som_decision_ids) for order in orders], [1, 0])

    def test_a_route_that_somebody_chose_decides(self):
        route = self.south.delivery_route_id
        route.sale_selectable = True
        order = self._order((self.scarce, 5))
        order.order_line.route_ids = route
        order.action_confirm()
        self.assertEqual(self._from(order), {"South": 5})
        self.assertFalse(order.som_decision_ids)
