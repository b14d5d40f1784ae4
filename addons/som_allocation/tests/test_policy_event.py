from odoo.tests import tagged

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyEvent(PolicyCommon):
    """A policy that runs when it changes notes the change, once for each saving."""

    def setUp(self):
        super().setUp()
        self.policy = self._policy({"sort": ["age", "value"]}, run_on_policy=True)
        self.env["som.allocation.event"].search([]).unlink()

    def _events(self):
        return self.env["som.allocation.event"].search([("policy_id", "=", self.policy.id)])

    def test_a_change_of_policy_segment_or_key_is_noted(self):
        segment = self.policy.segment_ids
        for change in (lambda: self.policy.write({"minimum_fill": 5}), lambda: segment.write({"strategy": "win"}),
                       lambda: segment.sort_ids[0].write({"direction": "asc"}), segment.sort_ids[1].unlink,
                       lambda: segment.copy({"policy_id": self.policy.id})):
            change()
            self.assertTrue(self._events())
            self.assertEqual(set(self._events().mapped("cause")), {"policy"})
            self.assertFalse(self._events().product_id)
            self._events().unlink()

    def test_one_saving_is_one_event(self):
        segment = self.policy.segment_ids
        self.policy.write({"minimum_fill": 5, "segment_ids": [
            (1, segment.id, {"strategy": "win", "sort_ids": [(1, segment.sort_ids[0].id, {"direction": "asc"})]}),
            (0, 0, {"name": "More", "sort_ids": [(0, 0, {"key": "tier"})]})]})
        self.assertEqual(len(self._events()), 1)

    def test_nothing_is_noted_of_drafts_of_names_and_of_policies_that_do_not_run_for_it(self):
        self.policy.write({"name": "Renamed", "run_daily": True})
        self.policy.message_subscribe(self.customer.ids)
        self.policy._som_version()
        self.assertFalse(self._events())
        self.policy.run_on_policy = False
        self.policy.minimum_fill = 5
        self.policy.action_deactivate()
        self.policy.run_on_policy = True
        self.assertFalse(self._events())
        self.policy.action_activate()
        self.assertEqual(len(self._events()), 1)
