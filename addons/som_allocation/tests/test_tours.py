from odoo.tests import tagged

from odoo.addons.som_core.tests.common import SomCommon

from .run_common import RunCommon
from .tour_common import TourCommon


@tagged("post_install", "-at_install")
class TestTours(RunCommon, TourCommon):
    """What a sales manager does with a run in the browser, and what becomes of the reservations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = cls._policy("Tour: Big ones first", [{"strategy": "redistribute", "sort": ["value"]}], active=False)
        cls.manager = cls._person("tour-manager", "sales_team.group_sale_manager")

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


@tagged("post_install", "-at_install")
class TestDateTours(SomCommon, TourCommon):
    """Promises, the place to ship from and shortages, as the people see them who work with them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["som.allocation.policy"].search([("state", "=", "active")]).action_deactivate()
        cls.company.write({"som_promise": True, "som_sourcing": False, "security_lead": 0})
        cls.scarce = cls._product("TP-SCARCE", 10.0, sale_delay=0)

    def test_a_salesperson_promises_and_is_told_of_delay(self):
        seller = self._person("tour-seller", "sales_team.group_sale_salesman")
        self._stock(self.scarce, 10)
        self._order((self.scarce, 6)).action_confirm()
        receipt = self._coming(self.scarce, 10, 5)
        order = self._order((self.scarce, 8), user_id=seller.id)
        self.start_tour(f"/odoo/action-sale.action_quotations/{order.id}", "som_promise_confirm", login="tour-seller")
        self.env.invalidate_all()
        self.assertEqual((order.state, order.som_promise_state), ("sale", "kept"))
        self.assertEqual(order.som_promised_date.date(), self._in(5).date())
        self.assertEqual(order.som_requested_date.date(), self._in(1).date())

        receipt.date = self._in(8)
        self._run_cron("som_allocation.ir_cron_promise_event")
        self.start_tour("/odoo/action-sale.action_orders", "som_promise_moved", login="tour-seller")

    def test_an_order_is_sourced_and_sourced_again(self):
        self.env["stock.warehouse"].search([
            ("company_id", "=", self.company.id), ("id", "!=", self.warehouse.id)]).active = False
        self.warehouse.write({"name": "Tour Here", "sequence": 1})
        north, south = self.env["stock.warehouse"].create([
            {"name": name, "code": code, "company_id": self.company.id, "sequence": 20}
            for name, code in (("Tour North", "TNO"), ("Tour South", "TSO"))])
        self.company.som_sourcing = True
        self.env["som.sourcing.rule"].search([]).unlink()
        self.env["som.sourcing.rule"].create([
            {"kind": "shipment", "amount": 10, "company_id": self.company.id},
            {"kind": "preferred", "amount": 7, "company_id": self.company.id}])
        for place, quantity in ((self.warehouse, 5), (north, 20), (south, 20)):
            self._stock(self.scarce, quantity, place)
        self._person("tour-shipper", "sales_team.group_sale_manager", "stock.group_stock_user")
        order = self._order((self.scarce, 8))
        self.start_tour(f"/odoo/action-sale.action_quotations/{order.id}", "som_sourcing_where", login="tour-shipper")
        self.env.invalidate_all()
        self.assertEqual(
            [(picking.picking_type_id.warehouse_id, picking.state == "cancel")
             for picking in order.picking_ids.sorted("id")], [(north, True), (south, False)])

    def test_a_shortage_is_seen_and_replenished(self):
        reserve = self.env["stock.warehouse"].create({
            "name": "Tour Reserve", "code": "TRS", "company_id": self.company.id})
        self.warehouse.resupply_wh_ids = [(4, reserve.id)]
        self.scarce.route_ids = [(4, self.warehouse.resupply_route_ids.id)]
        self._stock(self.scarce, 2)
        self._stock(self.scarce, 3, reserve)
        self._coming(self.scarce, 4, 5)
        self._order((self.scarce, 9), som_requested_date=self._in(1)).action_confirm()
        self._person("tour-planner", "stock.group_stock_manager", "sales_team.group_sale_salesman_all_leads")
        self.start_tour("/odoo/shortages", "som_shortage_board", login="tour-planner")
        self.assertEqual(sum(self.env["stock.move"].search([
            ("product_id", "=", self.scarce.id), ("location_id", "=", reserve.lot_stock_id.id),
            ("state", "not in", ("done", "cancel", "draft"))]).mapped("product_uom_qty")), 3)

    def test_a_suggested_safety_stock_is_taken_over(self):
        self.company.write({"som_demand_days": 20, "som_service_level": 95})
        self.env["product.supplierinfo"].create({
            "partner_id": self.customer.id, "product_tmpl_id": self.scarce.product_tmpl_id.id, "delay": 9})
        self._stock(self.scarce, 100)
        for days in range(2, 21, 2):
            self._sold(4, days)
        rule = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.scarce.id, "warehouse_id": self.warehouse.id, "trigger": "auto",
            "location_id": self.warehouse.lot_stock_id.id, "product_min_qty": 1, "product_max_qty": 5})
        suggested = rule.som_suggested_min
        self._person("tour-keeper", "stock.group_stock_manager")
        self.start_tour("/odoo/action-stock.action_orderpoint", "som_safety_stock", login="tour-keeper")
        self.env.invalidate_all()
        self.assertAlmostEqual(rule.product_min_qty, suggested, 2)
        self.assertAlmostEqual(rule.product_max_qty, suggested + 4, 2)

    def _sold(self, quantity, days):
        """Goods that left for a customer so many days ago."""
        move = self.env["stock.move"].create({
            "product_id": self.scarce.id, "product_uom_qty": quantity, "product_uom": self.scarce.uom_id.id,
            "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id})
        move._action_confirm()
        move.write({"quantity": quantity, "picked": True})
        move._action_done()
        move.date = self._in(-days)
