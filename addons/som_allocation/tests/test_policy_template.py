from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyTemplate(PolicyCommon):
    """What a new policy can start from, what it says of itself, and what people do with it on its form."""

    TEMPLATES = ("action_start_first_come", "action_start_key_customers", "action_start_fair_shares")

    def _from(self, template):
        policy = self.Policy.create({"name": "New"})
        getattr(policy, template)()
        return policy

    def test_each_template_gives_segments_that_can_be_activated_and_take_everybody(self):
        moves = self._waiting() | self._waiting(som_expedited=True)
        for template in self.TEMPLATES:
            with self.subTest(template=template):
                policy = self._from(template)
                policy.action_activate()
                self.assertFalse(policy.leaves_rest)
                self.assertEqual(set(policy._som_segments_of(moves.ids)), set(moves.ids))
                policy.action_deactivate()

    def test_the_first_who_came_is_served_first_and_urgent_ones_before_him(self):
        moves = self._waiting() | self._waiting() | self._waiting(som_expedited=True)
        for day, order in enumerate(moves.sale_line_id.order_id.sorted("id"), 1):
            order._som_record([{"order": order, "stage": "placed", "occurred_at": f"2030-01-0{day} 00:00:00"}])
        self.assertEqual(self._keys(self._from("action_start_first_come"), moves), [(2, 1), (2, 2), (1, 3)])

    def test_key_customers_come_after_urgent_orders_and_before_all_others(self):
        gold = self.env["som.customer.tier"].create({"name": "Gold"})
        key = self.env["res.partner"].create({"name": "Key", "som_tier_id": gold.id})
        moves = self._waiting() | self._waiting(partner_id=key.id) | self._waiting(som_expedited=True)
        placed = self._from("action_start_key_customers")._som_segments_of(moves.ids)
        self.assertEqual([placed[move.id][0] for move in moves], [2, 1, 0])

    def test_fair_shares_share_in_proportion(self):
        segments = self._from("action_start_fair_shares")._prepare_engine_policy().segments
        self.assertEqual([segment.proportional for segment in segments], [False, True])

    def test_a_template_does_not_replace_what_somebody_made(self):
        policy = self._policy({"active": False}, activate=False)
        for template in self.TEMPLATES:
            with self.subTest(template=template), self.assertRaises(UserError):
                getattr(policy, template)()

    def test_a_policy_without_a_catch_all_says_so(self):
        policy = self._policy({"domain": "[('priority', '=', '1')]"}, activate=False)
        self.assertTrue(policy.leaves_rest)
        self.assertIn("reserved natively", policy.summary)
        policy.segment_ids = [(0, 0, {"name": "Rest", "domain": "[]"})]
        self.assertFalse(policy.leaves_rest)
        self.assertNotIn("reserved natively", policy.summary)

    def test_the_summary_names_segments_in_order_and_escapes_them(self):
        policy = self._policy(
            {"name": "<b>Gold</b>", "sort": [("tier", "asc"), ("value", "desc")], "share_cap": 40},
            {"name": "Rest", "sharing": "proportional"}, activate=False, minimum_fill=50, starve_runs=3)
        summary = policy.summary
        self.assertNotIn("<b>Gold", summary)
        self.assertLess(summary.index("Gold"), summary.index("Rest"))
        for words in ("best customer tier first, then largest open value first", "at most 40 %", "same share", "50 %",
                      "3 runs", "14 days"):
            self.assertIn(words, summary)

    def test_the_form_makes_a_policy(self):
        with Form(self.Policy) as form:
            form.name = "By Hand"
            with form.segment_ids.new() as segment:
                segment.name = "All"
                with segment.sort_ids.new() as sort:
                    sort.key = "age"
                    self.assertEqual(sort.direction, "desc")
                self.assertIn("oldest order first", segment.words)
            self.assertIn("oldest order first", form.summary)
        self.assertEqual(form.record.segment_ids.sort_ids.direction, "desc")
        form.record.action_activate()
        self.assertEqual(self.Policy._som_active(self.company), form.record)

    def test_a_segment_that_is_off_stays_on_the_form(self):
        policy = self._policy({"active": False}, {}, activate=False)
        self.assertEqual(len(Form(policy).segment_ids), 2)

    def test_a_segment_without_sort_keys_says_how_it_stands(self):
        policy = self._policy({}, activate=False)
        self.assertIn("as they were made", policy.segment_ids.words)
