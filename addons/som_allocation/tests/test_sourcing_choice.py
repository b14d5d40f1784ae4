from odoo.tests import tagged

from .sourcing_common import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingChoice(SourcingCommon):
    """Which warehouse ships an order."""

    def test_the_warehouse_that_has_it(self):
        self._stock(self.scarce, 15, self.north)
        order = self._confirmed((self.scarce, 12))
        self.assertEqual(order.warehouse_id, self.north)
        self.assertEqual(self._from(order), {"North": 12})
        self.assertEqual(order.picking_ids.picking_type_id.warehouse_id, self.north)
        self.assertFalse(order.order_line.som_part_ids)

    def test_a_line_is_split_where_nobody_has_all_of_it(self):
        self._stock(self.scarce, 5, self.north)
        order = self._confirmed((self.scarce, 14))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "North": 4})
        self.assertEqual(len(order.picking_ids), 2)
        self.assertEqual(order.picking_ids.mapped("state"), ["assigned"] * 2)
        self.assertEqual(sum(order.order_line.move_ids.mapped("product_uom_qty")), 14)

    def test_what_nobody_has_stays_with_the_warehouse_that_ships_most(self):
        self._stock(self.scarce, 5, self.north)
        order = self._confirmed((self.scarce, 20))
        self.assertEqual(self._from(order), {self.warehouse.name: 15, "North": 5})
        self.assertFalse(order.som_decision_ids.covered)

    def test_off_is_native(self):
        self.company.som_sourcing = False
        self._stock(self.scarce, 15, self.north)
        order = self._confirmed((self.scarce, 12))
        self.assertEqual(self._from(order), {self.warehouse.name: 12})
        self.assertFalse(order.som_decision_ids)

    def test_a_fixed_warehouse_ships_all(self):
        self._stock(self.scarce, 15, self.north)
        order = self._order((self.scarce, 12))
        order.som_warehouse_fixed = True
        order.action_confirm()
        self.assertEqual(self._from(order), {self.warehouse.name: 12})

    def test_choosing_a_warehouse_fixes_it(self):
        order = self._order((self.scarce, 1))
        order.warehouse_id = self.south
        self.assertTrue(order.som_warehouse_fixed)
        order.action_confirm()
        self.assertEqual(self._from(order), {"South": 1})
        self.assertTrue(self._order((self.scarce, 1), warehouse_id=self.south.id).som_warehouse_fixed)
        self.assertFalse(self._order((self.scarce, 1), warehouse_id=self.warehouse.id).som_warehouse_fixed)

    def test_one_order_leaves_to_the_next_what_it_does_not_take(self):
        self._stock(self.scarce, 10, self.north)
        orders = self._order((self.scarce, 8)) | self._order((self.scarce, 8)) | self._order((self.scarce, 4))
        orders.action_confirm()
        self.assertEqual([self._from(order) for order in orders], [
            {self.warehouse.name: 8}, {"North": 8}, {self.warehouse.name: 2, "North": 2}])
        self.assertEqual(set(orders.picking_ids.mapped("state")), {"assigned"})

    def test_the_decision_is_kept_with_its_reasons(self):
        self._rule("off", warehouse_ids=self.north.ids, name="Stocktaking")
        self._stock(self.scarce, 15, self.north)
        order = self._confirmed((self.scarce, 10))
        decision = order.som_decision_ids
        self.assertEqual((decision.cause, decision.warehouse_ids, decision.exact), ("Confirmed", self.warehouse, True))
        removed = {one["warehouse"]: one["removed"] for one in decision.trace["candidates"]}
        self.assertEqual(removed, {self.warehouse.name: "", "North": "Stocktaking", "South": ""})
        self.assertIn("Stocktaking", decision.content)

    def test_a_dry_run_writes_nothing(self):
        self._stock(self.scarce, 15, self.north)
        order = self._order((self.scarce, 12))
        action = order.action_som_where_from()
        wizard = self.env[action["res_model"]].with_context(action["context"]).create({})
        self.assertIn("North", wizard.content)
        self.assertEqual((order.warehouse_id, order.som_decision_ids.ids), (self.warehouse, []))
        wizard.action_apply()
        self.assertEqual((order.warehouse_id, order.som_decision_ids.cause), (self.north, "By hand"))
        self.assertFalse(order.som_warehouse_fixed)

    def test_more_is_ordered_and_only_that_is_sourced(self):
        self._stock(self.scarce, 5, self.north)
        order = self._confirmed((self.scarce, 8))
        order.order_line.product_uom_qty = 15
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "North": 5})
        order.order_line.product_uom_qty = 17
        self.assertEqual(self._from(order), {self.warehouse.name: 12, "North": 5})
        order.order_line.product_uom_qty = 9
        self.assertEqual(self._from(order), {self.warehouse.name: 9})
        self.assertEqual(order.som_decision_ids.mapped("cause"), ["More was ordered", "More was ordered", "Confirmed"])

    def test_a_warehouse_that_ships_already_costs_no_shipment_more(self):
        self._rule("shipment", amount=5)
        self._rule("preferred", amount=1)
        self._stock(self.goods, 50, self.north)
        self._stock(self.scarce, 20, self.north)
        self.warehouse.som_handling_days = 9
        order = self._confirmed((self.scarce, 2))
        self.warehouse.som_handling_days = 0
        self.assertEqual(self._from(order), {"North": 2})
        order.order_line = [(0, 0, {"product_id": self.goods.id, "product_uom_qty": 1})]
        self.assertEqual(self._from(order), {"North": 3})

    def test_a_line_that_is_added_later(self):
        self._stock(self.goods, 10, self.north)
        order = self._confirmed((self.scarce, 8))
        order.order_line = [(0, 0, {"product_id": self.goods.id, "product_uom_qty": 105})]
        self.assertEqual(self._from(order, self.goods), {self.warehouse.name: 100, "North": 5})

    def test_whole_units_of_the_line_are_split(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._stock(self.scarce, 30, self.north)
        self._stock(self.scarce, 20, self.warehouse)
        order = self._order((self.scarce, 4))
        order.order_line.product_uom_id = dozen
        order.action_confirm()
        self.assertEqual(sorted(self._from(order).values()), [24, 24])
        self.assertEqual(order.order_line._get_qty_procurement(), 4)
        self._validate(order.picking_ids)
        self.assertEqual((order.order_line.qty_delivered, order.delivery_status), (4, "full"))
        order._create_invoices()
        self.assertEqual(order.order_line.qty_invoiced, 4)

    def test_steps_of_delivery_differ(self):
        self.north.delivery_steps = "pick_ship"
        self._stock(self.scarce, 5, self.north)
        order = self._confirmed((self.scarce, 14))
        self.assertEqual(order.order_line._get_qty_procurement(), 14)
        self._validate(order.picking_ids)
        self.assertEqual(order.order_line._get_qty_procurement(), 14)
        self._validate(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(order.order_line.qty_delivered, 14)
        self.assertEqual(set(order.picking_ids.mapped("state")), {"done"})

    def test_a_line_is_promised_when_its_last_part_arrives(self):
        self.north.som_handling_days = 3
        self._stock(self.scarce, 5, self.north)
        order = self._order((self.scarce, 14))
        self.assertEqual(self._earliest(order), [3])
        order.action_confirm()
        self.assertEqual((self._promised(order), self._earliest(order)), ([3], [3]))

    def test_a_quotation_shows_the_date_of_the_best_warehouse(self):
        self.warehouse.som_handling_days = 3
        self._stock(self.scarce, 5, self.north)
        self.assertEqual(self._earliest(self._order((self.scarce, 5))), [0])
