from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .hold_common import HoldCommon


@tagged("post_install", "-at_install")
class TestHoldRights(HoldCommon):
    """A salesperson cannot waive: not through the form, a call, an import or a button's method."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._check()

    def setUp(self):
        super().setUp()
        self.order = self._big(user_id=self.seller.id)
        self.order.action_confirm()
        self.hold = self._holds(self.order)
        self.env.invalidate_all()

    def _as(self, user):
        return self.hold.with_user(user)

    def _assert_held(self):
        self.env.invalidate_all()
        self.assertEqual((self.hold.state, self.order.state, self.order.som_hold_status), ("open", "draft", "held"))

    def test_by_the_method(self):
        with self.assertRaises(AccessError) as error:
            self._as(self.seller).waive("please")
        self.assertIn("Waive Holds", str(error.exception))
        self._assert_held()

    def test_by_the_wizard(self):
        with self.assertRaises(AccessError):
            self.env["som.hold.waive"].with_user(self.seller).create(
                {"hold_ids": [(6, 0, self.hold.ids)], "reason": "please"})
        wizard = self.env["som.hold.waive"].create({"hold_ids": [(6, 0, self.hold.ids)], "reason": "please"})
        with self.assertRaises(AccessError):
            wizard.with_user(self.seller).action_waive()
        self._assert_held()

    def test_by_the_orders_button(self):
        action = self.order.with_user(self.seller).action_som_waive()
        self.assertFalse(action["context"]["default_hold_ids"])
        self._assert_held()

    def test_by_writing_the_hold(self):
        for values in ({"state": "waived"}, {"severity": "warn"}, {"covers": True}, {"stage": "invoiced"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._as(self.seller).write(values)
        with self.assertRaises(AccessError):
            self._as(self.seller).unlink()
        self._assert_held()

    def test_by_writing_the_hold_through_its_order(self):
        for command in ((1, self.hold.id, {"state": "cleared"}), (2, self.hold.id), (3, self.hold.id), (5,)):
            with self.subTest(command=command), self.assertRaises(UserError):
                self.order.with_user(self.seller).write({"som_hold_ids": [command]})
        self._assert_held()

    def test_by_making_a_waived_hold(self):
        with self.assertRaises(AccessError):
            self.env["som.hold"].with_user(self.seller).create({
                "order_id": self.order.id, "check_id": self.hold.check_id.id, "company_id": self.company.id,
                "stage": "confirmed", "severity": "hold", "state": "waived", "covers": True,
                "waived_by_id": self.seller.id, "waive_reason": "x", "ended_at": "2026-01-01"})

    def test_by_an_import(self):
        outcome = self.env["som.hold"].with_user(self.seller).load(
            [".id", "state", "waive_reason"], [[str(self.hold.id), "waived", "please"]])
        self.assertFalse(outcome["ids"])
        outcome = self.env["sale.order"].with_user(self.seller).load(
            [".id", "som_hold_ids/.id", "som_hold_ids/state"], [[str(self.order.id), str(self.hold.id), "cleared"]])
        self.assertFalse(outcome["ids"])
        self._assert_held()

    def test_by_writing_what_the_checks_found(self):
        order = self.order.with_user(self.seller)
        for values in ({"som_hold_status": "clear"}, {"som_hold_check_ids": [(5,)]}, {"som_checked_at": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                order.write(values)
        self._assert_held()

    def test_by_writing_the_state(self):
        for context in ({}, {"som_history": True}, {"som_recheck": True}):
            with self.subTest(context=context), self.assertRaises(UserError):
                self.order.with_user(self.seller).with_context(**context).write({"state": "sale"})
        self._assert_held()

    def test_by_confirming_with_a_forged_context(self):
        self.order.with_user(self.seller).with_context(som_history=True).action_confirm()
        self._assert_held()

    def test_by_changing_a_confirmed_order_with_a_forged_context(self):
        order = self._order((self.goods, 1), user_id=self.seller.id)
        order.action_confirm()
        order.with_user(self.seller).with_context(som_recheck=True, som_recheck_later=True, som_history=True).write(
            {"order_line": [(1, order.order_line.id, {"product_uom_qty": 500})]})
        self.assertEqual(order.som_hold_status, "held")

    def test_by_switching_the_check_off(self):
        with self.assertRaises(AccessError):
            self.hold.check_id.with_user(self.seller).active = False
        with self.assertRaises(AccessError):
            self.hold.check_id.with_user(self.seller).unlink()

    def test_by_a_copy(self):
        copy = self.order.with_user(self.seller).copy()
        copy.action_confirm()
        self.assertEqual(copy.state, "draft")

    def test_a_sales_manager_without_the_right_cannot_either(self):
        manager = self._user("manager", "sales_team.group_sale_manager")
        with self.assertRaises(AccessError):
            self._as(manager).waive("please")
        self._assert_held()

    def test_a_check_may_want_a_group_of_its_own(self):
        self.hold.check_id.waive_group_id = self.env.ref("account.group_account_manager")
        with self.assertRaises(AccessError):
            self._as(self.waiver).waive("please")
        self.waiver.group_ids += self.env.ref("account.group_account_manager")
        self._as(self.waiver).waive("I do the books")
        self.assertEqual(self.order.state, "sale")

    def test_a_salesperson_sees_the_holds_of_own_orders(self):
        colleague = self._user("colleague", "sales_team.group_sale_salesman")
        Hold = self.env["som.hold"]
        self.assertEqual(Hold.with_user(self.seller).search([("order_id", "=", self.order.id)]), self.hold)
        self.assertFalse(Hold.with_user(colleague).search([("order_id", "=", self.order.id)]))
        with self.assertRaises(AccessError):
            self._as(colleague).waive("please")

    def test_another_companys_holds_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._user(
            "stranger", "sales_team.group_sale_manager", "som_core.group_som_waive",
            company_id=other.id, company_ids=[(6, 0, other.ids)])
        self.assertFalse(self.env["som.hold"].with_user(stranger).search([("id", "=", self.hold.id)]))
        self.assertFalse(self.env["som.check"].with_user(stranger).search([("id", "=", self.hold.check_id.id)]))
        with self.assertRaises(AccessError):
            self._as(stranger).waive("please")
        with self.assertRaises(AccessError):
            self._as(stranger).read(["message"])
        self._assert_held()

    def test_a_condition_reaches_nothing_its_author_may_not_read(self):
        manager = self._user("manager", "sales_team.group_sale_manager")
        with self.assertRaises(UserError):
            self.env["som.check"].with_user(manager).create({
                "name": "Spy", "message": "x", "kind": "order", "domain": "[('create_uid.password', 'like', 'a')]"})
