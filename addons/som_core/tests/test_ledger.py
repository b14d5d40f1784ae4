from datetime import datetime

from odoo.tests import tagged

from .common import SomCommon


@tagged("post_install", "-at_install")
class TestLedgerOfGoods(SomCommon):
    """Placed to shipped and back, by real transfers."""

    def test_by_hand_placed_and_confirmed_go_together(self):
        order = self._order((self.goods, 3))
        self.assertFalse(order.som_milestone_ids)
        order.action_confirm()
        self.assertEqual(sorted(order.som_milestone_ids.mapped("stage")), ["confirmed", "placed"])

    def test_single_step_picks_and_ships_at_once(self):
        order = self._order((self.goods, 3), (self.more_goods, 2))
        order.action_confirm()
        self._validate(order.picking_ids)
        for stage in ("picked", "shipped"):
            self.assertEqual(self._net(order, stage, self.goods), 3)
            self.assertEqual(self._net(order, stage, self.more_goods), 2)
        row = order.som_milestone_ids.filtered(lambda m: m.stage == "shipped")[:1]
        self.assertEqual(row.document, order.picking_ids.name)
        self.assertEqual(row.action_open_document()["res_id"], order.picking_ids.id)

    def test_three_steps_pick_first_and_ship_last(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._order((self.goods, 4))
        order.action_confirm()
        self._validate(order.picking_ids.filtered(lambda p: p.state == "assigned"))
        self.assertEqual((self._net(order, "picked"), self._net(order, "shipped")), (4, 0))
        self._validate(order.picking_ids.filtered(lambda p: p.state == "assigned"))
        self.assertEqual((self._net(order, "picked"), self._net(order, "shipped")), (4, 0))
        self._validate(order.picking_ids.filtered(lambda p: p.state == "assigned"))
        self.assertEqual((self._net(order, "picked"), self._net(order, "shipped")), (4, 4))

    def test_partial_shipments_add_up(self):
        order = self._order((self.goods, 10))
        order.action_confirm()
        self._validate(order.picking_ids, {self.goods: 4})
        self.assertEqual(self._net(order, "shipped"), 4)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self.assertEqual(self._net(order, "shipped"), 10)
        self.assertEqual(len(order.som_milestone_ids.filtered(lambda m: m.stage == "shipped")), 2)

    def test_quantities_are_in_the_lines_unit(self):
        pack = self.env.ref("uom.product_uom_pack_6")
        order = self._order((self.goods, 1))
        order.order_line.write({"product_uom_id": pack.id, "product_uom_qty": 2})
        order.action_confirm()
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 12 if (
            order.picking_ids.move_ids.product_uom == self.goods.uom_id) else 2)
        self.assertEqual(self._net(order, "shipped"), 2)

    def _return(self, picking, quantity):
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking").create(
                {"picking_id": picking.id})
        wizard.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self._validate(back)
        return back

    def test_a_return_from_the_customer(self):
        order = self._order((self.goods, 5))
        order.action_confirm()
        self._validate(order.picking_ids)
        self._return(order.picking_ids, 2)
        self.assertEqual((self._net(order, "shipped"), self._net(order, "returned")), (5, 2))

    def test_a_return_that_is_put_away_in_a_second_step_is_not_picked_again(self):
        self.warehouse.reception_steps = "two_steps"
        order = self._order((self.goods, 5))
        order.action_confirm()
        self._validate(order.picking_ids)
        back = self._return(order.picking_ids, 2)
        self.env["stock.move"].create({
            "product_id": self.goods.id, "product_uom_qty": 2, "product_uom": self.goods.uom_id.id,
            "location_id": back.move_ids.location_dest_id.id, "location_dest_id": self.warehouse.lot_stock_id.id,
            "sale_line_id": order.order_line.id, "move_orig_ids": [(6, 0, back.move_ids.ids)], "quantity": 2,
            "picked": True})._action_done()
        self.assertEqual((self._net(order, "picked"), self._net(order, "returned")), (5, 2))

    def test_a_pick_that_is_put_back_is_no_longer_picked(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._order((self.goods, 5))
        order.action_confirm()
        pick = order.picking_ids
        self._validate(pick)
        self.assertEqual(self._net(order, "picked"), 5)
        self._return(pick, 5)
        self.assertEqual((self._net(order, "picked"), self._net(order, "returned")), (0, 0))

    def test_a_corrected_done_quantity_is_corrected_by_a_row(self):
        order = self._order((self.goods, 5))
        order.action_confirm()
        self._validate(order.picking_ids)
        order.picking_ids.is_locked = False
        order.picking_ids.move_line_ids.quantity = 3
        self.assertEqual(self._net(order, "shipped"), 3)
        self.assertEqual(
            sorted(order.som_milestone_ids.filtered(lambda m: m.stage == "shipped").mapped("quantity")), [-2, 5])

    def test_drop_shipped_goods_are_shipped_and_never_picked(self):
        order = self._order((self.goods, 5))
        order.action_confirm()
        move = order.picking_ids.move_ids
        move.picking_id.location_id = self.env.ref("stock.stock_location_suppliers")
        move.location_id = self.env.ref("stock.stock_location_suppliers")
        self._validate(order.picking_ids, {self.goods: 5})
        self.assertEqual((self._net(order, "picked"), self._net(order, "shipped")), (0, 5))

    def test_services_ship_nothing(self):
        order = self._order((self.service, 1))
        order.action_confirm()
        self.assertFalse(order.picking_ids)
        self.assertEqual(sorted(order.som_milestone_ids.mapped("stage")), ["confirmed", "placed"])

    def test_cancelling_withdraws_and_confirming_again_records_again(self):
        order = self._order((self.goods, 1))
        order.action_confirm()
        order._action_cancel()
        self.assertEqual((self._net(order, "placed"), self._net(order, "confirmed")), (0, 0))
        order.action_draft()
        order.action_confirm()
        self.assertEqual((self._net(order, "placed"), self._net(order, "confirmed")), (1, 1))

    def test_an_incoming_order_taken_up_again_is_placed_again(self):
        [answer] = self._submit(self._sent())
        order = self.env["sale.order"].browse(answer["id"])
        order._action_cancel()
        self.assertEqual(self._net(order, "placed"), 0)
        order.action_draft()
        self.assertEqual(self._net(order, "placed"), 1)

    def test_what_happened_is_dated_apart_from_when_it_was_written(self):
        then = datetime(2026, 1, 2, 3, 4, 5)
        order = self._order((self.goods, 1)).with_context(som_occurred_at=then)
        order.action_confirm()
        self.assertEqual(set(order.som_milestone_ids.mapped("occurred_at")), {then})
        self.assertGreater(order.som_milestone_ids[:1].create_date, then)

    def test_goods_moved_by_somebody_who_may_not_read_orders(self):
        order = self._order((self.goods, 1))
        order.action_confirm()
        worker = self._user("som_worker", "stock.group_stock_user")
        self._validate(order.picking_ids.with_user(worker))
        self.assertEqual(self._net(order, "shipped"), 1)

    def test_recording_costs_the_same_number_of_queries_for_any_number_of_moves(self):
        def cost(count):
            orders = self.env["sale.order"].concat(*(self._order((self.goods, 1)) for _n in range(count)))
            orders.action_confirm()
            moves = orders.picking_ids.move_ids
            for move in moves:
                move.picked = True
            self._validate(orders.picking_ids)
            self.env.flush_all()
            self.env.invalidate_all()
            # everything is recorded: the same look-ups, no row to write
            moves.sale_line_id.order_id.mapped("name")
            before = self.cr.sql_log_count
            moves._som_sync_ledger()
            self.env.flush_all()
            return self.cr.sql_log_count - before
        self.assertEqual(cost(2), cost(20))
