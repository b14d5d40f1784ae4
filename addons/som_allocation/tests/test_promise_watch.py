from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseWatch(PromiseCommon):
    """A promise that will be missed is known before it is: date, cause, alert, ledger, customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("seller", "sales_team.group_sale_salesman_all_leads")

    def _look(self):
        self._run_cron("som_allocation.ir_cron_promise_event")

    def _alerts(self, order):
        kind = self.env.ref("som_allocation.mail_activity_promise")
        return order.activity_ids.filtered(lambda activity: activity.activity_type_id == kind)

    def _waiting(self, days=5, quantity=12):
        """An order that waits for a receipt, and the move that brings it."""
        coming = self._coming(10, days)
        order = self._confirmed((self.scarce, quantity), user_id=self.seller.id)
        self._look()
        return order, coming

    def test_a_receipt_that_slips_moves_the_promise(self):
        order, coming = self._waiting()
        coming.date = self._in(9)
        self._look()
        self.assertEqual(self._promised(order), [9])
        self.assertEqual(self._days(order.order_line.som_first_promised_date), 5)
        self.assertEqual(order.som_promise_state, "later")
        self.assertEqual(self._days(order.order_line.move_ids.date_deadline), 9)
        self.assertEqual(self._days(order.order_line._som_expected_at()), 9)
        name = coming.picking_id.name
        self.assertEqual(self._rows(order)[1:], [(9, 0, f"{name} is planned for 03/13/2026")])
        self.assertEqual(order.som_milestone_ids.sorted("id")[-1].document, name)

    def test_the_salesperson_is_alerted_once(self):
        order, coming = self._waiting()
        self.assertFalse(self._alerts(order))
        for days in (9, 14):
            coming.date = self._in(days)
            self._look()
        self.assertEqual(self._alerts(order).user_id, self.seller)
        self.assertEqual(len(self._alerts(order)), 1)
        self.assertIn("promised for 03/09/2026, now for 03/13/2026",
                      " ".join(self._alerts(order).note.striptags().split()))

    def test_a_receipt_that_is_early_again_moves_it_back(self):
        order, coming = self._waiting()
        for days in (9, 5):
            coming.date = self._in(days)
            self._look()
        self.assertEqual(self._promised(order), [5])
        self.assertEqual(order.som_promise_state, "kept")
        self.assertFalse(self._alerts(order))

    def test_a_receipt_that_is_cancelled_leaves_no_date(self):
        order, coming = self._waiting()
        coming._action_cancel()
        self._look()
        self.assertEqual(self._promised(order), [5])
        self.assertEqual(order.som_promise_state, "unknown")
        self.assertIsNone(order.order_line._som_expected_at())
        self.assertTrue(self._alerts(order))
        before = len(order.message_ids)
        self._run_cron("som_allocation.ir_cron_promise_daily")
        self.assertEqual(len(order.message_ids), before)

    def test_goods_that_are_ordered_can_be_promised(self):
        order = self._confirmed((self.scarce, 12), user_id=self.seller.id)
        self.assertEqual((self._promised(order), order.som_promise_state), ([None], "unknown"))
        self._coming(2, 3)
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([3], "kept"))

    def test_what_only_moves_within_the_day_is_no_news(self):
        order, coming = self._waiting()
        coming.date = self._in(5.3)
        self._look()
        self.assertEqual(len(self._rows(order)), 1)

    def test_the_customer_is_told_where_the_company_wants_it(self):
        self.company.som_promise_tell = True
        order, coming = self._waiting()
        coming.date = self._in(9)
        self._look()
        told = order.message_ids.filtered(lambda message: message.message_type == "comment")
        self.assertEqual(told.partner_ids, self.customer)
        self.assertIn("12 Units [TP-SCARCE] Goods TP-SCARCE: 03/13/2026", " ".join(told.body.striptags().split()))

    def test_the_customer_is_not_told_otherwise(self):
        order, coming = self._waiting()
        coming.date = self._in(9)
        self._look()
        self.assertFalse(order.message_ids.filtered(lambda message: message.message_type == "comment"))

    def test_orders_ahead_keep_their_dates_those_behind_move(self):
        first, coming = self._waiting(quantity=15)
        second = self._confirmed((self.scarce, 4))
        self._coming(10, 20)
        self._look()
        self.assertEqual(self._promised(first, second), [5, 5])
        coming.product_uom_qty = 6
        self._look()
        self.assertEqual(self._promised(first, second), [5, 20])

    def test_an_order_that_ships_complete_has_one_date(self):
        coming = self._coming(10, 5)
        order = self._confirmed((self.goods, 1), (self.scarce, 12), picking_policy="one")
        self.assertEqual(self._promised(order), [5, 5])
        coming.date = self._in(8)
        self._look()
        self.assertEqual(self._promised(order), [8, 8])

    def test_one_company_that_fails_stops_no_other(self):
        order, coming = self._waiting()
        coming.date = self._in(9)
        self.patch(type(self.env["sale.order.line"]), "_som_look_again", self._fail)
        with self.assertLogs("odoo.addons.som_allocation.models.promise.sale_order_line_watch", "ERROR"):
            self._look()
        self.assertEqual(self._promised(order), [5])

    def _fail(self):
        raise ValueError("Something else went wrong")

    def test_queries_do_not_depend_on_orders(self):
        coming = self._coming(100, 5)
        for _number in range(2):
            self._confirmed((self.scarce, 6))
        counts = []
        for more in (0, 10):
            for _number in range(more):
                self._confirmed((self.scarce, 6))
            lines = self.env["sale.order.line"]._som_lacking([("product_id", "=", self.scarce.id)])
            for _twice in range(2):
                self._forget()
                start = self.env.cr.sql_log_count
                lines._som_look_again()
                self.env.flush_all()
                count = self.env.cr.sql_log_count - start
            counts.append(count)
        self.assertEqual(*counts)
        self.assertTrue(coming)

    def test_days_are_those_of_the_company(self):
        order, coming = self._waiting()
        self.company.partner_id.tz = "Asia/Tokyo"
        coming.date = self._at(8, 20)  # the next day there
        self._look()
        self.assertIn("03/13/2026", self._rows(order)[-1][2])
        self.assertEqual(order.order_line.som_promise_info["date"], "03/13/2026")

    def test_the_timeline_says_for_when(self):
        order, _coming = self._waiting()
        self.assertEqual(
            [(stage["stage"], stage["state"], stage["detail"]) for stage in order.som_timeline][2],
            ("promised", "done", "for 03/09/2026"))
