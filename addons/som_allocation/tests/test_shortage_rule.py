from odoo.tests import tagged

from .shortage_common import ShortageCommon


@tagged("post_install", "-at_install")
class TestShortageRule(ShortageCommon):
    """Reordering rules hear of demand that native ones do not see, once, and only where promises are on."""

    def setUp(self):
        super().setUp()
        self._vendor(9)
        other = self.env["stock.warehouse"].create({"name": "Reserve", "code": "RSV", "company_id": self.company.id})
        self.warehouse.resupply_wh_ids = [(4, other.id)]
        self.route = self.warehouse.resupply_route_ids

    def _rule(self, **values):
        return super()._rule(route_id=self.route.id, **values)

    def _to_order(self, rule):
        self.env.flush_all()
        rule._compute_qty_to_order_computed()
        return rule.qty_to_order

    def test_promised_ahead_of_a_far_receipt(self):
        rule = self._rule()
        self._coming(100, 200)
        self._confirmed((self.scarce, 14))
        self.assertEqual(self._to_order(rule), 4)
        self.assertEqual((rule.som_promised_qty, rule.som_unmet_qty), (4, 0))

    def test_without_promises_it_is_as_native(self):
        self.company.som_promise = False
        rule = self._rule()
        self._coming(100, 200)
        self._confirmed((self.scarce, 14))
        self.assertEqual((self._to_order(rule), rule.som_promised_qty, rule.som_unmet_qty), (0, 0, 0))

    def test_stock_that_is_kept_for_others(self):
        rule = self._rule()
        self.env["som.allocation.protection"].create({
            "name": "Kept", "product_id": self.scarce.id, "quantity": 8,
            "channel_ids": [(6, 0, self.channel.ids)]})
        self._confirmed((self.scarce, 5))
        self.assertEqual(rule.qty_forecast, 5)
        self.assertEqual(self._to_order(rule), 3)

    def test_what_is_kept_later_reaches_the_rule_when_promises_are_looked_at(self):
        rule = self._rule()
        self.assertEqual(self._to_order(rule), 0)
        order = self._confirmed((self.scarce, 5))
        order.picking_ids.do_unreserve()
        self.env["som.allocation.protection"].create({
            "name": "Kept", "product_id": self.scarce.id, "quantity": 8, "channel_ids": [(6, 0, self.channel.ids)]})
        self.env["som.promise.event"]._som_happened(self.scarce)
        self._run_cron("som_allocation.ir_cron_promise_event")
        self.assertEqual((rule.som_promised_qty, rule.qty_to_order), (3, 3))

    def test_rules_of_another_company_know_nothing_of_it(self):
        other = self.env["res.company"].create({"name": "Elsewhere", "som_promise": True})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        rule = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.scarce.id, "company_id": other.id, "warehouse_id": place.id,
            "location_id": place.lot_stock_id.id, "trigger": "manual"})
        self._confirmed((self.scarce, 14))
        self.assertEqual((self._to_order(rule), rule.som_promised_qty), (0, 0))

    def test_nothing_covers_it(self):
        self.scarce.seller_ids.unlink()
        rule = self._rule()
        self._coming(100, 200).picking_id.action_cancel()
        self._confirmed((self.scarce, 14))
        self.assertEqual((self._to_order(rule), rule.som_promised_qty, rule.som_unmet_qty), (4, 0, 4))

    def test_native_demand_is_not_counted_twice(self):
        rule = self._rule(product_min_qty=5, product_max_qty=5)
        self._confirmed((self.scarce, 14))
        self.assertEqual(self._to_order(rule), 9)
        self.assertEqual(rule.som_promised_qty, 4)

    def test_after_ordering_it_says_nothing_more(self):
        for ordered, minimum, receipt in ((14, 0, 200), (25, 5, 30), (12, 20, 100), (40, 0, 3)):
            with self.subTest(ordered=ordered, minimum=minimum, receipt=receipt):
                product = self._product(f"TP-{ordered}", 5.0, sale_delay=0)
                self._vendor(9, product)
                self._stock(product, 10)
                self._coming(30, receipt, product)
                rule = super()._rule(
                    product, route_id=self.route.id, product_min_qty=minimum, product_max_qty=minimum)
                self._confirmed((product, ordered))
                self._confirmed((product, 3))
                if self._to_order(rule):
                    rule.action_replenish()
                self.assertEqual(self._to_order(rule), 0)

    def test_what_it_ordered_counts_also_when_it_slips(self):
        rule = self._rule()
        self._coming(100, 200)
        self._confirmed((self.scarce, 14))
        self.assertEqual(self._to_order(rule), 4)
        rule.action_replenish()
        moves = self.env["stock.move"].search([("product_id", "=", self.scarce.id), ("orderpoint_id", "=", rule.id)])
        self.assertEqual(sum(moves.filtered(
            lambda move: move.location_dest_id == self.warehouse.lot_stock_id).mapped("product_uom_qty")), 4)
        moves.date = self._in(30)
        self.assertEqual(self._to_order(rule), 0)

    def test_an_automatic_rule_orders_at_confirmation(self):
        rule = self._rule(trigger="auto")
        self._coming(100, 200)
        self._confirmed((self.scarce, 14))
        moves = self.env["stock.move"].search([
            ("orderpoint_id", "=", rule.id), ("location_dest_id", "=", self.warehouse.lot_stock_id.id)])
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 4)

    def test_demand_beyond_the_horizon_can_wait(self):
        self.company.horizon_days = 0
        rule = self._rule()
        order = self._order((self.scarce, 14))
        order.commitment_date = self._in(60)
        order.action_confirm()
        self.assertEqual(self._to_order(rule), 0)

    def test_queries_do_not_grow_with_orders(self):
        rule = self._rule()
        self._coming(100, 200)
        self._confirmed((self.scarce, 14))

        def count():
            self._forget()
            rule.lead_days  # noqa: B018 (native asks rule by rule)
            before = self.env.cr.sql_log_count
            rule._som_add_unmet(self.company)
            return self.env.cr.sql_log_count - before
        few = count()
        for _number in range(6):
            self._confirmed((self.scarce, 3))
        self.assertLessEqual(count(), few)
