from unittest.mock import patch

from odoo.tests import tagged

from .run_common import RunCommon

CRON = "som_allocation.ir_cron_allocation_event"


@tagged("post_install", "-at_install")
class TestEvents(RunCommon):
    """What happens to stock, orders and policies starts a run for the products concerned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.action_deactivate()
        cls.policy = cls._policy(
            "Worth most first", [{"strategy": "redistribute", "sort": ["value"]}], run_on_stock=True,
            run_on_release=True, run_on_cancel=True, run_on_policy=True, apply_automatically=True)

    def setUp(self):
        super().setUp()
        self.env["som.allocation.event"].search([]).unlink()

    def _runs(self):
        return self.env["som.allocation.run"].search([("policy_id", "=", self.policy.id)], order="id")

    def test_stock_that_comes_in_is_given_out_by_a_run(self):
        small, big = self._confirmed((self.scarce, 4)), self._confirmed((self.scarce, 5))
        self._run_cron(CRON)
        self._receive(6)
        self.assertEqual(self._held(small, big), [0, 0], "the run decides, not whoever comes first")
        self._run_cron(CRON)
        self.assertEqual(self._held(small, big), [1, 5])
        self.assertEqual((self._runs().cause, self._runs().product_ids), ("stock", self.scarce))
        self._assert_clean()

    def test_an_order_that_is_worth_more_takes_over_when_it_is_confirmed(self):
        self._stock(self.scarce, 5)
        small = self._confirmed((self.scarce, 4))
        big = self._confirmed((self.scarce, 5))
        self.assertEqual(self._held(small, big), [4, 1])
        self._run_cron(CRON)
        self.assertEqual(self._held(small, big), [0, 5])
        self.assertEqual(self._runs()[-1:].cause, "release")

    def test_what_a_cancelled_order_held_is_given_out(self):
        self._stock(self.scarce, 5)
        big = self._confirmed((self.scarce, 5))
        small = self._confirmed((self.scarce, 4))
        big._action_cancel()
        self.assertEqual(self._held(small), [0])
        self._run_cron(CRON)
        self.assertEqual(self._held(small), [4])

    def test_a_changed_policy_looks_at_everything(self):
        self._stock(self.scarce, 5)
        small, big = self._confirmed((self.scarce, 4)), self._confirmed((self.scarce, 5))
        self._run_cron(CRON)
        self.policy.segment_ids.sort_ids.direction = "asc"
        self._run_cron(CRON)
        self.assertEqual(self._held(small, big), [4, 1])
        self.assertEqual((self._runs()[-1:].cause, self._runs()[-1:].product_ids.ids), ("policy", []))

    def test_a_run_that_changes_nothing_leaves_nothing_behind(self):
        self._stock(self.scarce, 9)
        self._confirmed((self.scarce, 4))
        self._run_cron(CRON)
        self.assertFalse(self._runs())
        self.assertFalse(self.env["som.allocation.event"].search([]))

    def test_without_leave_to_apply_a_run_waits_as_a_preview(self):
        self.policy.apply_automatically = False
        small, big = self._confirmed((self.scarce, 4)), self._confirmed((self.scarce, 5))
        self._run_cron(CRON)
        self._receive(6)
        self._run_cron(CRON)
        self.assertEqual(self._runs()[-1:].state, "planned")
        self.assertEqual(self._held(small, big), [0, 0])

    def test_a_run_that_fails_says_why_and_the_others_go_on(self):
        other = self._policy("Elsewhere", [{"strategy": "redistribute"}], run_on_release=True, apply_automatically=True,
                             warehouse_ids=[(6, 0, self.env["stock.warehouse"].create(
                                 {"name": "Second", "code": "SEC"}).ids)])
        order = self._confirmed((self.scarce, 4), warehouse_id=other.warehouse_ids.id)
        self._stock(self.scarce, 4, warehouse=other.warehouse_ids)
        self._confirmed((self.scarce, 4))
        Run = self.env.registry["som.allocation.run"]
        native = Run._som_plan

        def failing(run):
            if run.policy_id == self.policy:
                raise ValueError("the shelf is on fire")
            return native(run)

        with patch.object(Run, "_som_plan", failing), self.assertLogs("odoo.addons.som_allocation", "ERROR"):
            self._run_cron(CRON)
        self.assertEqual((self._runs().state, self._runs().note), ("failed", "the shelf is on fire"))
        self.assertEqual(self._held(order), [4])

    def test_the_run_of_the_day(self):
        self.policy.run_daily = True
        self._stock(self.scarce, 5)
        small, big = self._confirmed((self.scarce, 4)), self._confirmed((self.scarce, 5))
        self._run_cron("som_allocation.ir_cron_allocation_daily")
        self.assertEqual(self._held(small, big), [0, 5])
        self.assertEqual(self._runs().cause, "schedule")
