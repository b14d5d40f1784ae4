from odoo.tests import tagged

from .dropship_common import DropshipCommon


@tagged("post_install", "-at_install")
class TestDropshipPromise(DropshipCommon):
    """Dates of what vendors deliver: before and after it is ordered, and when they change."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.som_sourcing = False
        cls.item = cls._product("TP-DROP", 20.0, sale_delay=0)
        cls._dropped(cls.item)
        cls._sells(cls.near, cls.item, 12, 5)

    def test_before_confirmation(self):
        self.assertEqual(self._earliest(self._order((self.item, 3), (self.scarce, 1))), [5, 0])
        self.company.days_to_purchase = 2
        order = self._order((self.item, 3))
        self.assertEqual(self._earliest(order), [7])
        self.assertEqual(order.order_line.som_promise_info["parts"], [
            {"quantity": "3 Units", "date": "03/11/2026", "source": "vendor, still to be ordered"}])

    def test_the_route_of_the_line(self):
        order = self._order((self.scarce, 3))
        order.order_line.route_ids = self.route
        self.assertEqual(self._earliest(order), [5])

    def test_what_is_in_stock_is_no_matter(self):
        self._stock(self.item, 10)
        order = self._confirmed((self.item, 3))
        self.assertEqual((self._promised(order), order.picking_ids.ids), ([5], []))

    def test_our_warehouse_and_carrier_take_no_time(self):
        self.warehouse.write({"som_handling_days": 3, "som_cutoff": 8.0})
        carrier = self.env["delivery.carrier"].create({
            "name": "Van", "product_id": self.service.id, "som_transit_days": 4})
        order = self._order((self.item, 3), carrier_id=carrier.id)
        self.assertEqual(self._earliest(order), [5])
        self.company.security_lead = 1
        self.assertEqual(self._earliest(order), [6])
        order.action_confirm()
        self.assertEqual(self._promised(order), [6])
        self.assertEqual(self._days(self._purchase(order).order_line.date_planned), 5)

    def test_nobody_sells_it(self):
        self.item.seller_ids.unlink()
        order = self._order((self.item, 3))
        self.assertEqual(self._earliest(order), [None])
        self.assertEqual(order.order_line.som_promise_info["missing"], "3 Units")

    def test_after_confirmation_that_of_the_purchase(self):
        order = self._confirmed((self.item, 3))
        self.assertEqual((self._promised(order), self._earliest(order)), ([5], [5]))
        purchase = self._purchase(order)
        self.assertEqual(self._days(purchase.order_line.date_planned), 5)
        purchase.button_confirm()
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([5], "kept"))
        info = order.order_line.som_promise_info
        self.assertEqual([part["source"] for part in info["parts"]], [f"{purchase.name} ({order.picking_ids.name})"])

    def test_the_purchase_changes_both_ways(self):
        self.company.som_promise_tell = True
        order = self._confirmed((self.item, 3))
        purchase = self._purchase(order)
        purchase.button_confirm()
        purchase.order_line.date_planned = self._in(9)
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([9], "later"))
        self.assertEqual(self._rows(order)[-1], (
            9, 0, f"{purchase.name} ({order.picking_ids.name}) is planned for 03/13/2026"))
        self.assertTrue(order.activity_ids)
        told = order.message_ids.filtered(lambda message: message.message_type == "comment")
        self.assertIn("03/13/2026", " ".join(told.body.striptags().split()))
        purchase.order_line.date_planned = self._in(4)
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([4], "kept"))
        self.assertFalse(order.activity_ids)

    def test_who_buys_need_not_see_orders(self):
        order = self._confirmed((self.item, 3))
        purchase = self._purchase(order)
        purchase.button_confirm()
        purchase = purchase.with_user(self._user("buyer", "purchase.group_purchase_user"))
        purchase.order_line.date_planned = self._in(9)
        self._look()
        self.assertEqual(self._promised(order), [9])

    def test_the_transfer_is_planned_anew(self):
        order = self._confirmed((self.item, 3))
        self._purchase(order).button_confirm()
        order.picking_ids.scheduled_date = self._in(8)
        self._look()
        self.assertEqual(self._promised(order), [8])

    def test_a_vendor_who_was_only_asked(self):
        order = self._confirmed((self.item, 3))
        line = self._purchase(order).order_line
        line.date_planned = self._in(12)
        self._look()
        self.assertEqual((self._promised(order), self._rows(order)[-1][2]), (
            [12], "It has to be ordered from the vendor"))
        line.date_planned = self._in(1)
        self._look()
        self.assertEqual(self._promised(order), [5])  # not before his lead time

    def test_a_purchase_that_is_cancelled(self):
        order = self._confirmed((self.item, 3))
        purchase = self._purchase(order)
        purchase.button_confirm()
        purchase.order_line.date_planned = self._in(9)
        purchase.button_cancel()
        self._look()
        self.assertEqual(self._promised(order), [5])  # another can be ordered at once

    def test_what_is_overdue_comes_with_the_margin(self):
        order = self._confirmed((self.item, 3))
        purchase = self._purchase(order)
        purchase.button_confirm()
        purchase.order_line.date_planned = self._in(-1)
        self._look()
        self.assertEqual(self._promised(order), [self.company.som_promise_overdue_days])

    def test_more_is_ordered_and_some_was_delivered(self):
        order = self._confirmed((self.item, 3))
        self._purchase(order).button_confirm()
        self._validate(order.picking_ids, {self.item: 1})
        self.assertEqual(self._earliest(order), [5])
        order.order_line.product_uom_qty = 5
        self.assertEqual(self._promised(order), [5])
        self.assertEqual(len(self._purchase(order)), 2)

    def test_a_line_that_a_warehouse_and_a_vendor_share(self):
        self.company.som_sourcing = True
        self._dropped()
        order = self._order((self.scarce, 15))
        self.assertEqual(self._earliest(order), [2])
        order.action_confirm()
        self.assertEqual((self._promised(order), self._earliest(order)), ([2], [2]))
        purchase = self._purchase(order)
        purchase.button_confirm()
        purchase.order_line.date_planned = self._in(6)
        self._look()
        self.assertEqual(self._promised(order), [6])
        self._validate(order.picking_ids.filtered(lambda picking: not picking.is_dropship))
        self.assertEqual(self._earliest(order), [6])
        purchase.button_cancel()
        self._look()
        self.assertEqual(self._promised(order), [2])

    def test_the_board_does_not_show_it_as_short(self):
        order = self._confirmed((self.item, 3))
        self.env["som.shortage"].action_refresh()
        self.assertFalse(self.env["som.shortage"].search([("product_id", "=", self.item.id)]))
        self._purchase(order).button_confirm()
        self.env["som.shortage"].action_refresh()
        self.assertFalse(self.env["som.shortage"].search([("product_id", "=", self.item.id)]))

    def test_queries_do_not_depend_on_lines(self):
        few, many = self._order((self.item, 1)), self._order(*[(self.item, 1)] * 30)
        counts = []
        for step in ("asked", "confirmed", "ordered"):
            if step == "confirmed":
                (few | many).action_confirm()
            elif step == "ordered":
                self._purchase(few | many).button_confirm()
            for order in (few, few, many):
                self._forget()
                start = self.env.cr.sql_log_count
                self.assertTrue(order.order_line.mapped("som_promise_info"))
                counts.append(self.env.cr.sql_log_count - start)
            self.assertEqual(*counts[-2:], step)
