from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .hold_common import HoldCommon


@tagged("post_install", "-at_install")
class TestHoldWaive(HoldCommon):
    """Letting an order pass: by whom, why, and for how long that holds."""

    def test_a_waived_order_that_waited_is_confirmed_at_once(self):
        self._check()
        order = self._big()
        order.action_confirm()
        hold = self._holds(order)
        hold.with_user(self.waiver).waive("Known customer")
        self.assertEqual((order.state, order.som_hold_status, order.som_awaits_release), ("sale", "clear", False))
        self.assertEqual((hold.state, hold.waived_by_id, hold.waive_reason), ("waived", self.waiver, "Known customer"))
        self.assertTrue(hold.ended_at)
        self.assertTrue(any("Known customer" in (body or "") for body in order.message_ids.mapped("body")))

    def test_a_waived_quotation_nobody_confirmed_stays_one(self):
        self._check()
        order = self._big()
        order.action_som_check()
        self._holds(order).with_user(self.waiver).waive("Fine")
        self.assertEqual((order.state, order.som_hold_status), ("draft", "clear"))
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_waiving_one_of_two_holds_is_not_enough(self):
        self._check()
        second = self._check(name="Second", domain="[('amount_untaxed', '>', 1500)]")
        order = self._big()
        order.action_confirm()
        self._holds(order).filtered(lambda hold: hold.check_id != second).with_user(self.waiver).waive("Fine")
        self.assertEqual((order.state, order.som_hold_check_ids), ("draft", second))

    def test_waiving_one_order_leaves_the_others_held(self):
        self._check()
        one, other = self._big(), self._big()
        (one | other).action_confirm()
        self._holds(one).with_user(self.waiver).waive("Fine")
        self.assertEqual((one.state, other.state, other.som_hold_status), ("sale", "draft", "held"))

    def test_a_days_holds_are_waived_in_one_go(self):
        self._check()
        orders = self._big() | self._big() | self._big()
        orders.action_confirm()
        wizard = self.env["som.hold.waive"].with_user(self.waiver).create(
            {"hold_ids": [(6, 0, orders.som_hold_ids.ids)], "reason": "Month end"})
        answer = wizard.action_waive()
        self.assertEqual(set(orders.mapped("state")), {"sale"})
        self.assertIn("Released and confirmed: ", answer["params"]["message"])

    def test_a_waiver_covers_the_order_as_it_was(self):
        self._check()
        order = self._big()
        order.action_som_check()
        self._holds(order).with_user(self.waiver).waive("Fine")
        order.client_order_ref = "a change that the check does not look at"
        self.assertEqual(order.som_hold_status, "clear")
        order.order_line.product_uom_qty = 900
        self.assertEqual(order.som_hold_status, "held")

    def test_a_waiver_covers_nothing_worse_and_anything_milder(self):
        self._check("price_below_cost")
        self.goods.standard_price = 8
        order = self._order((self.goods, 1))
        order.order_line.price_unit = 7
        order.action_som_check()
        self._holds(order).with_user(self.waiver).waive("Old stock")
        order.order_line.price_unit = 7.5
        self.assertEqual(order.som_hold_status, "clear")
        order.order_line.price_unit = 5
        self.assertEqual(order.som_hold_status, "held")

    def test_a_waiver_ends_with_its_cause(self):
        self._check()
        order = self._big()
        order.action_som_check()
        hold = self._holds(order)
        hold.with_user(self.waiver).waive("Fine")
        order.order_line.product_uom_qty = 1
        order.order_line.product_uom_qty = 200
        self.assertEqual(order.som_hold_status, "held")
        self.assertEqual((hold.state, hold.waive_reason), ("waived", "Fine"))

    def test_a_reason_is_needed(self):
        self._check()
        order = self._big()
        order.action_confirm()
        for reason in ("", "   ", None, False, 5):
            with self.subTest(reason=reason), self.assertRaises(UserError):
                self._holds(order).with_user(self.waiver).waive(reason)
        self.assertEqual(order.som_hold_status, "held")

    def test_the_database_wants_the_reason_too(self):
        self._check()
        order = self._big()
        order.action_confirm()
        self.env.flush_all()
        hold_id = self._holds(order).id
        for state, ended, user, reason in (("waived", "2026-01-01", None, None), ("cleared", None, None, None),
                                           ("waived", "2026-01-01", 1, "")):
            with self.subTest(state=state, reason=reason), self.assertRaises(IntegrityError), \
                    mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.env.cr.execute(
                    "UPDATE som_hold SET state = %s, ended_at = %s, waived_by_id = %s, waive_reason = %s WHERE id = %s",
                    [state, ended, user, reason, hold_id])

    def test_the_database_knows_one_open_hold_for_one_thing(self):
        self._check()
        order = self._big()
        order.action_confirm()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._holds(order).sudo().copy({"order_id": order.id})

    def test_holds_of_other_companies_stay_out_of_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["som.check"].create({
            "name": "Other's", "message": "No.", "kind": "order", "domain": "[('amount_total', '>', 0)]",
            "company_id": other.id})
        order = self._big()
        order.action_confirm()
        self.assertEqual(order.state, "sale")
