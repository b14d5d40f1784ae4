from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseRank(PromiseCommon):
    """Who asks stands where the policy would have him: behind those who rank better, ahead of the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["som.allocation.policy"].create({
            "name": "Urgent first", "starve_days": 0, "segment_ids": [(0, 0, {"name": "All", "sort_ids": [
                (0, 0, {"key": "expedited", "sequence": 1}), (0, 0, {"key": "age", "sequence": 2})]})]})
        cls.policy.action_activate()

    def setUp(self):
        super().setUp()
        for days in (5, 9):
            self._coming(10, days)
        self.first = self._confirmed((self.scarce, 20))

    def test_by_age_the_newcomer_is_last(self):
        self.assertEqual(self._earliest(self._order((self.scarce, 4))), [9])

    def test_who_is_urgent_overtakes_those_who_wait(self):
        self.assertEqual(self._earliest(self._order((self.scarce, 4), som_expedited=True)), [5])

    def test_what_others_hold_is_theirs(self):
        self.assertEqual(self._held_by(self.first), 10)
        self.assertEqual(self._earliest(self._order((self.scarce, 11), som_expedited=True)), [9])

    def _held_by(self, order):
        return sum(order.order_line.move_ids.mapped("quantity"))

    def test_conditions_of_segments_see_the_quotation(self):
        self.policy.write({"segment_ids": [
            (0, 0, {"name": "Big", "sequence": -1, "domain": "[('sale_line_id.order_id.amount_untaxed', '>', 1000)]",
                    "sort_ids": [(0, 0, {"key": "age"})]})]})
        self.scarce.list_price = 400
        self.assertEqual(self._earliest(self._order((self.scarce, 4))), [5])

    def test_an_order_that_is_not_saved_stands_last(self):
        order = self.env["sale.order"].new({
            "partner_id": self.customer.id, "som_expedited": True,
            "order_line": [(0, 0, {"product_id": self.scarce.id, "product_uom_qty": 4})]})
        self.assertEqual(self._days(order.order_line.som_earliest_date), 9)

    def test_who_is_overtaken_is_told(self):
        self.assertEqual(self._promised(self.first), [5])
        urgent = self._confirmed((self.scarce, 4), som_expedited=True)
        self.assertEqual(self._promised(urgent), [5])
        self._run_cron("som_allocation.ir_cron_promise_event")
        self.assertEqual(self._promised(urgent, self.first), [5, 9])
        self.assertEqual(self.first.som_promise_state, "later")

    def test_queries_do_not_depend_on_lines(self):
        few, many = self._order(*[(self.scarce, 1)] * 2), self._order(*[(self.scarce, 1)] * 20)
        counts = []
        for order in (few, few, many):
            self._forget()
            start = self.env.cr.sql_log_count
            self.assertTrue(order.order_line.mapped("som_earliest_date"))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts[1:])
