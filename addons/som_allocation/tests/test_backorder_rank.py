from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .backorder_common import BackorderCommon


@tagged("post_install", "-at_install")
class TestBackorderRank(BackorderCommon):
    """A backorder keeps rank and promise, and gets what comes in first where the company wants it."""

    def _receive(self, quantity):
        """Goods that arrive by a receipt, as a vendor's do."""
        picking = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.in_type_id.id,
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.warehouse.lot_stock_id.id,
            "move_ids": [(0, 0, {
                "product_id": self.scarce.id, "product_uom_qty": quantity,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.warehouse.lot_stock_id.id})]})
        picking.action_confirm()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.button_validate()

    def test_priority_dates_and_waiting_survive(self):
        promised = fields.Datetime.now().replace(microsecond=0) + timedelta(days=5)
        order = self._confirmed(som_rest_policy="backorder", commitment_date=promised)
        first = order.picking_ids
        first.priority = "1"
        planned = first.move_ids.date
        self._press_validate(first)
        rest = self._open(order)
        self.assertEqual((rest.priority, rest.move_ids.priority), ("1", "1"))
        self.assertEqual((rest.move_ids.date, rest.scheduled_date), (planned, planned))
        self.assertEqual(rest.move_ids.date_deadline, promised)
        self.assertTrue(rest.move_ids.som_backorder_since)
        self.assertTrue(order.order_line.som_waiting_since)

    def test_a_second_backorder_waits_since_the_first(self):
        order = self._ship_short("backorder")
        long_ago = fields.Datetime.now().replace(microsecond=0) - timedelta(days=3)
        self._open(order).move_ids.som_backorder_since = long_ago
        order.order_line.som_waiting_since = long_ago
        order.order_line.som_waited_runs = 4
        self._stock(self.scarce, 1)
        self._open(order).action_assign()
        self._press_validate(self._open(order))
        self.assertEqual(self._open(order).move_ids.product_uom_qty, 3)
        self.assertEqual(self._open(order).move_ids.som_backorder_since, long_ago)
        self.assertEqual((order.order_line.som_waiting_since, order.order_line.som_waited_runs), (long_ago, 4))

    def test_later_steps_wait_since_then(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._ship_short("backorder")
        self._press_validate(self._open(order).filtered(
            lambda picking: picking.picking_type_id == self.warehouse.out_type_id))
        left = self._open(order).move_ids
        since = left.som_backorder_since
        self.assertTrue(since)
        self._stock(self.scarce, 4)
        self._open(order).action_assign()
        self._press_validate(self._open(order))
        shipping = self._open(order).move_ids
        self.assertEqual((shipping.location_dest_id.usage, shipping.som_backorder_since), ("customer", since))

    def test_native_backorders_know_since_when(self):
        order = self._confirmed()
        self._validate(order.picking_ids, {self.scarce: 6})
        self.assertTrue(self._open(order).move_ids.som_backorder_since)

    def test_backorders_open_when_the_addon_comes_know_since_when(self):
        order = self._ship_short("backorder")
        rest = self._open(order).move_ids
        rest.som_backorder_since = False
        self.env.flush_all()
        self.env["stock.move"]._init_column("som_backorder_since")
        self.env.invalidate_all()
        self.assertEqual(rest.som_backorder_since, rest.picking_id.create_date)

    def test_a_divided_transfer_leaves_nothing_behind(self):
        order = self._confirmed((self.scarce, 5))
        order.picking_ids.move_ids.quantity = 2
        order.picking_ids.action_split_transfer()
        self.assertEqual(len(self._open(order)), 2)
        self.assertFalse(any(self._open(order).move_ids.mapped("som_backorder_since")))

    def _backorder_and_earlier_demand(self):
        backorder = self._ship_short("backorder")
        other = self._confirmed((self.scarce, 4))
        other.picking_ids.move_ids.date = fields.Datetime.now() - timedelta(days=30)
        return self._open(backorder).move_ids, other.picking_ids.move_ids

    def test_unasked_native_order_stays(self):
        backorder, other = self._backorder_and_earlier_demand()
        self._receive(4)
        self.assertEqual((backorder.quantity, other.quantity), (0, 4))

    def test_backorders_first_where_the_company_wants_it(self):
        self.company.som_backorders_first = True
        backorder, other = self._backorder_and_earlier_demand()
        self._receive(4)
        self.assertEqual((backorder.quantity, other.quantity), (4, 0))

    def test_priority_stands_above_backorders(self):
        self.company.som_backorders_first = True
        backorder, other = self._backorder_and_earlier_demand()
        other.picking_id.priority = "1"
        self._receive(4)
        self.assertEqual((backorder.quantity, other.quantity), (0, 4))

    def test_another_companys_wish_is_not_ours(self):
        self.env["res.company"].create({"name": "Other", "som_backorders_first": True})
        backorder, other = self._backorder_and_earlier_demand()
        self._receive(4)
        self.assertEqual((backorder.quantity, other.quantity), (0, 4))
