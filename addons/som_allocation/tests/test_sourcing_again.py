from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .sourcing_common import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingAgain(SourcingCommon):
    """A warehouse that cannot ship what it was chosen for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock(cls.scarce, 10, cls.north)

    def _wizard(self, pickings, reason="Damaged", user=None):
        action = pickings.action_som_cannot_ship()
        return self.env[action["res_model"]].with_user(user or self.env.user).with_context(action["context"]).create(
            {"reason": reason})

    def _reject(self, pickings, reason="Damaged", user=None, quantities=None):
        """Say that deliveries cannot ship; ``quantities``: product → how much, in the delivery's unit. None: all."""
        wizard = self._wizard(pickings, reason, user)
        if quantities is not None:
            for line in wizard.line_ids:
                line.quantity = quantities.get(line.product_id, 0)
        return wizard.action_reject()

    def _waiting(self, order):
        """(warehouse, quantity, reserved, state) of each delivery that is open."""
        return [
            (move.picking_type_id.warehouse_id.name, move.product_uom_qty, move.quantity, move.picking_id.state)
            for move in order.order_line.move_ids if move.state not in ("done", "cancel")]

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

    def test_others_have_a_part(self):
        order = self._confirmed((self.scarce, 10))
        self._stock(self.scarce, -6, self.north)
        action = self._reject(order.picking_ids)
        self.assertEqual(self._from(order), {"North": 4, self.warehouse.name: 6})
        self.assertCountEqual(self._waiting(order), [
            ("North", 4, 4, "assigned"), (self.warehouse.name, 6, 0, "confirmed")])
        self.assertIn("6 Units", action["params"]["message"])
        self.assertIn(f"6 Units {self.scarce.display_name} found nowhere else: waits at {self.warehouse.name}",
                      order.message_ids[0].body)
        self.assertFalse(order.som_decision_ids[0].covered)
        self.assertEqual(order.order_line._get_qty_procurement(), 10)
        self._validate(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(order.order_line.qty_delivered, 4)

    def test_one_product_is_found_the_other_waits_apart_from_what_can_ship(self):
        order = self._confirmed((self.scarce, 5), (self.goods, 2), (self.more_goods, 1))
        self._reject(order.picking_ids, quantities={self.scarce: 5, self.goods: 2})
        self.assertEqual(self._from(order, self.scarce), {"North": 5})
        self.assertCountEqual(self._waiting(order), [
            ("North", 5, 5, "assigned"), (self.warehouse.name, 1, 1, "assigned"),
            (self.warehouse.name, 2, 0, "confirmed")])
        self.assertEqual(len(order.picking_ids), 3)

    def test_a_picker_finds_three_of_five(self):
        order = self._confirmed((self.scarce, 5))
        first = order.picking_ids
        self._reject(first, quantities={self.scarce: 2})
        self.assertCountEqual(self._waiting(order), [
            ("North", 2, 2, "assigned"), (self.warehouse.name, 3, 3, "assigned")])
        refusal = self.env["som.sourcing.refusal"].search([("order_id", "=", order.id)])
        self.assertEqual((refusal.warehouse_id, refusal.quantity), (self.warehouse, 2))
        self._validate(first)
        self._validate(order.picking_ids - first)
        self.assertEqual((order.order_line.qty_delivered, order.delivery_status), (5, "full"))

    def test_in_a_form(self):
        order = self._confirmed((self.scarce, 5), (self.goods, 2))
        action = order.picking_ids.action_som_cannot_ship()
        with Form(self.env[action["res_model"]].with_context(action["context"])) as form:
            form.reason = "Lost"
            with form.line_ids.edit(0) as line:
                self.assertEqual((line.product_id, line.demand, line.quantity), (self.scarce, 5, 5))
                line.quantity = 2
            with form.line_ids.edit(1) as line:
                line.quantity = 0
        form.record.action_reject()
        self.assertEqual(self._from(order, self.scarce), {"North": 2, self.warehouse.name: 3})
        self.assertEqual(len(order.picking_ids.move_ids), 3)

    def test_what_is_picked_stays_and_is_not_proposed(self):
        order = self._confirmed((self.scarce, 5))
        order.picking_ids.move_ids.quantity = 3
        order.picking_ids.move_ids.picked = True
        line = self._wizard(order.picking_ids).line_ids
        self.assertEqual((line.demand, line.picked, line.quantity), (5, 3, 2))
        self._reject(order.picking_ids)
        self.assertEqual(self._from(order), {"North": 2, self.warehouse.name: 3})

    def test_more_than_is_not_picked_is_refused(self):
        order = self._confirmed((self.scarce, 5))
        order.picking_ids.move_ids.quantity = 3
        order.picking_ids.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "picked already"):
            self._reject(order.picking_ids, quantities={self.scarce: 3})

    def test_only_some_products(self):
        self._stock(self.goods, 10, self.north)
        order = self._confirmed((self.scarce, 5), (self.goods, 2))
        self._reject(order.picking_ids, quantities={self.goods: 2})
        self.assertEqual(self._from(order, self.scarce), {self.warehouse.name: 5})
        self.assertEqual(self._from(order, self.goods), {"North": 2})
        order.order_line[0].product_uom_qty = 7
        self.assertEqual(self._from(order, self.scarce), {self.warehouse.name: 7})

    def test_nothing_chosen_is_refused(self):
        with self.assertRaisesRegex(UserError, "how much"):
            self._reject(self._confirmed((self.scarce, 5)).picking_ids, quantities={})

    def test_a_part_of_a_line_in_dozens(self):
        self._stock(self.scarce, 20)
        self._stock(self.scarce, 20, self.north)
        order = self._order((self.scarce, 2))
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        self._reject(order.picking_ids, quantities={self.scarce: 5})
        self.assertEqual(self._from(order), {"North": 5, self.warehouse.name: 19})
        self._validate(order.picking_ids)
        self.assertEqual(order.order_line.qty_delivered, 2)

    def test_lots_stay_with_what_stays(self):
        product = self._product("TP-LOT", 5.0, tracking="lot")
        lots = self.env["stock.lot"].create([{"name": f"L{n}", "product_id": product.id} for n in range(2)])
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(product, self.warehouse.lot_stock_id, 3, lot_id=lot)
            self.env["stock.quant"]._update_available_quantity(product, self.north.lot_stock_id, 3, lot_id=lot)
        order = self._confirmed((product, 5))
        self._reject(order.picking_ids, quantities={product: 3})
        here = order.order_line.move_ids.filtered(
            lambda move: move.state == "assigned" and move.picking_type_id.warehouse_id == self.warehouse)
        self.assertEqual([(line.lot_id, line.quantity) for line in here.move_line_ids], [(lots[0], 2)])
        self.assertEqual(self._from(order), {"North": 3, self.warehouse.name: 2})

    def test_a_part_of_a_pick_step(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._confirmed((self.scarce, 6))
        self._reject(order.picking_ids, quantities={self.scarce: 4})
        self.assertEqual(self._from(order), {"North": 4, self.warehouse.name: 2})
        for _step in range(3):
            self._validate(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual((order.order_line.qty_delivered, order.delivery_status), (6, "full"))

    def test_the_rest_of_a_pick_that_was_begun(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._confirmed((self.scarce, 6))
        self._validate(order.picking_ids, {self.scarce: 2})
        rest = order.picking_ids.filtered(lambda picking: picking.backorder_id)
        self._reject(rest)
        self.assertEqual((rest.state, self._from(order)), ("cancel", {"North": 4, self.warehouse.name: 2}))
        self._validate(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(order.order_line.qty_delivered, 6)

    def test_a_locked_order_stays_locked(self):
        order = self._confirmed((self.scarce, 6))
        order.locked = True
        self._reject(order.picking_ids)
        self.assertEqual((self._from(order), order.locked), ({"North": 6}, True))

    def test_what_was_called_off_before_does_not_come_back(self):
        order = self._confirmed((self.scarce, 4), (self.goods, 1))
        self._stock(self.scarce, 5)
        order.order_line[0].product_uom_qty = 6
        move = order.order_line[0].move_ids
        part = move.create(move._split(2))
        part._action_confirm(merge=False)
        part._action_cancel()
        self._reject(order.picking_ids, quantities={self.scarce: 4})
        self.assertEqual(self._from(order, self.scarce), {"North": 4})

    def test_a_line_of_another_delivery_is_not_taken(self):
        order, other = self._confirmed((self.scarce, 3)), self._confirmed((self.scarce, 3))
        with self.assertRaisesRegex(UserError, "nothing of it"):
            order.picking_ids._som_source_elsewhere("Lost", {other.picking_ids.move_ids: 3})

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
