import json

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyVersion(PolicyCommon):
    """A policy's versions: one for each way it stood when a run asked, never changed afterwards."""

    def setUp(self):
        super().setUp()
        self.policy = self._policy(
            {"domain": "[('priority', '=', '1')]", "sort": ["tier", "age"]}, {"name": "Others"},
            warehouse_ids=[(6, 0, self.warehouse.ids)])

    def test_the_first_run_makes_the_first_version(self):
        self.assertFalse(self.policy.version_ids)
        version = self.policy._som_version()
        self.assertEqual((version.number, self.policy.version_number), (1, 1))
        self.assertEqual(version.company_id, self.company)

    def test_the_version_says_everything_that_decides(self):
        said = json.loads(self.policy._som_version().definition)
        self.assertEqual(said["warehouses"], self.warehouse.ids)
        self.assertEqual([segment["id"] for segment in said["segments"]], self.policy.segment_ids.ids)
        self.assertEqual(said["segments"][0]["domain"], [["priority", "=", "1"]])
        self.assertEqual(said["segments"][0]["sort"], [
            {"key": "tier", "direction": "asc"}, {"key": "age", "direction": "desc"}])

    def test_the_version_is_told_in_plain_words(self):
        self.policy.starve_days = 9
        version = self.policy._som_version()
        self.policy.segment_ids[0].unlink()  # what the version said stays
        words = version.with_context(lang="en_US").summary
        for told in (self.warehouse.name, "<code>[[&#39;priority&#39;, &#39;=&#39;, &#39;1&#39;]]</code>", "Others",
                     "All that the others leave", "waited for 9 days"):
            self.assertIn(told, words)
        self.assertNotIn("when somebody starts a run", words, "when it runs is not part of a version")

    def test_a_version_of_a_warehouse_that_is_gone_can_still_be_read(self):
        gone = json.loads(self.policy._som_version().definition) | {"warehouses": [0]}
        self.assertIn(self.company.name, self.policy._som_version()._som_words(gone))

    def test_a_policy_that_says_the_same_keeps_its_version(self):
        version = self.policy._som_version()
        self.policy.name = "Renamed"
        self.policy.run_daily = True
        self.policy.segment_ids[0].domain = "[ ('priority','=',  '1') ]"
        self.env.invalidate_all()
        self.assertEqual(self.policy._som_version(), version)

    def test_each_change_of_what_decides_makes_a_version(self):
        first, others = self.policy.segment_ids
        path = {"key": "field", "field_path": "product_id.default_code"}
        changes = (
            lambda: self.policy.write({"minimum_fill": 5}), lambda: self.policy.write({"starve_runs": 5}),
            lambda: self.policy.write({"starve_days": 5}), lambda: self.policy.write({"warehouse_ids": [(5,)]}),
            lambda: first.write({"domain": "[]"}), lambda: first.write({"strategy": "win"}),
            lambda: first.write({"sharing": "proportional"}), lambda: first.write({"share_cap": 5}),
            lambda: first.write({"sequence": 99}), lambda: first.sort_ids[0].write({"direction": "desc"}),
            lambda: first.sort_ids[0].write(path), lambda: first.sort_ids[0].write({"sequence": 99}),
            lambda: first.sort_ids[0].unlink(), lambda: others.write({"active": False}))
        numbers = [self.policy._som_version().number]
        for change in changes:
            change()
            numbers.append(self.policy._som_version().number)
        self.assertEqual(numbers, list(range(1, len(changes) + 2)))

    def test_the_way_back_is_a_version_too(self):
        first = self.policy._som_version()
        self.policy.minimum_fill = 5
        self.policy._som_version()
        self.policy.minimum_fill = 0
        third = self.policy._som_version()
        self.assertEqual((third.number, third.sha256), (3, first.sha256))

    def test_who_may_only_read_the_policy_can_leave_a_version_behind(self):
        reader = self._user("version-reader", "stock.group_stock_user")
        self.assertEqual(self.policy.with_user(reader)._som_version().number, 1)

    def test_a_version_cannot_be_changed_or_removed(self):
        version = self.policy._som_version()
        with self.assertRaises(UserError):
            version.definition = "{}"
        with self.assertRaises(UserError):
            version.unlink()

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_too(self):
        version = self.policy._som_version()
        for statement in ("UPDATE som_allocation_policy_version SET number = 9 WHERE id = %s",
                          "DELETE FROM som_allocation_policy_version WHERE id = %s"):
            with self.subTest(statement=statement), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                self.env.cr.execute(statement, [version.id])

    def test_versions_go_with_their_policy(self):
        version = self.policy._som_version()
        self.policy.action_deactivate()
        self.policy.unlink()
        self.assertFalse(version.exists())

    def test_a_policy_with_versions_stays_in_its_company(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.policy.write({"warehouse_ids": [(5,)], "state": "draft"})
        self.policy._som_version()
        with self.assertRaises(ValidationError) as error:
            self.policy.company_id = elsewhere
        self.assertIn("Duplicate", str(error.exception))
