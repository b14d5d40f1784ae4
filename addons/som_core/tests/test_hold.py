from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .hold_common import HoldCommon


@tagged("post_install", "-at_install")
class TestHold(HoldCommon):
    """An order that fails a check waits, says why, and goes on by itself when the cause is gone."""

    def test_without_checks_an_order_is_confirmed_as_ever(self):
        order = self._big()
        self.assertIs(order.action_confirm(), True)
        self.assertEqual((order.state, order.som_hold_status, order.som_checked_at), ("sale", "clear", False))

    def test_an_order_that_fails_waits_with_the_reason(self):
        check = self._check()
        order = self._big()
        answer = order.action_confirm()
        self.assertEqual((order.state, order.som_hold_status, order.som_awaits_release), ("draft", "held", True))
        self.assertEqual(order.som_hold_reason, "Too big: ask.")
        self.assertEqual(order.som_hold_check_ids, check)
        self.assertEqual(answer["tag"], "display_notification")
        self.assertIn("Too big: ask.", answer["params"]["message"])
        self.assertIn("Too big: ask.", order.message_ids[0].body)

    def test_a_good_order_passes(self):
        self._check()
        order = self._order((self.goods, 2))
        self.assertIs(order.action_confirm(), True)
        self.assertEqual((order.state, order.som_hold_status), ("sale", "clear"))

    def test_a_batch_confirms_the_good_and_tells_the_held(self):
        self._check()
        good, bad, fine = self._order((self.goods, 1)), self._big(), self._order((self.goods, 3))
        answer = (good | bad | fine).action_confirm()
        self.assertEqual((good | bad | fine).mapped("state"), ["sale", "draft", "sale"])
        self.assertIn("Confirmed: 2. Held: 1 (", answer["params"]["message"])
        self.assertEqual(answer["params"]["next"]["domain"], [("order_id", "in", bad.ids)])

    def test_a_warning_is_shown_and_stops_nothing(self):
        self._check(severity="warn")
        order = self._big()
        order.action_confirm()
        self.assertEqual((order.state, order.som_hold_status), ("sale", "warning"))
        self.assertEqual(order.som_hold_reason, "Too big: ask.")

    def test_the_hold_clears_when_the_order_is_mended(self):
        self._check()
        order = self._big()
        order.action_confirm()
        order.order_line.product_uom_qty = 5
        self.assertEqual(order.som_hold_status, "clear")
        self.assertEqual(self._holds(order, "cleared").ended_at.date(), order.som_checked_at.date())

    def test_a_mended_order_that_waited_is_confirmed_by_the_background_run(self):
        self._check()
        order = self._big()
        order.action_confirm()
        order.order_line.product_uom_qty = 5
        self._run_cron("som_core.ir_cron_som_check")
        self.assertEqual((order.state, order.som_awaits_release), ("sale", False))

    def test_a_quotation_nobody_confirmed_is_not_confirmed_by_the_background_run(self):
        self._check()
        order = self._big()
        order.action_som_check()
        self.assertEqual(order.som_hold_status, "held")
        order.order_line.product_uom_qty = 5
        self._run_cron("som_core.ir_cron_som_check")
        self.assertEqual(order.state, "draft")

    def test_a_changed_order_is_checked_again(self):
        self._check()
        order = self._order((self.goods, 2))
        order.action_som_check()
        self.assertEqual(order.som_hold_status, "clear")
        order.write({"order_line": [(1, order.order_line.id, {"product_uom_qty": 500})]})
        self.assertEqual(order.som_hold_status, "held")
        order.order_line.unlink()
        self.assertEqual(order.som_hold_status, "clear")

    def test_a_confirmed_order_made_bad_is_held_from_what_comes_next(self):
        self._check()
        order = self._order((self.goods, 2))
        order.action_confirm()
        order.order_line.product_uom_qty = 500
        self.assertEqual((order.state, order.som_hold_status), ("sale", "held"))
        self._validate(order.picking_ids)
        self.assertNotEqual(order.picking_ids.state, "done")

    def test_a_hold_on_a_line_names_it(self):
        check = self._check(kind="line", domain="[('product_uom_qty', '>', 100)]", message="Too many.")
        order = self._order((self.goods, 2), (self.more_goods, 300))
        order.action_confirm()
        self.assertEqual(self._holds(order).line_id.product_id, self.more_goods)
        [values] = order.som_why_held()
        self.assertEqual(values["holds"], [{
            "check": check.name, "about": "other", "severity": "hold", "stage": "confirmed", "message": "Too many.",
            "line": 2, "sku": "TP-2"}])

    def test_a_reason_says_what_it_is_about(self):
        self._check(kind="line", domain="[('product_uom_qty', '>', 100)]", message="Too many.")
        self._check(severity="warn", message="Big: be kind.")
        order = self._order((self.goods, 200), (self.more_goods, 300))
        order._som_check()
        self.assertEqual(order.som_hold_reason.splitlines(), [
            "• [TP-1] Goods TP-1: Too many.", "• [TP-2] Goods TP-2: Too many.", "• Warning: Big: be kind."])

    def test_who_may_not_waive_is_told_whom_to_ask(self):
        self._check(user_id=self.waiver.id)
        order = self._big(user_id=self.seller.id)
        order._som_check()
        self.assertEqual((order.with_user(self.seller).som_can_waive, order.with_user(self.seller).som_waivers),
                         (False, "waiver"))
        self.assertTrue(order.with_user(self.waiver).som_can_waive)

    def test_the_title_says_what_an_order_does_not_reach(self):
        check = self._check(kind="order", domain="[('client_order_ref', '=', 'hold')]", message="No.")
        order = self._order((self.goods, 2), client_order_ref="hold")
        order._som_check()
        self.assertEqual(order.som_hold_title, "Held before: Confirmation")
        order.action_confirm()
        self.assertEqual(order.som_hold_title, "Held. It is confirmed as soon as it is released.")
        order.client_order_ref = False
        self.assertFalse(order.som_hold_title)
        order.action_confirm()
        check.stage = "shipped"
        order.client_order_ref = "hold"
        self.assertEqual((order.state, order.som_hold_title), ("sale", "Held before: Shipping"))
        check.stage = "confirmed"
        self.assertEqual(order.som_hold_title, "Held before: Allocation, Shipping, Invoicing")

    def test_a_check_concerns_only_the_orders_in_its_scope(self):
        self._check(scope="[('client_order_ref', '=', 'checked')]")
        free, checked = self._big(), self._big(client_order_ref="checked")
        (free | checked).action_confirm()
        self.assertEqual((free | checked).mapped("state"), ["sale", "draft"])

    def test_a_cancelled_order_is_held_by_nothing(self):
        self._check()
        order = self._big()
        order.action_confirm()
        order._action_cancel()
        self.assertEqual((order.som_hold_status, order.som_awaits_release), ("clear", False))

    def test_an_order_taken_back_is_not_confirmed(self):
        self._check()
        order = self._big()
        order.action_confirm()
        order.action_som_stop_waiting()
        order.order_line.product_uom_qty = 5
        self._run_cron("som_core.ir_cron_som_check")
        self.assertEqual(order.state, "draft")

    def test_a_check_switched_off_holds_nothing_any_more(self):
        check = self._check()
        order = self._big()
        order.action_confirm()
        check.active = False
        self.assertEqual(order.som_hold_status, "clear")

    def test_a_check_made_milder_is_made_again(self):
        check = self._check()
        order = self._big()
        order.action_confirm()
        check.domain = "[('amount_untaxed', '>', 5000)]"
        self.assertEqual(order.som_hold_status, "clear")

    def test_an_expired_hold_lets_the_order_go_on(self):
        self._check(expire_days=2)
        order = self._big()
        order.action_confirm()
        hold = self._holds(order)
        hold.sudo().expires_at = "2026-01-01 00:00:00"
        self._run_cron("som_core.ir_cron_som_check")
        self.assertEqual((hold.state, order.state), ("expired", "sale"))

    def test_a_check_that_breaks_holds_with_the_reason(self):
        check = self._check()
        check.flush_recordset()
        self.env.cr.execute("UPDATE som_check SET domain = %s WHERE id = %s", ["[('no_such_field', '=', 1)]", check.id])
        check.invalidate_recordset()
        order = self._order((self.goods, 1))
        with self.assertLogs("odoo.addons.som_core.models.check.som_check_find", "ERROR"):
            order.action_confirm()
        self.assertIn("could not be made", order.som_hold_reason)
        self.assertIn("no_such_field", order.som_hold_reason)

    def test_a_condition_that_does_not_work_is_refused(self):
        for domain in ("[('nonsense', '=', 1)]", "[", "import os", "[('state', '=', uid)]", "[]"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self._check(domain=domain)

    def test_a_check_needs_a_message(self):
        with self.assertRaises(ValidationError):
            self._check(message=False)

    def test_programs_learn_what_became_of_each_order(self):
        self._check()
        good, bad = self._order((self.goods, 1)), self._big()
        answers = (good | bad).som_confirm()
        self.assertEqual([(a["state"], a["status"], a["error"]) for a in answers],
                         [("sale", "clear", False), ("draft", "held", False)])

    def test_an_order_that_cannot_be_confirmed_keeps_none_of_the_others(self):
        good, broken = self._order((self.goods, 1)), self._order((self.goods, 1))
        broken._action_cancel()
        answers = (good | broken).som_confirm()
        self.assertEqual(good.state, "sale")
        self.assertIn("not in a state", answers[1]["error"])

    def test_the_form_shows_the_parameters_that_a_check_uses(self):
        check = self._check("price_below_cost")
        self.assertIn(",percent,", check.uses)
        arch = check.get_view(view_type="form")["arch"]
        self.assertNotIn(".split(", arch, "the web client's Python has no such method: the form would not open")

    def test_holds_are_never_deleted(self):
        self._check()
        order = self._big()
        order.action_confirm()
        with self.assertRaises(UserError):
            order.som_hold_ids.sudo().unlink()

    def test_who_is_responsible_gets_one_activity_which_goes_with_the_holds(self):
        self._check(user_id=self.waiver.id)
        self._check(name="Second", domain="[('amount_untaxed', '>', 1500)]", user_id=self.waiver.id)
        order = self._big()
        order.action_confirm()
        self.assertEqual(order.activity_ids.user_id, self.waiver)
        self.assertEqual(len(order.activity_ids), 1)
        order.order_line.product_uom_qty = 1
        self.assertFalse(order.activity_ids)

    def test_queries_do_not_grow_with_the_orders(self):
        self._check()
        self._check("price_below_cost")
        counts = []
        for number in (2, 2, 40):  # the first warms what is cached
            orders = self.env["sale.order"].union(*(self._order((self.goods, 1)) for _n in range(number)))
            self._forget()
            before = self.env.cr.sql_log_count
            orders._som_check(("confirmed",))
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
