from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestAssign(RunCommon):
    """Where a policy is active, orders are reserved by it, whoever asks: confirmation, button, scheduler, arrival."""

    def _by_value(self):
        self.policy.action_deactivate()
        return self._policy("Worth most first", [{"strategy": "gain", "sort": ["value"]}])

    def test_orders_confirmed_together_are_served_by_rank(self):
        self._by_value()
        self._stock(self.scarce, 5)
        small, big = self._order((self.scarce, 4)), self._order((self.scarce, 5))
        (small + big).action_confirm()
        self.assertEqual(self._held(small, big), [0, 5])
        self._assert_clean()

    def test_nobody_loses_between_runs(self):
        self._by_value()
        self._stock(self.scarce, 5)
        small = self._confirmed((self.scarce, 4))
        big = self._confirmed((self.scarce, 5))
        self.assertEqual(self._held(small, big), [4, 1])
        big.picking_ids.action_assign()
        self.assertEqual(self._held(small, big), [4, 1])

    def test_the_scheduler_serves_by_rank(self):
        self._by_value()
        small, big = self._confirmed((self.scarce, 4)), self._confirmed((self.scarce, 5))
        self._stock(self.scarce, 5)
        self.env["stock.rule"].run_scheduler()
        self.assertEqual(self._held(small, big), [0, 5])
        self._assert_clean()

    def test_what_comes_in_is_served_by_rank(self):
        self._by_value()
        small, big = self._confirmed((self.scarce, 4)), self._confirmed((self.scarce, 5))
        self._receive(6)
        self.assertEqual(self._held(small, big), [1, 5])
        self._assert_clean()

    def test_an_order_that_ships_complete_hoards_nothing(self):
        other = self._product("TP-OTHER", 5)
        self._stock(self.scarce, 5)
        complete = self._confirmed((self.scarce, 3), (other, 2), picking_policy="one")
        self.assertEqual(self._held(complete), [0])
        single = self._confirmed((self.scarce, 5))
        self.assertEqual(self._held(single), [5])

    def test_an_order_that_ships_complete_is_reserved_as_a_whole_when_the_last_part_comes(self):
        other = self._product("TP-OTHER", 5)
        self._stock(self.scarce, 5)
        complete = self._confirmed((self.scarce, 3), (other, 2), picking_policy="one")
        self._receive(2, other)
        self.assertEqual(self._held(complete), [3])
        self.assertEqual(self._held(complete, product=other), [2])
        self.assertEqual(complete.picking_ids.state, "assigned")

    def test_an_order_is_given_nothing_below_its_minimum(self):
        self._stock(self.scarce, 5)
        order = self._order((self.scarce, 10))
        order.som_minimum_fill = 60
        order.action_confirm()
        self.assertEqual(self._held(order), [0])
        self._receive(1)
        self.assertEqual(self._held(order), [6])

    def test_of_several_steps_the_first_is_reserved(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._by_value()
        self._stock(self.scarce, 5)
        small, big = self._order((self.scarce, 4)), self._order((self.scarce, 5))
        (small + big).action_confirm()
        self.assertEqual(self._held(small, big), [0, 5])
        self.assertEqual(big.picking_ids.picking_type_id, self.warehouse.pick_type_id)
        self._validate(big.picking_ids)
        pack = big.picking_ids.filtered(lambda picking: picking.state != "done")
        self.assertEqual((pack.picking_type_id, pack.state), (self.warehouse.pack_type_id, "assigned"))
        self._assert_clean()

    def test_another_warehouse_is_reserved_natively(self):
        self.policy.action_deactivate()
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        self._policy("Worth most first", [{"strategy": "gain", "sort": ["value"]}], warehouse_ids=[(6, 0, second.ids)])
        self._stock(self.scarce, 5)
        self._stock(self.scarce, 5, warehouse=second)
        here = [self._order((self.scarce, wanted)) for wanted in (4, 5)]
        there = [self._order((self.scarce, wanted), warehouse_id=second.id) for wanted in (4, 5)]
        for orders in (here, there):
            (orders[0] + orders[1]).action_confirm()
        self.assertEqual(self._held(*here), [4, 1])
        self.assertEqual(self._held(*there), [0, 5])

    def test_without_a_policy_nothing_is_different(self):
        self.policy.action_deactivate()
        self._stock(self.scarce, 5)
        small, big = self._order((self.scarce, 4)), self._order((self.scarce, 5))
        (small + big).action_confirm()
        self.assertEqual(self._held(small, big), [4, 1])

    def test_a_dozen_is_reserved_in_its_own_unit(self):
        self.env["ir.config_parameter"].set_param("stock.propagate_uom", "1")
        self._stock(self.scarce, 30)
        order = self._order((self.scarce, 3))
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.action_confirm()
        self.assertEqual(self._held(order), [2.5])
        self.assertEqual(self._reserved(), (30, 30))
        self._assert_clean()

    def test_what_is_allocated_reaches_the_ledger(self):
        self._stock(self.scarce, 5)
        order = self._confirmed((self.scarce, 8))
        self.env.cr.flush()
        self.assertEqual(self._net(order, "allocated"), 5)
        self._receive(3)
        self.env.cr.flush()
        self.assertEqual(self._net(order, "allocated"), 8)
        order.picking_ids.do_unreserve()
        self.env.cr.flush()
        self.assertEqual(self._net(order, "allocated"), 0)
