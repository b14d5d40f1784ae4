from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyScope(PolicyCommon):
    """Where a policy holds; each place has one at the most."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_warehouse = cls.env["stock.warehouse"].create({"name": "North", "code": "NO"})
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.env.user.company_ids |= cls.elsewhere
        cls.foreign_warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.elsewhere.id)], limit=1)

    def _covered(self, policy):
        warehouses = self.warehouse, self.other_warehouse, self.foreign_warehouse
        return [policy._som_covers(warehouse) for warehouse in warehouses]

    def _covered_in_sql(self, policy):
        rows = self.env.execute_query(SQL(
            "SELECT s.id FROM stock_location s WHERE %s AND s.id = ANY(%s)", policy._som_warehouse_sql(),
            [self.warehouse.lot_stock_id.id, self.other_warehouse.lot_stock_id.id]))
        return {row[0] for row in rows}

    def test_a_policy_without_warehouses_holds_in_all_of_its_company(self):
        self.assertEqual(self._covered(self._policy()), [True, True, False])

    def test_a_policy_with_warehouses_holds_there_only(self):
        policy = self._policy(warehouse_ids=[(6, 0, self.other_warehouse.ids)])
        self.assertEqual(self._covered(policy), [False, True, False])
        self.assertEqual(self._covered_in_sql(policy), set(self.other_warehouse.lot_stock_id.ids))
        self.assertEqual(policy._som_warehouses(), self.other_warehouse)

    def test_the_companys_policy_leaves_out_what_has_one_of_its_own(self):
        general, own = self._policy(), self._policy(warehouse_ids=[(6, 0, self.other_warehouse.ids)])
        self.assertEqual(self._covered(general), [True, False, False])
        self.assertEqual(self._covered_in_sql(general), set(self.warehouse.lot_stock_id.ids))
        self.assertNotIn(self.other_warehouse, general._som_warehouses())
        own.action_deactivate()
        self.assertEqual(self._covered(general), [True, True, False])
        self.assertIn(self.other_warehouse, general._som_warehouses())

    def test_between_warehouses_the_companys_policy_holds(self):
        nowhere = self.env["stock.warehouse"]
        self.assertTrue(self._policy()._som_covers(nowhere))
        self.assertFalse(self._policy(warehouse_ids=[(6, 0, self.warehouse.ids)])._som_covers(nowhere))

    def test_active_policies_are_known_by_company(self):
        self.assertFalse(self.Policy._som_active(self.company))
        general = self._policy()
        own = self._policy(warehouse_ids=[(6, 0, self.warehouse.ids)])
        self._policy(activate=False)
        self.assertEqual(self.Policy._som_active(self.company), general | own)
        self.assertFalse(self.Policy._som_active(self.elsewhere))
        own.active = False
        self.assertEqual(self.Policy._som_active(self.company), general)
        self.assertEqual(own.state, "draft")

    def test_asking_for_the_active_policies_again_takes_no_query(self):
        self.Policy._som_active(self.company)
        with self.assertQueryCount(0):
            self.Policy._som_active(self.company)

    def test_a_second_policy_for_the_company_is_refused_and_the_first_named(self):
        self._policy(name="First")
        second = self._policy(name="Second", activate=False)
        with self.assertRaises(ValidationError) as error:
            second.action_activate()
        self.assertIn("First", str(error.exception))
        self.assertIn("Deactivate First", str(error.exception))

    def test_a_second_policy_for_a_warehouse_is_refused_by_name(self):
        self._policy(name="First", warehouse_ids=[(6, 0, (self.warehouse | self.other_warehouse).ids)])
        with self.assertRaises(ValidationError) as error:
            self._policy(name="Second", warehouse_ids=[(6, 0, self.other_warehouse.ids)])
        self.assertIn("North", str(error.exception))

    def test_an_active_policy_that_moves_to_a_taken_warehouse_is_refused(self):
        self._policy(name="First", warehouse_ids=[(6, 0, self.warehouse.ids)])
        second = self._policy(name="Second", warehouse_ids=[(6, 0, self.other_warehouse.ids)])
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            second.warehouse_ids |= self.warehouse
        self.assertEqual(self._covered(second)[:2], [False, True])
        second.warehouse_ids = False
        self.assertEqual(self._covered(second)[:2], [False, True])

    def test_each_company_has_its_own(self):
        self._policy()
        theirs = self._policy(company_id=self.elsewhere.id)
        self.assertEqual(theirs.state, "active")
        self.assertEqual(self._covered(theirs), [False, False, True])

    def test_a_policy_without_a_segment_is_not_activated(self):
        policy = self.Policy.create({"name": "Empty"})
        with self.assertRaises(UserError) as error:
            policy.action_activate()
        self.assertIn("Empty", str(error.exception))

    def test_an_active_policy_keeps_a_segment(self):
        policy = self._policy()
        for name, work in (
                ("unlink", lambda: policy.segment_ids.unlink()),
                ("off", lambda: policy.segment_ids.write({"active": False})),
                ("from the policy", lambda: policy.write({"segment_ids": [(5,)]}))):
            with self.subTest(way=name), self.assertRaises(ValidationError), self.env.cr.savepoint():
                work()

    def test_an_active_policy_is_not_deleted(self):
        policy = self._policy()
        with self.assertRaises(UserError):
            policy.unlink()
        policy.action_deactivate()
        policy.unlink()
        self.assertFalse(policy.exists())

    def test_a_copy_is_a_draft_with_the_same_segments(self):
        policy = self._policy({"name": "Gold", "sort": ["tier", "age"]})
        copy = policy.copy()
        self.assertEqual((copy.state, copy.name), ("draft", "Test Policy (copy)"))
        self.assertEqual(copy.segment_ids.sort_ids.mapped("key"), ["tier", "age"])
        self.assertEqual(self.Policy._som_active(self.company), policy)
