from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sourcing_common import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingAgain(SourcingCommon):
    """A warehouse that cannot ship what it was chosen for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock(cls.scarce, 10, cls.north)

    def _reject(self, pickings, reason="Damaged", user=None):
        action = pickings.action_som_cannot_ship()
        wizard = self.env[action["res_model"]].with_user(user or self.env.user).with_context(action["context"]).create(
            {"reason": reason})
        wizard.action_reject()

    def test_the_rest_ships_from_elsewhere(self):
        order = self._confirmed((self.scarce, 6))
        before = order.picking_ids
        self._reject(before)
        self.assertEqual((before.state, self._from(order)), ("cancel", {"North": 6}))
        self.assertEqual(order.order_line.product_uom_qty, 6)
        self.assertEqual((order.picking_ids - before).state, "assigned")
        self.assertEqual(order.order_line.warehouse_id, self.north)
        self.assertIn("Damaged", order.som_decision_ids[0].cause)
        self.assertIn("Damaged", order.message_ids[0].body)
        self._validate(order.picking_ids - before)
        self.assertEqual(order.order_line.qty_delivered, 6)

    def test_it_is_not_asked_again(self):
        order = self._confirmed((self.scarce, 6))
        self._reject(order.picking_ids)
        order.order_line.product_uom_qty = 8
        self.assertEqual(self._from(order), {"North": 8})

    def test_what_was_shipped_stays(self):
        order = self._confirmed((self.scarce, 6))
        self._validate(order.picking_ids, {self.scarce: 2})
        self._reject(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(self._from(order), {self.warehouse.name: 2, "North": 4})

    def test_all_steps_of_a_delivery_go(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._confirmed((self.scarce, 6))
        self._reject(order.picking_ids)
        self.assertEqual(self._from(order), {"North": 6})
        self.assertEqual(order.order_line._get_qty_procurement(), 6)

    def test_picked_already(self):
        order = self._confirmed((self.scarce, 6))
        order.picking_ids.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "picked already"):
            self._reject(order.picking_ids)

    def test_picked_in_a_step_before(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._confirmed((self.scarce, 6))
        self._validate(order.picking_ids)
        with self.assertRaisesRegex(UserError, "picked already"):
            self._reject(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))

    def test_nobody_else_has_it(self):
        order = self._confirmed((self.scarce, 15))
        self._rule("off", warehouse_ids=self.north.ids, name="Closed")
        first = order.picking_ids.filtered(lambda picking: picking.picking_type_id.warehouse_id == self.warehouse)
        with self.assertRaises(UserError) as refused:
            self._reject(first)
        for text in ("no other warehouse has", "South: has 0 %", "North: Closed"):
            self.assertIn(text, str(refused.exception))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "North": 5})
        self.assertFalse(self.env["som.sourcing.refusal"].search([("order_id", "=", order.id)]))

    def test_many_deliveries_at_once(self):
        orders = self._order((self.scarce, 3)) | self._order((self.scarce, 4))
        orders.action_confirm()
        self._reject(orders.picking_ids)
        self.assertEqual([self._from(order) for order in orders], [{"North": 3}, {"North": 4}])

    def test_who_works_in_a_warehouse_may(self):
        order = self._confirmed((self.scarce, 6))
        user = self._user("picker", "stock.group_stock_user")
        self._reject(order.picking_ids.with_user(user), user=user)
        self.assertEqual(self._from(order), {"North": 6})
        self.assertEqual(order.som_decision_ids[0].user_id, user)

    def test_who_only_sells_may_not(self):
        order = self._confirmed((self.scarce, 6))
        with self.assertRaises(AccessError):
            self._reject(order.picking_ids, user=self._user("seller", "sales_team.group_sale_salesman_all_leads"))

    def test_a_reason_is_needed(self):
        with self.assertRaisesRegex(UserError, "Say why"):
            self._reject(self._confirmed((self.scarce, 6)).picking_ids, reason=" ")

    def test_off_is_refused(self):
        order = self._confirmed((self.scarce, 6))
        self.company.som_sourcing = False
        with self.assertRaisesRegex(UserError, "Source orders over warehouses"):
            self._reject(order.picking_ids)
