from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .backorder_common import BackorderCommon


@tagged("post_install", "-at_install")
class TestBackorderScreens(BackorderCommon):
    """From an order to what it still waits for, and what the two questions about it show."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("screens-seller", "sales_team.group_sale_salesman")
        cls.second = cls._product("TP-SECOND", 5.0)
        cls._stock(cls.second, 1)

    def setUp(self):
        super().setUp()
        self.order = self._ship_short("backorder", (self.scarce, 10), (self.second, 3), user_id=self.seller.id)
        self.env.flush_all()

    def test_an_order_leads_to_its_backorders(self):
        other = self._order((self.scarce, 1), user_id=self.seller.id)
        orders = (self.order + other).with_user(self.seller)
        self.assertEqual(orders.mapped("som_backorder_count"), [2, 0])
        action = orders[0].action_som_open_backorders()
        self.assertEqual(action["display_name"], f"Backorders of {self.order.name}")  # what the breadcrumb shows
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(rows.line_id, self.order.order_line)

    def test_the_count_costs_the_same_for_few_and_many(self):
        orders = self.order + self._order((self.scarce, 1)) + self._order((self.scarce, 1))
        self.order.som_backorder_count  # noqa: B018 (what is looked up once for all)
        counts = []
        for some in (orders[:1], orders):
            some.invalidate_recordset(["som_backorder_count"])
            before = self.env.cr.sql_log_count
            some.mapped("som_backorder_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def _ask(self, question):
        rows = self.env["som.backorder"].search([("order_id", "=", self.order.id)]).with_user(self.seller)
        return Form.from_action(rows.env, getattr(rows, question)())

    def test_before_cancelling_one_sees_what_would_go(self):
        with self._ask("action_cancel_rest") as form:
            form.reason = "No longer made"
            self.assertEqual(form.order_count, 1)
        rows = form.record.backorder_ids
        self.assertEqual([(row.product_id, row.quantity, row.value) for row in rows.sorted("value")],
                         [(self.second, 2, 10), (self.scarce, 4, 40)])
        form.record.action_cancel_rest()
        self.assertEqual(self.order.order_line.mapped("som_cancelled_qty"), [4, 2])
        self.assertEqual(self.order.with_user(self.seller).som_backorder_count, 0)

    def test_before_keeping_one_sees_how_much_it_is(self):
        with self._ask("action_keep") as form:
            self.assertEqual(form.line_count, 2)
        form.record.action_keep()
        self.assertEqual(self.order.order_line.mapped("som_backorder_keep_until"), [form.record.until] * 2)

    def test_backorders_are_not_kept_until_a_day_that_has_passed(self):
        with self._ask("action_keep") as form:
            form.until = fields.Date.today() - timedelta(days=2)
        with self.assertRaisesRegex(UserError, r"^\d\d/\d\d/\d{4} has passed: choose a day to come"):
            form.record.action_keep()
        self.assertFalse(any(self.order.order_line.mapped("som_backorder_keep_until")))
