from odoo.tests import tagged

from .replay_common import ReplayCommon


@tagged("post_install", "-at_install")
class TestReplayHistory(ReplayCommon):
    """Orders that came in with their history can be played like those that happened here."""

    def test_imported_orders(self):
        lines = [{"sku": "TP-1", "quantity": 4, "shipped_quantity": 4, "shipped_date": "2026-03-04"}]
        late = self._sent("1001", order_date="2026-03-02", requested_date="2026-03-03", lines=lines)
        still = self._sent("1002", order_date="2026-03-03", requested_date="2026-03-04",
                           lines=[{"sku": "TP-1", "quantity": 2}])
        answers = self._submit(late, still, history=True)
        self.assertEqual([answer["status"] for answer in answers], ["created", "created"])
        figures = self._figures(self._played(product_ids=[(6, 0, self.goods.ids)]))
        # 4 of 6 units at 10.00 were shipped, a day late; the others two days late by the end of the fifth
        self.assertEqual(figures["actual"], (2, 0.6667, 0.5, 0, 0, 1.5, 40, 20))
        # 100 were in stock: either policy ships both on the day they came
        self.assertEqual(figures["tried"], (2, 1, 1, 1, 1, 0, 0, 0))
        self.assertEqual(figures["current"], figures["tried"])
