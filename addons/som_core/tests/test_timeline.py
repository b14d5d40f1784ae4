from odoo.tests import tagged

from .common import SomCommon


@tagged("post_install", "-at_install")
class TestTimeline(SomCommon):

    def _states(self, order):
        order.invalidate_recordset()
        return {stage["stage"]: (stage["state"], stage["detail"]) for stage in order.som_timeline}

    def test_a_quotation_has_everything_before_it(self):
        order = self._order((self.goods, 4))
        self.assertEqual(set(self._states(order).values()), {("todo", "")})
        self.assertEqual(list(self._states(order)), ["placed", "confirmed", "picked", "shipped", "invoiced", "paid"])

    def test_a_service_is_never_picked(self):
        order = self._order((self.service, 1))
        self.assertEqual(list(self._states(order)), ["placed", "confirmed", "invoiced", "paid"])

    def test_it_tells_how_much_and_by_which_document(self):
        order = self._order((self.goods, 4))
        order.action_confirm()
        self._validate(order.picking_ids, {self.goods: 1})
        states = self._states(order)
        self.assertEqual(states["confirmed"], ("done", ""))
        self.assertEqual(states["shipped"], ("partial", "1 of 4"))
        shipped = next(stage for stage in order.som_timeline if stage["stage"] == "shipped")
        self.assertEqual(shipped["documents"], [order.picking_ids.filtered(lambda p: p.state == "done").name])
        self.assertTrue(shipped["at"])

    def test_paid_waits_for_all_to_be_invoiced(self):
        order = self._order((self.goods, 4))
        order.action_confirm()
        self._validate(order.picking_ids, {self.goods: 1})
        invoice = order._create_invoices()
        invoice.action_post()
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids).create({})._create_payments()
        self.assertEqual(self._states(order)["paid"][0], "partial")

    def test_a_cancelled_order_stands_nowhere(self):
        order = self._order((self.goods, 4))
        order.action_confirm()
        order._action_cancel()
        self.assertEqual({state for state, _detail in self._states(order).values()}, {"todo"})
