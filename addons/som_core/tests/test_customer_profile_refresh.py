from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from ..models.profile import som_customer_profile
from ..models.profile.res_partner_figures import COLUMNS
from .profile_common import ProfileCommon


@tagged("post_install", "-at_install")
class TestCustomerProfileRefresh(ProfileCommon):
    """Profiles are brought up to date where something happened, and show what a live look shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Other"})
        # What the database came with is none of our business: everything in it is old, and known.
        everybody = cls.env["res.partner"].search([])
        cls.env["som.customer.profile"]._som_refresh(everybody, cls.company)

    def _settle(self):
        """Everything so far happened half an hour ago, and the profiles were computed after it."""
        self._refresh(self.customer | self.other)
        self.env.flush_all()
        for table in ("sale_order", "account_move", "account_payment", "res_partner", "som_hold"):
            self.env.cr.execute(SQL(
                "UPDATE %s SET write_date = write_date - INTERVAL '30 minutes'", SQL.identifier(table)))
        self.env.cr.execute("ALTER TABLE som_milestone DISABLE TRIGGER som_milestone_append_only")
        self.env.cr.execute("UPDATE som_milestone SET create_date = create_date - INTERVAL '30 minutes'")
        self.env.cr.execute("ALTER TABLE som_milestone ENABLE TRIGGER som_milestone_append_only")
        self.env.invalidate_all()
        self.assertFalse(self._stale() & {self.customer.id, self.other.id})

    def _stale(self, company=None):
        return set(self.env["som.customer.profile"]._som_stale(company or self.company))

    def _assert_stale(self):
        stale = self._stale()
        self.assertIn(self.customer.id, stale)
        self.assertNotIn(self.other.id, stale)

    def test_a_customer_with_a_first_order_is_new(self):
        newcomer = self.env["res.partner"].create({"name": "Newcomer"})
        self.assertNotIn(newcomer.id, self._stale())
        self._order((self.goods, 1), partner_id=newcomer.id)
        self.assertIn(newcomer.id, self._stale())

    def test_an_order_of_a_contact_is_news_of_the_customer(self):
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.customer.id})
        self._settle()
        self._order((self.goods, 1), partner_id=contact.id)
        self._assert_stale()
        self.assertNotIn(contact.id, self._stale())

    def test_a_shipment_is_news(self):
        order = self._confirmed((self.goods, 1))
        self._settle()
        self._validate(order.picking_ids)
        self._assert_stale()

    def test_an_invoice_and_its_payment_are_news(self):
        self._settle()
        invoice = self._invoiced(fields.Date.today(), 100)
        self._assert_stale()
        self._settle()
        self._pay(invoice, fields.Date.today())
        self._assert_stale()

    def test_a_payment_taken_off_is_news(self):
        invoice = self._invoiced(fields.Date.today(), 100)
        self._pay(invoice, fields.Date.today())
        self._settle()
        invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable").remove_move_reconcile()
        self._assert_stale()

    def test_a_payment_without_an_invoice_is_news(self):
        self._settle()
        self.env["account.payment"].create({
            "partner_id": self.customer.id, "amount": 100, "payment_type": "inbound", "partner_type": "customer",
        }).action_post()
        self._assert_stale()

    def test_a_changed_limit_is_news(self):
        self._settle()
        self.customer.credit_limit = 1000
        self._assert_stale()

    def test_a_hold_is_news(self):
        order = self._order((self.goods, 1))
        self.env["som.check"].create({
            "name": "No", "kind": "order", "message": "Ask.", "domain": f"[('id', '=', {order.id})]"})
        self._settle()
        order._som_check()
        self.assertEqual(order.som_hold_ids.state, "open")
        self._assert_stale()

    def test_a_profile_of_yesterday_is_computed_again_whatever_happened(self):
        self._settle()
        self._age(self._profile(), hours=25)
        self._assert_stale()

    def test_a_vendors_bill_is_no_news_of_a_customer(self):
        self._settle()
        self.env["account.move"].create({
            "move_type": "in_invoice", "partner_id": self.customer.id, "invoice_date": fields.Date.today(),
            "invoice_line_ids": [(0, 0, {"name": "x", "quantity": 1, "price_unit": 1, "tax_ids": False})]})
        # creating a bill ranks the partner as a supplier, which is a change of the partner
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET write_date = write_date - INTERVAL '30 minutes'")
        self.assertNotIn(self.customer.id, self._stale())

    def test_news_in_one_company_are_none_in_another(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self._order((self.goods, 1))
        self.assertNotIn(self.customer.id, self._stale(elsewhere))

    def test_a_refresh_changes_nobody_else(self):
        self._settle()
        before = self._profile(self.other).computed_at
        self._age(self._profile(self.other), minutes=5)
        self._refresh()
        self.assertEqual(self._profile(self.other).computed_at, before - timedelta(minutes=5))

    def test_refreshing_twice_leaves_one_row(self):
        self._refresh()
        self._refresh()
        self.assertEqual(len(self._profile()), 1)

    def test_the_row_of_a_customer_who_became_a_contact_goes(self):
        self._refresh()
        self.customer.parent_id = self.other
        self.assertIn(self.customer.id, self._stale())
        self._refresh()
        self.assertFalse(self._profile())

    def test_live_and_snapshot_are_equal(self):
        order = self._confirmed((self.goods, 8), som_requested_date="2020-01-01 12:00:00")
        self._ship(order, fields.Datetime.now())
        self._return(order.picking_ids, 2)
        self.customer.credit_limit = 400
        self._pay(self._invoiced(fields.Date.subtract(fields.Date.today(), days=9), 100), fields.Date.today(), 30)
        self._refresh(self.customer | self.other)
        self.env.invalidate_all()
        live = {name: self.customer[name] for name in COLUMNS}
        self.env.invalidate_all()
        both = self.customer | self.other
        snapshot = {name: both.mapped(name)[0] for name in COLUMNS if COLUMNS[name] != "computed_at"}
        self.assertEqual({name: live[name] for name in snapshot}, snapshot)
        self.assertEqual(
            (live["som_return_rate"], live["som_days_to_pay"], live["som_limit"]), (25, 9, 400))

    def test_one_customer_is_looked_at_live_without_writing(self):
        self._refresh()
        self._confirmed((self.goods, 8))
        self.env.invalidate_all()
        self.assertEqual(self.customer.som_order_count, 1)
        self.assertEqual(self._profile().order_count, 0)
        self.env.invalidate_all()
        self.assertEqual((self.customer | self.other).mapped("som_order_count"), [0, 0])

    def test_the_button_brings_lists_up_to_date(self):
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        self._confirmed((self.goods, 8))
        self.customer.with_user(seller).action_som_refresh_profile()
        self.assertEqual(self._profile().order_count, 1)

    # In the background

    def _run(self):
        with self.enter_registry_test_mode():
            self.env.ref("som_core.ir_cron_customer_profile").method_direct_trigger()
        self.env.invalidate_all()

    def test_the_scheduled_action_refreshes_what_is_out_of_date_and_nothing_else(self):
        self._settle()
        self._confirmed((self.goods, 1))
        self._age(self._profile(self.other), minutes=5)
        before = self._profile(self.other).computed_at
        self._run()
        self.assertEqual(self._profile().order_count, 1)
        self.assertEqual(self._profile(self.other).computed_at, before)

    def _run_out_of_time(self):
        """A run whose time is up after its first batch, of one customer."""
        cron = self.env.ref("som_core.ir_cron_customer_profile")
        progress = self.env["ir.cron.progress"].create({"cron_id": cron.id, "remaining": 0, "done": 0})
        context = {"cron_id": cron.id, "ir_cron_progress_id": progress.id, "cron_end_time": 0}
        with (self.enter_registry_test_mode(), self.registry.cursor() as cr,
              patch.object(som_customer_profile, "BATCH", 1)):
            self.env["som.customer.profile"].with_env(self.env(cr=cr, context=context))._cron_refresh()
        self.env.invalidate_all()
        return progress.done, progress.remaining

    def test_what_one_run_does_not_reach_the_next_one_does(self):
        self._settle()
        self._age(self._profile(self.other), hours=25)
        self._age(self._profile(), hours=26)
        self.assertEqual(self._stale(), {self.customer.id, self.other.id})
        self.assertEqual(self._run_out_of_time(), (1, 1))
        self.assertEqual(self._stale(), {self.other.id})  # the oldest went first
        self.assertEqual(self._run_out_of_time(), (1, 0))
        self.assertFalse(self._stale())
