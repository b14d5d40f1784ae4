from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import Form, tagged

from .credit_common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditLimit(CreditCommon):
    """How much a customer may owe: alone, in a group, until a day, or without end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fellow = cls.env["res.partner"].create({"name": "Fellow"})
        cls.group = cls.env["som.credit.group"].create({"name": "Dealers", "limit": 500})

    def _limit(self, partner=None, company=None):
        partner = partner or self.customer
        return self.Credit._som_limits(partner, company or self.company)[partner.commercial_partner_id.id]

    def _share(self, *partners):
        for partner in partners:
            partner.som_credit_group_id = self.group

    def test_none_unless_there_is_one(self):
        limit = self._limit()
        self.assertEqual((limit.amount, limit.until, limit.group_id, limit.exempt), (0, None, None, False))

    def test_the_customers_own(self):
        self.customer.write({"credit_limit": 300, "som_credit_limit_until": self._day(5)})
        self.assertEqual((self._limit().amount, self._limit().until), (300, self._day(5)))
        self.assertEqual(self._limit().own_amount, 300)

    def test_the_companys_default_holds_for_everybody_without_one(self):
        self.env["ir.default"].set("res.partner", "credit_limit", 100.0, company_id=self.company.id)
        self.customer.credit_limit = 300
        self.assertEqual((self._limit().amount, self._limit(self.fellow).amount), (300, 100))

    def test_each_company_has_its_own(self):
        other = self._other_company()
        self.customer.credit_limit = 300
        self.customer.with_company(other).write({"credit_limit": 70, "som_credit_exempt": True})
        self.assertEqual((self._limit().amount, self._limit().exempt), (300, False))
        self.assertEqual((self._limit(company=other).amount, self._limit(company=other).exempt), (70, True))

    def test_contacts_have_that_of_their_company(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        self.customer.write({"credit_limit": 300, "som_credit_limit_until": self._day(5), "som_credit_exempt": True,
                             "som_credit_group_id": self.group.id})
        self.assertEqual(self._limit(contact), self._limit())
        self.assertEqual(contact.som_credit_group_id, self.group)
        later = self.env["res.partner"].create({"name": "Later", "parent_id": self.customer.id})
        self.assertTrue(later.som_credit_exempt)

    def test_members_share_the_groups(self):
        self._share(self.customer, self.fellow)
        self.assertEqual((self._limit().amount, self._limit().group_id), (500, self.group.id))
        self.assertEqual(self._limit().own_amount, 0)
        self.assertEqual(self.group.member_ids, self.customer | self.fellow)

    def test_a_member_keeps_a_limit_of_its_own_but_not_the_default(self):
        self.env["ir.default"].set("res.partner", "credit_limit", 100.0, company_id=self.company.id)
        self._share(self.customer, self.fellow)
        self.customer.credit_limit = 300
        self.assertEqual((self._limit().amount, self._limit().own_amount), (500, 300))
        self.assertEqual((self._limit(self.fellow).amount, self._limit(self.fellow).own_amount), (500, 0))

    def test_a_group_that_is_archived_or_has_no_limit_changes_nothing(self):
        self._share(self.customer)
        self.customer.credit_limit = 300
        self.group.limit = 0
        self.assertEqual((self._limit().amount, self._limit().group_id), (300, None))
        self.group.write({"limit": 500, "active": False})
        self.assertEqual((self._limit().amount, self._limit().group_id), (300, None))

    def test_a_groups_limit_in_another_currency(self):
        self.group.currency_id = self.foreign
        self._share(self.customer)
        self.assertEqual(self._limit().amount, 250)
        self._invoice(100)
        self.assertEqual((self.group.exposure, self.group.available), (200, 300))

    def test_what_the_members_owe_adds_up(self):
        self._share(self.customer, self.fellow)
        self._invoice(100)
        self._invoice(30, partner=self.fellow)
        self.assertEqual((self.group.exposure, self.group.available), (130, 370))

    def test_members_are_added_and_taken_off_on_the_group(self):
        self._share(self.customer)
        with Form(self.group) as form:
            form.member_ids.remove(id=self.customer.id)
            form.member_ids.add(self.fellow)
        self.assertFalse(self.customer.som_credit_group_id)
        self.assertEqual(self.fellow.som_credit_group_id, self.group)
        self.assertEqual(self.group.member_ids, self.fellow)

    def test_a_group_belongs_to_one_company(self):
        other = self._other_company()
        with self.assertRaises(UserError):
            self.customer.with_company(other).som_credit_group_id = self.group

    def test_the_form_shows_limits_where_orders_are_checked_for_credit(self):
        self.company.account_use_credit_limit = False
        self.customer.invalidate_recordset()
        self.assertFalse(self.customer.show_credit_limit)
        self.env["som.check"].create({"name": "Limit", "kind": "builtin", "builtin": "credit_limit"})
        self.customer.invalidate_recordset()
        self.assertTrue(self.customer.show_credit_limit)


@tagged("post_install", "-at_install")
class TestCreditRights(CreditCommon):
    """Who sells does not say how much may be owed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["som.credit.group"].create({"name": "Dealers", "limit": 500})
        cls.seller = cls._user(
            "credit-seller", "sales_team.group_sale_salesman_all_leads", "base.group_partner_manager")
        cls.chief = cls._user("credit-chief", "sales_team.group_sale_manager", "base.group_partner_manager")
        cls.accountant = cls._user("credit-books", "account.group_account_invoice", "base.group_partner_manager")

    def _values(self):
        return {"credit_limit": 9999, "som_credit_limit_until": self._day(5), "som_credit_exempt": True,
                "som_credit_group_id": self.group.id}

    def test_a_seller_can_write_none_of_it(self):
        for user in (self.seller, self.chief):
            for name, value in self._values().items():
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    self.customer.with_user(user).write({name: value})
                with self.subTest(user=user.login, create=name), self.assertRaises(AccessError):
                    self.env["res.partner"].with_user(user).create({"name": "New", name: value})

    def test_a_seller_can_read_none_of_it(self):
        for name in self._values():
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.customer.with_user(self.seller).read([name])
        with self.assertRaises(AccessError):
            self.group.with_user(self.seller).read(["limit"])
        with self.assertRaises(AccessError):
            self.group.with_user(self.seller).write({"limit": 9999})
        with self.assertRaises(AccessError):
            self.env["som.credit.group"].with_user(self.chief).create({"name": "Mine", "limit": 9999})

    def test_a_seller_still_adds_contacts_to_customers_with_a_limit(self):
        self.customer.write(self._values())
        contact = self.env["res.partner"].with_user(self.seller).create(
            {"name": "Buyer", "parent_id": self.customer.id})
        self.assertEqual(contact.sudo().som_credit_group_id, self.group)

    def test_an_accountant_can(self):
        self.customer.with_user(self.accountant).write(self._values())
        self.assertTrue(self.customer.som_credit_exempt)
        group = self.env["som.credit.group"].with_user(self.accountant).create({
            "name": "Chain", "limit": 10, "member_ids": [(6, 0, self.customer.ids)]})
        self.assertEqual(self.customer.som_credit_group_id, group)

    def test_nobody_writes_credit_accounts(self):
        self.Credit._som_lock(self.customer, self.company)
        account = self.env["som.credit.account"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(len(account), 1)
        for user in (self.seller, self.chief, self.accountant):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                account.with_user(user).write({"used_at": False})

    def test_the_seams_are_not_for_remote_callers(self):
        for method in ("_som_exposure", "_som_limits", "_som_lock"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                get_public_method(self.Credit, method)
