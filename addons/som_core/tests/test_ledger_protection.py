from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SomCommon


@tagged("post_install", "-at_install")
class TestLedgerProtection(SomCommon):
    """Nobody updates or deletes a row, and the database sees to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id,
            "order_line": [(0, 0, {"product_id": cls.goods.id, "product_uom_qty": 1})]})
        cls.order.action_confirm()
        cls.env.flush_all()

    def _refused(self, statement):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute(statement)

    def test_the_database_refuses_update_delete_and_truncate(self):
        self._refused("UPDATE som_milestone SET quantity = 7")
        self._refused("DELETE FROM som_milestone")
        self._refused("TRUNCATE som_milestone")

    def test_the_orm_refuses_with_a_message(self):
        for user in (self.env.ref("base.user_root"), self.env.ref("base.user_admin")):
            rows = self.order.som_milestone_ids.with_user(user)
            with self.assertRaisesRegex(UserError, "append-only|not allowed"):
                rows.write({"quantity": 1})
            with self.assertRaisesRegex(UserError, "append-only|not allowed"):
                rows.unlink()

    def test_nobody_writes_rows_of_his_own(self):
        boss = self._user("som_boss", "sales_team.group_sale_manager", "som_core.group_som_manager")
        with self.assertRaises(AccessError):
            self.env["som.milestone"].with_user(boss).create({
                "order_id": self.order.id, "company_id": self.company.id, "stage": "paid", "quantity": 1,
                "occurred_at": "2026-01-01"})

    def test_an_order_level_row_counts_as_one(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["sale.order"]._som_record([{"order": self.order, "stage": "paid", "quantity": 5}])

    def test_a_removed_order_takes_its_rows_along(self):
        order = self._order((self.goods, 1))
        order.action_confirm()
        order._action_cancel()
        rows = order.som_milestone_ids
        order.unlink()
        self.assertFalse(rows.exists())

    def test_a_line_with_history_keeps_its_rows_when_another_is_removed(self):
        order = self._order((self.goods, 1), (self.more_goods, 1))
        first, second = order.order_line
        self.env["sale.order"]._som_record([{"order": order, "line": first, "stage": "shipped", "quantity": 1}])
        second.unlink()
        self.assertEqual(self._net(order, "shipped"), 1)

    def test_salespeople_read_the_ledger_of_their_orders_only(self):
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        lead = self._user("som_lead", "sales_team.group_sale_salesman_all_leads")
        self.order.user_id = self.env.ref("base.user_admin")
        mine = self._order((self.goods, 1), user_id=seller.id)
        mine.action_confirm()
        ledger = self.env["som.milestone"]
        of_both = [("order_id", "in", (mine | self.order).ids)]
        self.assertEqual(ledger.with_user(seller).search(of_both).order_id, mine)
        self.assertEqual(ledger.with_user(lead).search(of_both).order_id, mine | self.order)

    def test_other_companies_do_not_read_it(self):
        other = self.env["res.company"].create({"name": "Other company"})
        stranger = self._user("som_stranger", "sales_team.group_sale_manager",
                              company_id=other.id, company_ids=[(6, 0, other.ids)])
        self.assertFalse(self.env["som.milestone"].with_user(stranger).search([("order_id", "=", self.order.id)]))

    def test_portal_users_and_other_employees_do_not_read_it(self):
        for group in ("base.group_portal", "base.group_user"):
            user = self._user(f"som_{group[-6:]}", group)
            with self.assertRaises(AccessError):
                self.env["som.milestone"].with_user(user).search([])
