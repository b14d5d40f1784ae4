from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..models.profile.res_partner_figures import COLUMNS
from .profile_common import ProfileCommon


@tagged("post_install", "-at_install", "som_demo")
class TestCustomerProfileRights(ProfileCommon):
    """Who sees the figures, and who may block a customer: in the model, whatever the way in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("som_seller", "sales_team.group_sale_salesman", "base.group_partner_manager")
        cls.manager = cls._user("som_chief", "sales_team.group_sale_manager", "base.group_partner_manager")
        cls.billing = cls._user("som_billing", "account.group_account_invoice", "base.group_partner_manager")
        cls.internal = cls._user("som_internal", "base.group_user", "base.group_partner_manager")
        cls.portal = cls._user("som_portal", "base.group_portal")
        cls.portal.partner_id.parent_id = cls.customer
        cls.env["som.customer.profile"]._som_refresh(cls.customer, cls.company)

    def _as(self, user, partner=None):
        self.env.invalidate_all()
        return (partner or self.customer).with_user(user)

    def test_a_salesperson_sees_figures_of_orders_that_are_not_his(self):
        self._confirmed((self.goods, 2), user_id=self.manager.id)
        self.assertEqual(self._as(self.seller).som_order_count, 1)
        self.assertFalse(self.env["sale.order"].with_user(self.seller).search([("partner_id", "=", self.customer.id)]))

    def test_others_read_no_figure(self):
        for user in (self.internal, self.portal):
            for name in (*COLUMNS, "som_profile_note", "som_profile_currency_id"):
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    self._as(user).read([name])

    def test_nobody_writes_a_figure(self):
        profile = self._profile().with_user(self.manager)
        self.assertEqual(profile.order_count, 0)
        with self.assertRaises(AccessError):
            profile.write({"order_count": 5})
        with self.assertRaises(AccessError):
            profile.unlink()
        with self.assertRaises(AccessError):
            profile.create({"partner_id": self.customer.id, "company_id": self.company.id})

    def test_profiles_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._refresh(company=other)
        self.assertEqual(len(self.env["som.customer.profile"].search([("partner_id", "=", self.customer.id)])), 2)
        seen = self.env["som.customer.profile"].with_user(self.seller).search([("partner_id", "=", self.customer.id)])
        self.assertEqual(seen.company_id, self.company)
        with self.assertRaises(AccessError):
            self._as(self.seller).with_context(allowed_company_ids=other.ids).read(["som_exposure"])

    def test_who_may_not_see_figures_may_not_refresh_them(self):
        for user in (self.internal, self.portal):
            with self.assertRaises(AccessError):
                self._as(user).action_som_refresh_profile()

    def test_the_portal_reads_nothing_of_how_we_keep_the_customer(self):
        for name in ("som_tier_id", "som_blocked", "som_blocked_reason", "som_picking_policy", "som_undeliverable"):
            with self.assertRaises(AccessError):
                self._as(self.portal).read([name])

    # Blocking

    def test_order_managers_and_invoicing_staff_block_and_release(self):
        for user in (self.manager, self.billing):
            self._as(user).write({"som_blocked": True, "som_blocked_reason": "Bankrupt"})
            self.assertTrue(self.customer.som_blocked)
            self._as(user).write({"som_blocked": False, "som_blocked_reason": False})
            self.assertFalse(self.customer.som_blocked)

    def test_a_salesperson_neither_blocks_nor_releases(self):
        for user in (self.seller, self.internal):
            with self.assertRaises(AccessError):
                self._as(user).write({"som_blocked": True})
            with self.assertRaises(AccessError):
                self._as(user).write({"som_blocked_reason": "Mine"})
        self.customer.som_blocked = True
        with self.assertRaises(AccessError):
            self._as(self.seller).write({"som_blocked": False})
        self.assertTrue(self.customer.som_blocked)

    def test_a_salesperson_does_not_block_by_an_import(self):
        answer = self.env["res.partner"].with_user(self.seller).load(
            ["name", "som_blocked"], [["Imported", "True"]])
        self.assertFalse(answer["ids"])
        self.assertIn("Only order managers", answer["messages"][0]["message"])
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.seller).create({"name": "New", "som_blocked": True})

    def test_a_salesperson_does_not_release_with_a_forged_context(self):
        self.customer.som_blocked = True
        forged = self._as(self.seller).with_context(default_som_blocked=False, som_blocked=True, active_test=False)
        with self.assertRaises(AccessError):
            forged.write({"som_blocked": False})

    def test_a_default_in_the_context_blocks_nobody(self):
        partners = self.env["res.partner"].with_user(self.seller).with_context(default_som_blocked=True)
        with self.assertRaises(AccessError):
            partners.create({"name": "New"})

    def test_a_salesperson_goes_on_working_with_a_blocked_customer(self):
        self.customer.write({"som_blocked": True, "som_blocked_reason": "Bankrupt"})
        self._as(self.seller).write({"phone": "1", "som_blocked": True, "som_blocked_reason": "Bankrupt"})
        contact = self.env["res.partner"].with_user(self.seller).create({
            "name": "Contact", "parent_id": self.customer.id, "som_blocked": False})
        self.assertFalse(contact.som_blocked)

    def test_the_form_lets_those_block_who_may(self):
        with Form(self._as(self.seller)) as form, self.assertRaises(AssertionError):
            form.som_blocked = True
        with Form(self._as(self.manager)) as form:
            form.som_blocked = True
            form.som_blocked_reason = "Bankrupt"
        self.assertEqual((self.customer.som_blocked, self.customer.som_blocked_reason), (True, "Bankrupt"))

    def test_a_contact_is_not_blocked_but_its_company_is(self):
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.customer.id})
        with self.assertRaisesRegex(UserError, "block Ada Buyer instead"):
            contact.with_user(self.manager).write({"som_blocked": True})

    def test_a_block_is_one_companys_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.customer.som_blocked = True
        self.assertFalse(self.customer.with_company(other).som_blocked)
