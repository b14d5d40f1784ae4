from odoo.tests import HttpCase, tagged

from .common import SomCommon


@tagged("post_install", "-at_install")
class TestTours(SomCommon, HttpCase):
    """What a sales manager does in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["som.channel"].create({"name": "Tour Web", "code": "tour-web", "kind": "webshop", "tz": "UTC"})
        cls.env["res.partner"].create({"name": "Tour Customer", "ref": "TOUR-1"})
        cls._product("TOUR-SKU", 10.0)
        for bundle in ("web.assets_web", "web.assets_web_print", "web.assets_tests"):
            assets = cls.env["ir.qweb"]._get_asset_bundle(bundle)  # once for all, and not while a browser waits
            assets.js()
            assets.css()
        cls.manager = cls._user("tour-manager", "sales_team.group_sale_manager", password="tour-manager")

    def test_a_file_is_checked_imported_and_followed(self):
        self.start_tour("/odoo/action-sale.action_quotations_with_onboarding", "som_core_import", login="tour-manager")
        orders = self.env["sale.order"].search([("som_external_ref", "in", ["T-1", "T-2"])])
        self.assertEqual(orders.mapped("som_external_ref"), ["T-1"])
        self.assertEqual(orders.create_uid, self.manager)
        self.assertEqual(orders.som_import_id.rejected, 1)

    def test_an_order_is_held_waived_and_confirmed(self):
        self.env["som.check"].search([]).active = False
        self.env["som.check"].create({
            "name": "Tour: big order", "kind": "order", "domain": "[('amount_untaxed', '>', 1000)]",
            "message": "Too big for a tour: ask first."})
        self.manager.group_ids += self.env.ref("som_core.group_som_waive")
        order = self._order((self.goods, 200), user_id=self.manager.id)
        self.start_tour(f"/odoo/sales/{order.id}", "som_core_hold", login="tour-manager")
        self.assertEqual((order.state, order.som_hold_status), ("sale", "clear"))
        self.assertEqual(order.som_hold_ids.mapped(lambda hold: (hold.state, hold.waived_by_id, hold.waive_reason)),
                         [("waived", self.manager, "Agreed by phone")])

    def test_a_confirmed_order_shows_it_in_its_timeline(self):
        order = self._order((self.goods, 2), user_id=self.manager.id)
        self.start_tour(f"/odoo/sales/{order.id}", "som_core_timeline", login="tour-manager")
        self.assertEqual(order.state, "sale")
        self.assertEqual(self._net(order, "confirmed"), 1)
