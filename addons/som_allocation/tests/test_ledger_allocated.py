from datetime import datetime

from odoo.tests import tagged

from odoo.addons.som_core.tests.common import SomCommon


@tagged("post_install", "-at_install")
class TestLedgerAllocated(SomCommon):
    """The ledger's stage *allocated* says what an order holds, whoever reserved it and whatever became of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scarce = cls._product("TL-SCARCE", 10.0)
        cls._stock(cls.scarce, 10)

    def _confirmed(self, quantity, **values):
        order = self._order((self.scarce, quantity), **values)
        order.action_confirm()
        return order

    def _allocated(self, order):
        self.env.cr.flush()
        return self._net(order, "allocated")

    def _rows(self, order):
        self.env.cr.flush()
        return order.som_milestone_ids.filtered(lambda row: row.stage == "allocated")

    def test_given_back_and_reserved_again_in_one_transaction_is_no_event(self):
        order = self._confirmed(4)
        before = self._rows(order)
        order.picking_ids.do_unreserve()
        order.picking_ids.action_assign()
        self.assertEqual(self._rows(order), before)
        self.assertEqual(before.quantity, 4)

    def test_given_back_it_is_taken_off(self):
        order = self._confirmed(4)
        self.assertEqual(self._allocated(order), 4)
        order.picking_ids.do_unreserve()
        self.assertEqual(self._allocated(order), 0)

    def test_what_is_shipped_in_parts_counts_once(self):
        order = self._confirmed(10)
        self.assertEqual(self._allocated(order), 10)
        self._validate(order.picking_ids, {self.scarce: 4})
        self.assertEqual(self._allocated(order), 10)
        backorder = order.picking_ids.filtered(lambda picking: picking.state != "done")
        self.assertEqual(backorder.move_ids.quantity, 6)
        backorder.action_cancel()
        self.assertEqual(self._allocated(order), 4)

    def test_what_is_cancelled_is_taken_off(self):
        order = self._confirmed(4)
        self.assertEqual(self._allocated(order), 4)
        order._action_cancel()
        self.assertEqual(self._allocated(order), 0)

    def test_what_is_scrapped_is_taken_off_whoever_held_it(self):
        order = self._confirmed(10)
        self.assertEqual(self._allocated(order), 10)
        self.env["stock.scrap"].create({
            "product_id": self.scarce.id, "scrap_qty": 3, "location_id": self.warehouse.lot_stock_id.id}).do_scrap()
        self.assertEqual(order.order_line.move_ids.quantity, 7)
        self.assertEqual(self._allocated(order), 7)

    def test_moves_that_are_merged_count_once(self):
        order = self._confirmed(6)
        move = order.order_line.move_ids
        move._do_unreserve()
        other = self.env["stock.move"].create(move._split(2))
        other._action_confirm(merge=False)
        (move + other)._action_assign()
        self.assertEqual(self._allocated(order), 6)
        self.assertEqual(len(order.order_line.move_ids), 2)
        (move + other)._merge_moves()
        self.assertEqual(order.order_line.move_ids.quantity, 6)
        self.assertEqual(self._allocated(order), 6)
        self.assertEqual(sum(self._rows(order).filtered(
            lambda row: row.res_id == order.order_line.move_ids.id).mapped("quantity")), 6)

    def test_a_move_that_is_removed_is_taken_off(self):
        order = self._confirmed(4)
        self.assertEqual(self._allocated(order), 4)
        move = order.order_line.move_ids
        move._action_cancel()
        move.unlink()
        self.assertEqual(self._allocated(order), 0)

    def test_a_change_of_quantity_is_followed(self):
        order = self._confirmed(4)
        self.assertEqual(self._allocated(order), 4)
        for quantity in (7, 3):
            order.order_line.product_uom_qty = quantity
            order.picking_ids.action_assign()
            held = sum(order.order_line.move_ids.filtered(lambda move: move.state != "cancel").mapped("quantity"))
            self.assertEqual((held, self._allocated(order)), (quantity, quantity))

    def test_quantities_are_in_the_unit_of_the_line(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        for propagated in ("", "1"):
            product = self._product(f"TL-DOZEN{propagated}", 1)
            self._stock(product, 18)
            self.env["ir.config_parameter"].set_param("stock.propagate_uom", propagated)
            order = self._order((product, 2))
            order.order_line.product_uom_id = dozen
            order.action_confirm()
            self.assertEqual(self._allocated(order), 1.5)

    def test_of_several_steps_the_first_counts(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._confirmed(5)
        for _step in range(3):
            self.assertEqual(self._allocated(order), 5)
            self._validate(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(set(order.picking_ids.mapped("state")), {"done"})
        self.assertEqual(len(order.picking_ids), 3)
        self.assertEqual(self._allocated(order), 5)

    def test_the_past_is_recorded_when_it_happened(self):
        self.warehouse.out_type_id.reservation_method = "manual"
        one, two = self._confirmed(2), self._confirmed(3)
        then, later = datetime(2025, 3, 1, 8), datetime(2025, 3, 2, 9)
        one.picking_ids.with_context(som_occurred_at=then).action_assign()
        one.order_line.move_ids._som_note_reserved()  # by somebody who does not know when
        two.picking_ids.with_context(som_occurred_at={two.id: later}).action_assign()
        self.assertEqual((self._rows(one).occurred_at, self._rows(two).occurred_at), (then, later))

    def test_queries_do_not_grow_with_the_number_of_moves(self):
        few, many = self._confirmed(1), self._order(*[(self.scarce, 1)] * 3, *[(self.goods, 1)] * 20)
        many.action_confirm()
        counts = []
        for order in (few, few, many):
            moves = order.order_line.move_ids
            self.env.cr.flush()
            moves._som_note_reserved()
            before = self.env.cr.sql_log_count
            self.env.cr.flush()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
