from odoo.tests import tagged

from .hold_common import HoldCommon


@tagged("post_install", "-at_install")
class TestHoldIntake(HoldCommon):
    """Orders from outside come in although something is wrong with them, and the answer says what."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._check(kind="line", domain="[('product_uom_qty', '>', 10)]", message="Too many.")

    def _bad(self, number="2", **values):
        return self._sent(number, lines=[{"sku": "TP-2", "quantity": 1}, {"sku": "TP-1", "quantity": 20}], **values)

    def test_the_answer_says_why_an_order_is_held(self):
        good, bad = self._submit(self._sent("1"), self._bad())
        self.assertEqual((good["status"], good["held"], good["holds"]), ("created", False, []))
        self.assertEqual((bad["status"], bad["held"]), ("created", True))
        self.assertEqual(
            [(hold["line"], hold["sku"], hold["severity"], hold["message"]) for hold in bad["holds"]],
            [(2, "TP-1", "hold", "Too many.")])

    def test_of_a_channel_that_confirms_the_good_are_confirmed_and_the_held_wait(self):
        self.channel.confirm = "yes"
        good, bad, fine = self._submit(self._sent("1"), self._bad(), self._sent("3"))
        self.assertEqual([answer["state"] for answer in (good, bad, fine)], ["sale", "draft", "sale"])
        order = self.env["sale.order"].browse(bad["id"])
        self.assertEqual((order.som_hold_status, order.som_awaits_release), ("held", True))

    def test_a_dry_run_says_what_would_be_held(self):
        [answer] = self._submit(self._bad(), dry_run=True)
        self.assertEqual((answer["status"], answer["held"], len(answer["holds"])), ("valid", True, 1))
        self.assertFalse(self.env["sale.order"].search([("som_external_ref", "=", "2")]))
        self.assertFalse(self.env["som.hold"].search([("company_id", "=", self.company.id)]))

    def test_queries_do_not_grow_with_the_orders(self):
        counts = []
        for start, number in ((100, 2), (200, 2), (300, 40)):
            before = self.env.cr.sql_log_count
            self._submit(*(self._sent(str(start + n)) for n in range(number)))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.env["som.check"].search([]).active = False
        for start, number in ((400, 2), (500, 2), (600, 40)):
            before = self.env.cr.sql_log_count
            self._submit(*(self._sent(str(start + n)) for n in range(number)))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        _warm, few, many, _warm, few_unchecked, many_unchecked = counts
        self.assertEqual(many - many_unchecked, few - few_unchecked, "checks cost the same for 2 and for 40 orders")
