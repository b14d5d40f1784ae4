from odoo.tests import HttpCase, tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestTours(RunCommon, HttpCase):
    """What a sales manager does with a run in the browser, and what becomes of the reservations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls._policy("Tour: Big ones first", [{"strategy": "redistribute", "sort": ["value"]}], active=False)
        for bundle in ("web.assets_web", "web.assets_web_print", "web.assets_tests"):
            assets = cls.env["ir.qweb"]._get_asset_bundle(bundle)  # once for all, and not while a browser waits
            assets.js()
            assets.css()
        cls.manager = cls._user("tour-manager", "sales_team.group_sale_manager", password="tour-manager")

    def setUp(self):
        super().setUp()
        self._stock(self.scarce, 10)
        self.small = self._confirmed((self.scarce, 8))
        self.big = self._confirmed((self.scarce, 8))
        self.big.order_line.price_unit = 50

    def _tour(self, record, name):
        self.start_tour(f"/odoo/action-{record}", name, login="tour-manager")
        self.env.invalidate_all()

    def test_a_run_is_previewed_explained_applied_and_undone(self):
        self.assertEqual(self._held(self.small, self.big), [8, 2])
        self._tour("sale.action_orders", "som_allocation_apply")
        run = self.env["som.allocation.run"].search([("policy_id", "=", self.key.id)])
        self.assertEqual((run.state, run.applied_by), ("applied", self.manager))
        self.assertEqual(self._held(self.small, self.big), [2, 8])
        self.assertEqual(self._reserved(), (10, 10))
        self._assert_clean()

        self._tour("som_allocation.action_som_allocation_run", "som_allocation_undo")
        self.assertEqual((run.state, run.undone_by), ("undone", self.manager))
        self.assertEqual(self._held(self.small, self.big), [8, 2])
        self.assertEqual(self._reserved(), (10, 10))
        self._assert_clean()

    def test_a_draft_policy_is_tried_from_its_form(self):
        self._tour(f"som_allocation.action_som_allocation_policy/{self.key.id}", "som_allocation_policy_preview")
        self.assertEqual((self.key.state, self.key.run_ids.state), ("draft", "planned"))
        self.assertEqual(self._held(self.small, self.big), [8, 2])
