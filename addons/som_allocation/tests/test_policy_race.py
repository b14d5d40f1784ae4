from odoo.tests import tagged

from odoo.addons.som_core.tests.race import RaceCase


@tagged("post_install", "-at_install")
class TestPolicyRace(RaceCase):
    """Two people activate two policies for the same place at once; two runs write the same version at once."""

    ROUNDS = 4

    def setUp(self):
        super().setUp()
        with self._env() as env:
            self.others = env["som.allocation.policy"].search([("state", "=", "active")]).ids
            env["som.allocation.policy"].browse(self.others).action_deactivate()
            self.policies = env["som.allocation.policy"].create([
                {"name": name, "segment_ids": [(0, 0, {"name": "All"})]} for name in ("One", "Two")]).ids
        self.addCleanup(self._clean_up)

    def _clean_up(self):
        with self._env() as env:
            policies = env["som.allocation.policy"].browse(self.policies)
            policies.action_deactivate()
            policies.unlink()
            env["som.allocation.policy"].browse(self.others).action_activate()

    def _activate(self, policy_id):
        return lambda env: env["som.allocation.policy"].browse(policy_id).action_activate()

    def test_one_of_two_is_active_and_the_other_is_told(self):
        for _round in range(self.ROUNDS):
            self.errors.clear()
            self._race(*map(self._activate, self.policies))
            with self._env() as env:
                policies = env["som.allocation.policy"].browse(self.policies)
                self.assertEqual(sorted(policies.mapped("state")), ["active", "draft"])
                self.assertEqual(env["som.allocation.scope"].search_count([("policy_id", "in", policies.ids)]), 1)
                self.assertEqual(len(self.errors), 1)
                self.assertIn("eactivate", str(self.errors[0]))
                policies.action_deactivate()

    def test_many_runs_at_once_make_one_version(self):
        def version(env):
            return env["som.allocation.policy"].browse(self.policies[0])._som_version().number

        for change in range(1, self.ROUNDS + 1):
            with self._env() as env:
                env["som.allocation.policy"].browse(self.policies[0]).starve_runs = change
            self.answers.clear()
            self._race(version, version, version)
            self.assertFalse(self.errors)
            self.assertEqual(list(self.answers.values()), [change] * 3)
