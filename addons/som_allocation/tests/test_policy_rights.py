from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyRights(PolicyCommon):
    """Managers make policies; everybody in sales and stock may read their company's; nobody another company's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("policy-seller", "sales_team.group_sale_salesman_all_leads")
        cls.keeper = cls._user("policy-keeper", "stock.group_stock_manager")
        cls.manager = cls._user("policy-manager", "sales_team.group_sale_manager")
        cls.order_manager = cls._user("policy-order-manager", "som_core.group_som_manager")
        cls.employee = cls._user("policy-employee", "base.group_user")

    def _refused(self, user, work):
        with self.subTest(user=user.login), self.assertRaises(AccessError), self.env.cr.savepoint():
            work()

    def test_who_may_not_change_a_policy_may_not_activate_it_either(self):
        draft = self._policy({"sort": ["age"]}, activate=False)
        for user in (self.seller, self.keeper, self.employee):
            theirs = draft.with_user(user)
            segment, sort = (record.with_user(user) for record in (draft.segment_ids, draft.segment_ids.sort_ids))
            for work in (
                    theirs.action_activate, theirs.action_deactivate, theirs.action_start_fair_shares, theirs.copy,
                    theirs.unlink, lambda theirs=theirs: theirs.write({"state": "active"}),
                    lambda segment=segment: segment.write({"strategy": "win"}), segment.unlink,
                    lambda sort=sort: sort.write({"direction": "desc"}),
                    lambda user=user: self.Policy.with_user(user).create({"name": "Mine"})):
                self._refused(user, work)
        self.assertEqual((draft.state, draft.segment_ids.strategy), ("draft", "redistribute"))

    def test_sales_and_stock_read_policies_others_do_not(self):
        policy = self._policy({"sort": ["age"]})
        for user in (self.seller, self.keeper):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertIn("oldest order first", policy.with_user(user).summary)
        self._refused(self.employee, lambda: policy.with_user(self.employee).read(["name"]))

    def test_a_manager_makes_activates_and_ends_a_policy(self):
        for user in (self.manager, self.order_manager):
            with self.subTest(user=user.login):
                policy = self.Policy.with_user(user).create({
                    "name": "Managed", "segment_ids": [(0, 0, {"name": "All"})]})
                policy.action_activate()
                self.assertEqual(self.Policy._som_active(self.company).ids, policy.ids)
                policy._som_version()
                policy.action_deactivate()
                policy.unlink()

    def test_scopes_and_versions_are_nobodys_to_write(self):
        policy = self._policy()
        version = policy._som_version().with_user(self.manager)
        scope = self.env["som.allocation.scope"].search([("policy_id", "=", policy.id)]).with_user(self.manager)
        for work in (
                version.unlink, scope.unlink,
                lambda: version.create({"policy_id": policy.id, "company_id": self.company.id, "number": 9,
                                        "definition": "{}", "sha256": "x"}),
                lambda: scope.create({"policy_id": policy.id, "company_id": self.company.id})):
            self._refused(self.manager, work)
        with self.assertRaises(UserError):
            version.definition = "{}"

    def test_another_companys_policies_are_not_seen(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env.user.company_ids |= elsewhere
        theirs = self._policy({"sort": ["age"]}, company_id=elsewhere.id)
        version = theirs._som_version()
        scope = self.env["som.allocation.scope"].search([("policy_id", "=", theirs.id)])
        for record in (theirs, theirs.segment_ids, theirs.segment_ids.sort_ids, version, scope):
            with self.subTest(model=record._name):
                self.assertTrue(record)
                self.assertFalse(record.with_user(self.manager).search([("id", "in", record.ids)]))
        self._refused(self.manager, theirs.with_user(self.manager).action_deactivate)

    def test_reservation_by_somebody_without_rights_finds_the_policy(self):
        self._policy(run_daily=True)
        active = self.Policy.with_user(self.employee)._som_active(self.company)
        self.assertTrue(active.run_daily)
        self.assertTrue(active._som_covers(self.warehouse))

    def test_strategies_of_customers_and_products_are_not_for_customers(self):
        portal = self._user("policy-portal", "base.group_portal")
        portal.partner_id.som_allocation_strategy = "lose"
        self.env.invalidate_all()
        self._refused(portal, lambda: portal.partner_id.with_user(portal).read(["som_allocation_strategy"]))
