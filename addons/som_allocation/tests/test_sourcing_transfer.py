from odoo.tests import tagged

from .sourcing_common import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingTransfer(SourcingCommon):
    """South can be brought goods of North; ten are in the first warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("stock.route_warehouse0_mto").active = True
        cls.south.resupply_wh_ids = cls.north
        cls._stock(cls.scarce, 20, cls.north)
        cls._stock(cls.scarce, 15, cls.south)
        cls.route = cls.south.resupply_route_ids
        cls.route.rule_ids[0].delay = 2

    def test_it_ships_directly_where_it_may(self):
        order = self._confirmed((self.scarce, 20))
        self.assertEqual(self._from(order), {"North": 20})
        self.assertEqual(len(order.picking_ids), 1)

    def _together(self):
        """An order that one warehouse has to ship, and none but South may."""
        self._rule("sites", number=1)
        self._rule("carrier", warehouse_ids=(self.warehouse | self.north).ids, carrier_ids=self.env[
            "delivery.carrier"].create({"name": "Van", "product_id": self.service.id,
                                        "country_ids": self.env.ref("base.se").ids}).ids)
        return self._order((self.scarce, 20))

    def test_it_comes_through_another_where_one_has_to_ship_it(self):
        order = self._together()
        self.assertEqual(self._earliest(order), [2])
        order.action_confirm()
        line = order.order_line
        self.assertEqual(self._from(order), {"South": 20})
        self.assertEqual(sorted((part.quantity, part.route_ids.supplier_wh_id.name) for part in line.som_part_ids), [
            (5, "North"), (15, False)])
        self.assertEqual(line._get_qty_procurement(), 20)
        transfer = line.move_ids.filtered(lambda move: move.location_id == self.north.lot_stock_id)
        self.assertEqual((transfer.product_uom_qty, transfer.state), (5, "assigned"))
        self.assertEqual(self._promised(order), [2])

    def test_it_arrives(self):
        order = self._together()
        order.action_confirm()
        for _step in range(4):
            ready = order.order_line.move_ids.picking_id.filtered(lambda picking: picking.state == "assigned")
            if ready:
                self._validate(ready)
        self.assertEqual((order.order_line.qty_delivered, order.delivery_status), (20, "full"))

    def test_more_and_less_of_it(self):
        order = self._together()
        order.action_confirm()
        order.order_line.product_uom_qty = 22
        self.assertEqual((self._from(order), order.order_line._get_qty_procurement()), ({"South": 22}, 22))
        order.order_line.product_uom_qty = 12
        self.assertEqual((self._from(order), order.order_line._get_qty_procurement()), ({"South": 12}, 12))

    def test_it_can_be_sourced_elsewhere(self):
        order = self._together()
        order.action_confirm()
        self.env["som.sourcing.rule"].search([("kind", "in", ("carrier", "sites"))]).unlink()
        order.picking_ids.filtered(lambda picking: picking.location_dest_id.usage == "customer")._som_source_elsewhere(
            "Closed")
        self.assertEqual(sum(self._from(order).values()), 20)
        self.assertNotIn("South", self._from(order))
        self.assertEqual(sum(order.order_line.move_ids.filtered(lambda move: move.state != "cancel").mapped(
            "product_uom_qty")), 20)

    def test_what_is_off_gives_nothing(self):
        self._rule("off", warehouse_ids=self.north.ids)
        order = self._together()
        order.action_confirm()
        self.assertFalse(order.som_decision_ids.covered)
        self.assertFalse(order.order_line.som_part_ids.route_ids)

    def test_transfers_cost(self):
        self._rule("transfer", amount=2)
        order = self._together()
        order.action_confirm()
        self.assertAlmostEqual(order.som_decision_ids.cost, 5 * 2.01 + 2 * 5)  # five units, and a line two days late
