from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .sourcing_anew_common import SourcingAnewCommon


@tagged("post_install", "-at_install")
class TestSourcingAnew(SourcingAnewCommon):
    """A warehouse is switched off, or archived."""

    def test_nothing_happens_where_the_company_does_not_want_it(self):
        self.company.som_source_again = False
        order = self._confirmed((self.scarce, 6))
        self._close()
        self._count(2)
        self.assertFalse(self._events())
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 6})

    def test_what_a_rule_switches_off_ships_from_elsewhere(self):
        orders = self._order((self.scarce, 3)) | self._order((self.scarce, 4))
        orders.action_confirm()
        self._close()
        self.assertEqual([self._from(order) for order in orders], [{self.warehouse.name: 3}, {self.warehouse.name: 4}])
        self._look()
        self.assertEqual([self._from(order) for order in orders], [{"North": 3}, {"North": 4}])
        self.assertEqual(set(orders.picking_ids.filtered(lambda one: one.state != "cancel").mapped("state")), {
            "assigned"})
        self.assertIn("Closed", orders[0].som_decision_ids[0].cause)
        self.assertIn("Closed", orders[0].message_ids[0].body)
        self.assertFalse(self._events() or self._alerts(orders))

    def test_it_starts_at_once(self):
        self._confirmed((self.scarce, 3))
        self._close()
        self.assertEqual(self._triggers(), [fields.Datetime.now()])

    def test_it_starts_when_the_rule_does(self):
        order = self._confirmed((self.scarce, 3))
        rule = self._close(date_from=self._in(2))
        self.assertEqual(self._triggers(), [rule.date_from])
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 3})
        rule.date_from = self._in(-1)
        self._look()
        self.assertEqual(self._from(order), {"North": 3})

    def test_orders_that_it_does_not_speak_for_stay(self):
        one, other = (self._confirmed((self.scarce, 3), client_order_ref=name) for name in "XY")
        self._close(order_domain="[('client_order_ref', '=', 'X')]")
        self._look()
        self.assertEqual([self._from(one), self._from(other)], [{"North": 3}, {self.warehouse.name: 3}])

    def test_switched_on_again_in_time(self):
        order = self._confirmed((self.scarce, 3))
        self._close().active = False
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 3})

    def test_what_is_picked_stays(self):
        order = self._confirmed((self.scarce, 5))
        order.picking_ids.move_ids.quantity = 2
        order.picking_ids.move_ids.picked = True
        self._close()
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 2, "North": 3})

    def test_a_fixed_warehouse_stays(self):
        order = self._order((self.scarce, 3), som_warehouse_fixed=True)
        order.action_confirm()
        self._close()
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 3})

    def test_what_nobody_else_has_waits_and_is_told_once(self):
        order = self._confirmed((self.scarce, 22), user_id=self.seller.id)
        self._close(self.north)
        self._close(self.south)
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "North": 12})
        self.assertEqual(self._alerts(order).user_id, self.seller)
        self.assertIn("12 Units", self._alerts(order).note)
        self.assertIn("North: Closed", self._alerts(order).note)
        self._close(self.north)
        self._look()
        self.assertEqual(len(self._alerts(order)), 1)

    def test_a_part_moves_and_the_rest_is_told(self):
        order = self._confirmed((self.scarce, 10), user_id=self.seller.id)
        self._confirmed((self.scarce, 8))
        self._close()
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 6, "North": 4})
        self.assertIn("6 Units", self._alerts(order).note)
        self._stock(self.scarce, 20, self.south)
        self._close()
        self._look()
        self.assertEqual(self._from(order), {"South": 6, "North": 4})
        self.assertFalse(self._alerts(order))

    def test_all_steps_of_a_delivery_go(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._confirmed((self.scarce, 6))
        self._close()
        self._look()
        self.assertEqual((self._from(order), order.order_line._get_qty_procurement()), ({"North": 6}, 6))

    def test_goods_that_come_from_it_to_another(self):
        self.env.ref("stock.route_warehouse0_mto").active = True
        self.south.resupply_wh_ids = self.north
        self._rule("carrier", warehouse_ids=(self.warehouse | self.north).ids, carrier_ids=self.env[
            "delivery.carrier"].create({"name": "Van", "product_id": self.service.id,
                                        "country_ids": self.env.ref("base.se").ids}).ids)
        order = self._confirmed((self.scarce, 5))
        self.assertEqual(order.order_line.som_part_ids.route_ids.supplier_wh_id, self.north)
        self.env["som.sourcing.rule"].search([("kind", "=", "carrier")]).unlink()
        self._close(self.north)
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 5})
        self.assertEqual(sum(order.order_line.move_ids.filtered(lambda move: move.state != "cancel").mapped(
            "product_uom_qty")), 5)

    def test_an_archived_warehouse_says_what_to_do_first(self):
        product = self._product("TP-EAST", 5.0)
        self._stock(product, 3, self.south)
        order = self._confirmed((product, 3))
        self._stock(product, 3, self.north)
        with self.assertRaisesRegex(UserError, "South: 1 deliveries.*sourcing rule"):
            self.south.active = False
        self._close(self.south)
        self._look()
        self._count(0, self.south, product)
        self.south.active = False
        self.assertEqual(self._events().cause, "South was archived")
        self._look()
        self.assertEqual((self._from(order), self._events().ids), ({"North": 3}, []))
