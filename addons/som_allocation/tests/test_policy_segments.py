from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicySegments(PolicyCommon):
    """Which segment a move falls into."""

    def setUp(self):
        super().setUp()
        self.one = self._waiting((self.goods, 1))
        self.two = self._waiting((self.more_goods, 1))
        self.moves = self.one | self.two

    def _about(self, product):
        return f"[('product_id', '=', {product.id})]"

    def test_a_move_falls_into_the_first_segment_that_takes_it(self):
        policy = self._policy({"domain": self._about(self.goods)}, {"domain": "[]"})
        self.assertEqual(policy._som_segments_of(self.moves.ids), {self.one.id: (0, ()), self.two.id: (1, ())})

    def test_a_catch_all_in_front_takes_everything(self):
        policy = self._policy({"domain": "[]"}, {"domain": self._about(self.goods)})
        self.assertEqual(policy._som_segments_of(self.moves.ids), {self.one.id: (0, ()), self.two.id: (0, ())})

    def test_a_move_that_no_segment_takes_is_left_out(self):
        policy = self._policy({"domain": self._about(self.goods)})
        self.assertEqual(policy._som_segments_of(self.moves.ids), {self.one.id: (0, ())})

    def test_a_segment_that_is_off_counts_for_nothing(self):
        policy = self._policy({"domain": "[]", "active": False}, {"domain": "[]"})
        self.assertEqual(policy._som_segments_of(self.one.ids), {self.one.id: (0, ())})
        engine = policy.with_context(active_test=False)._prepare_engine_policy()
        self.assertEqual([segment.id for segment in engine.segments], policy.segment_ids[1].ids)

    def test_a_condition_that_holds_for_nothing_takes_nothing(self):
        policy = self._policy({"domain": "[(0, '=', 1)]"}, {"domain": "[]"})
        self.assertEqual(policy._som_segments_of(self.one.ids), {self.one.id: (1, ())})

    def test_no_moves_are_asked_for(self):
        self.assertEqual(self._policy()._som_segments_of([]), {})

    def test_only_moves_that_are_asked_for_are_answered(self):
        self.assertEqual(set(self._policy()._som_segments_of(self.one.ids)), set(self.one.ids))

    def test_a_condition_reads_what_is_company_dependent_for_the_policys_company(self):
        tier = self.env["som.customer.tier"].create({"name": "Gold"})
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.customer.with_company(elsewhere).som_tier_id = tier
        policy = self._policy(
            {"domain": "[('sale_line_id.order_id.partner_id.commercial_partner_id.som_tier_id', '!=', False)]"})
        self.assertEqual(policy.with_company(elsewhere)._som_segments_of(self.one.ids), {})
        self.customer.som_tier_id = tier
        self.assertEqual(set(policy.with_company(elsewhere)._som_segments_of(self.one.ids)), set(self.one.ids))

    def test_a_condition_sees_orders_that_the_one_who_asks_does_not(self):
        seller = self._user("own-orders-only", "sales_team.group_sale_salesman")
        policy = self._policy({"domain": "[('sale_line_id.order_id', '!=', False)]"})
        self.one.sale_line_id.order_id.user_id = self.env.user
        self.assertEqual(set(policy.with_user(seller)._som_segments_of(self.one.ids)), set(self.one.ids))

    def test_a_condition_that_does_not_work_is_refused_with_its_segment_and_the_remedy(self):
        for wrong in ("[('no_such_field', '=', 1)]", "[('product_id', '=', uid)]", "nonsense", "[1, 2]"):
            with self.subTest(domain=wrong), self.assertRaises(ValidationError) as error:
                self._policy({"name": "Broken", "domain": wrong}, activate=False)
            self.assertIn("segment Broken", str(error.exception))
            self.assertIn("editor", str(error.exception))

    def test_a_condition_on_what_its_author_may_not_read_is_refused(self):
        manager = self._user("condition-manager", "sales_team.group_sale_manager")
        with self.assertRaises(ValidationError):
            self.Policy.with_user(manager).create({"name": "Curious", "segment_ids": [(0, 0, {
                "name": "Curious", "domain": "[('partner_id.signup_type', '=', 'reset')]"})]})

    def test_the_engines_policy_says_what_the_record_says(self):
        policy = self._policy(
            {"strategy": "win", "share_cap": 12.5}, {"strategy": "gain", "sharing": "proportional"},
            starve_runs=3, starve_days=7)
        engine = policy._prepare_engine_policy()
        self.assertEqual((engine.starve_runs, engine.starve_days), (3, 7))
        self.assertEqual(
            [(each.id, each.strategy, each.proportional, each.share_cap) for each in engine.segments],
            [(policy.segment_ids[0].id, "win", False, 1250), (policy.segment_ids[1].id, "gain", True, None)])

    def test_as_many_queries_for_many_moves_as_for_few(self):
        policy = self._policy(
            {"domain": self._about(self.goods), "sort": ["expedited", "tier", "requested", "promised", "age"]},
            {"sort": ["value", "margin", "channel", {"key": "field", "field_path": "product_id.default_code"}]})
        many = self.moves
        for _each in range(5):
            many |= self._waiting((self.goods, 1), (self.more_goods, 2))
        counts = []
        for moves in (self.moves, many):
            policy._som_segments_of(moves.ids)
            before = self.env.cr.sql_log_count
            self.assertEqual(len(policy._som_segments_of(moves.ids)), len(moves))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts, [2, 2])
