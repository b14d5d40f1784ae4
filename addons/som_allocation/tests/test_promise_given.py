from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseGiven(PromiseCommon):
    """Promises are given at confirmation, changed when the way changes, and kept in the ledger."""

    def test_confirmation_promises_the_date_that_can_be_kept(self):
        self._coming(10, 5)
        order = self._confirmed((self.scarce, 12))
        self.assertEqual(self._promised(order), [5])
        self.assertEqual(self._days(order.som_promised_date), 5)
        self.assertEqual(self._rows(order), [(5, 12, "Confirmed")])

    def test_transfers_are_planned_for_what_is_promised(self):
        self._coming(10, 5)
        move = self._confirmed((self.scarce, 12)).order_line.move_ids
        self.assertEqual((self._days(move.date_deadline), self._days(move.date)), (5, 5))

    def test_orders_confirmed_at_once_do_not_count_on_the_same_goods(self):
        self._coming(10, 5)
        self._coming(10, 9)
        orders = self._order((self.scarce, 10)) + self._order((self.scarce, 10)) + self._order((self.scarce, 10))
        orders.action_confirm()
        self.assertEqual(self._promised(*orders), [0, 5, 9])

    def test_what_was_asked_for_later_is_promised_for_then(self):
        order = self._confirmed((self.scarce, 1), som_requested_date=self._in(6))
        self.assertEqual(self._promised(order), [6])
        self.assertEqual(self._days(order.som_requested_date), 6)

    def test_nothing_is_promised_that_nobody_knows_of(self):
        order = self._confirmed((self.scarce, 99))
        self.assertEqual(self._promised(order), [None])
        self.assertEqual(self._rows(order), [])

    def test_more_of_it_is_promised_anew(self):
        self._coming(10, 5)
        order = self._confirmed((self.scarce, 10))
        order.order_line.product_uom_qty = 12
        self.assertEqual(self._promised(order), [5])
        self.assertEqual(self._rows(order), [(0, 10, "Confirmed"), (5, 2, "Changed: Quantity")])

    def test_another_carrier_is_promised_anew(self):
        order = self._confirmed((self.scarce, 10))
        carrier = self.env["delivery.carrier"].create({
            "name": "Slow", "som_transit_days": 4, "product_id": self.service.id})
        order.carrier_id = carrier
        self.assertEqual(self._promised(order), [4])
        self.assertEqual(self._rows(order)[-1], (4, 0, "Changed: Delivery Method"))

    def test_a_cancelled_order_is_promised_no_more(self):
        order = self._confirmed((self.scarce, 10))
        order.with_context(disable_cancel_warning=True).action_cancel()
        self.assertEqual(self._promised(order), [None])
        self.assertEqual(self._rows(order)[-1], (None, -10, "Cancelled"))

    def test_the_same_again_is_written_once(self):
        order = self._confirmed((self.scarce, 10))
        order.order_line._som_promise_anew("Looked again")
        self.assertEqual(len(self._rows(order)), 1)

    def test_promises_do_not_check_the_order_again(self):
        order = self._confirmed((self.scarce, 10))
        self.assertFalse(order.order_line.som_ordered_anew)

    def test_a_date_that_was_only_asked_for_does_not_plan_transfers(self):
        """Intake puts it where native scheduling looks; what is promised takes its place."""
        self._coming(10, 5)
        self.channel.confirm = "yes"
        [answer] = self._submit(self._sent(
            requested_date="2026-03-06", lines=[{"sku": "TP-SCARCE", "quantity": 12}]))
        order = self.env["sale.order"].browse(answer["id"])
        self.assertEqual((order.state, self._promised(order)), ("sale", [5]))
        self.assertFalse(order.commitment_date)
        self.assertEqual(str(order.som_requested_date), "2026-03-06 00:00:00")
        self.assertEqual(self._days(order.order_line.move_ids.date_deadline), 5)

    def test_who_gets_no_date_takes_nothing_from_who_was_promised_one(self):
        self._coming(2, 5)
        first = self._confirmed((self.scarce, 12))
        self.assertEqual(self._promised(first), [5])
        second = self._confirmed((self.scarce, 2))
        self.assertEqual((self._promised(second), second.som_promise_state), ([None], "unknown"))
        self.assertEqual(self._earliest(first, second), [5, None])
