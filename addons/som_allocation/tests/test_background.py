from odoo.exceptions import UserError
from odoo.tests import tagged

from .run_common import RunCommon

CRON = "som_allocation.ir_cron_allocation_run"


@tagged("post_install", "-at_install")
class TestBackground(RunCommon):
    """Large runs work in the background, show how far they are, and can be stopped."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("som_allocation.background_lines", "2")
        self.orders = [self._confirmed((self.scarce, wanted)) for wanted in (4, 5)]
        self._stock(self.scarce, 6)

    def test_a_large_run_is_planned_and_applied_in_the_background(self):
        run = self._preview()
        self.assertEqual((run.state, run.todo, run.progress), ("waiting", "plan", 0))
        self._run_cron(CRON)
        self.assertEqual((run.state, run.progress), ("planned", 100))
        run.action_apply()
        self.assertEqual((run.state, run.todo), ("waiting", "apply"))
        self.assertEqual(self._held(*self.orders), [0, 0])
        self._run_cron(CRON)
        self.assertEqual(run.state, "applied")
        self.assertEqual(self._held(*self.orders), [4, 2])

    def test_a_small_run_is_done_at_once(self):
        self.env["ir.config_parameter"].set_param("som_allocation.background_lines", "3")
        self.assertEqual(self._preview().state, "planned")

    def test_a_run_that_waits_can_be_stopped(self):
        run = self._preview()
        run.action_stop()
        self._run_cron(CRON)
        self.assertEqual(run.state, "stopped")
        with self.assertRaisesRegex(UserError, "not under way"):
            run.action_stop()

    def test_a_preview_that_is_stopped_before_it_is_applied_stays_a_preview(self):
        run = self._preview()
        self._run_cron(CRON)
        run.action_apply()
        run.action_stop()
        self._run_cron(CRON)
        self.assertEqual(run.state, "planned")
        self.assertEqual(self._held(*self.orders), [0, 0])

    def test_a_run_is_stopped_while_it_plans(self):
        run = self._preview()
        Run = self.env.registry["som.allocation.run"]
        native = Run._som_progress

        def stopping(self, percent):
            if percent == 60:
                self.state = "stopped"
            return native(self, percent)

        self.patch(Run, "_som_progress", stopping)
        self._run_cron(CRON)
        self.assertEqual(run.state, "stopped")
        self.assertFalse(run.line_ids)

    def test_a_run_that_fails_says_why(self):
        run = self._preview()

        def failing(self):
            raise ValueError("the shelf is on fire")

        self.patch(self.env.registry["som.allocation.run"], "_som_plan", failing)
        with self.assertLogs("odoo.addons.som_allocation", "ERROR"):
            self._run_cron(CRON)
        self.assertEqual((run.state, run.note), ("failed", "the shelf is on fire"))
