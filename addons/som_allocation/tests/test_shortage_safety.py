from datetime import datetime, timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .shortage_common import ShortageCommon


@tagged("post_install", "-at_install")
class TestShortageSafety(ShortageCommon):
    """Safety stock is suggested from what was measured, and never applied by itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"som_demand_days": 20, "som_service_level": 95})
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")

    def _moved(self, source, dest, quantity, days, product=None, unit=None, at=None):
        """Goods that moved so many days ago."""
        product = product or self.scarce
        move = self.env["stock.move"].create({
            "product_id": product.id, "product_uom_qty": quantity, "location_id": source.id,
            "location_dest_id": dest.id, "product_uom": (unit or product.uom_id).id})
        move._action_confirm()
        move.write({"quantity": quantity, "picked": True})
        move._action_done()
        move.date = at or self._in(-days)
        return move

    def _sold(self, quantity, days, **values):
        return self._moved(self.warehouse.lot_stock_id, self.customers, quantity, days, **values)

    def _received(self, days, lead):
        move = self._moved(self.suppliers, self.warehouse.lot_stock_id, 1, days)
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_move SET create_date = %s WHERE id = %s", (self._in(-days - lead), move.id))

    def _history(self):
        self._stock(self.scarce, 1000)
        for days in range(2, 21, 2):
            self._sold(4, days)

    def test_demand_counts_days_without_any(self):
        self._stock(self.scarce, 100)
        self._sold(6, 20)
        self._sold(4, 10)
        rule = self._rule()
        self.assertEqual(rule.som_daily_demand, 0.5)
        self.assertAlmostEqual(rule.som_demand_spread, ((36 + 16 - 100 / 20) / 19) ** 0.5, 2)

    def test_returns_other_moves_and_today_are_no_demand(self):
        self._stock(self.scarce, 100)
        self._sold(6, 20)
        self._moved(self.customers, self.warehouse.lot_stock_id, 2, 5)
        self._moved(self.warehouse.lot_stock_id, self.env.ref("stock.stock_location_inter_company"), 7, 5)
        self._sold(9, 0)
        self.assertEqual(self._rule().som_daily_demand, 0.2)

    def test_units_are_those_of_the_product(self):
        self._stock(self.scarce, 100)
        self._sold(2, 20, unit=self.env.ref("uom.product_uom_dozen"))
        self.assertEqual(self._rule().som_daily_demand, 1.2)

    def test_days_are_those_of_the_company(self):
        self.company.partner_id.tz = "Pacific/Auckland"
        self._stock(self.scarce, 100)
        self._sold(6, 20)
        self._sold(5, 0, at=datetime(2026, 3, 3, 10, 30))  # yesterday there
        self._sold(5, 0, at=datetime(2026, 3, 3, 12, 30))  # today there
        self.assertAlmostEqual(self._rule().som_daily_demand, 11 / 20, 2)

    def test_too_few_days_are_said(self):
        self._stock(self.scarce, 100)
        self._sold(6, 12)
        rule = self._rule()
        self.assertEqual(rule.som_basis, "12 days of demand: too few, it takes 14")
        self.assertEqual((rule.som_suggested_min, rule.som_enough_data), (0, False))
        with self.assertRaisesRegex(UserError, "too little data"):
            rule.action_som_apply_suggestion()

    def test_lead_time_of_the_vendor_where_none_is_measured(self):
        self._vendor(9)
        self._history()
        rule = self._rule()
        self.assertEqual((rule.som_lead_time, rule.som_lead_spread), (9, 0))
        self.assertIn("of the vendor", rule.som_basis)

    def test_lead_time_is_measured_from_receipts(self):
        self._vendor(9)
        self._history()
        for lead in (4, 6, 8):
            self._received(15, lead)
        rule = self._rule()
        self.assertEqual((rule.som_lead_time, rule.som_lead_spread), (6, 2))
        self.assertIn("3 receipts", rule.som_basis)

    def test_suggestion_and_what_the_minimum_buys(self):
        self._vendor(9)
        self._history()
        rule = self._rule(product_min_qty=18, product_max_qty=30)
        spread = 9 ** 0.5 * rule.som_demand_spread
        self.assertAlmostEqual(rule.som_safety_stock, 1.6449 * spread, 1)
        self.assertGreaterEqual(rule.som_suggested_min, 18 + rule.som_safety_stock - 0.1)
        self.assertAlmostEqual(rule.som_suggested_max, rule.som_suggested_min + 12)
        self.assertAlmostEqual(rule.som_service_level, 50, 0)
        self.assertGreater(rule.som_fill_rate, 60)
        wanted = rule.som_suggested_min
        rule.action_som_apply_suggestion()
        self.assertAlmostEqual(rule.product_min_qty, wanted)
        self.assertAlmostEqual(rule.product_max_qty, wanted + 12)
        self.assertGreaterEqual(rule.som_service_level, 95)

    def test_who_may_not_change_rules_may_not_apply(self):
        rule = self._rule()
        worker = self._user("sh-safety", "stock.group_stock_user")
        with self.assertRaises(AccessError):
            rule.with_user(worker).action_som_apply_suggestion()

    def test_bad_settings_are_refused(self):
        for values in ({"som_service_level": 100}, {"som_service_level": 20}, {"som_demand_days": 1}):
            with self.subTest(values), self.assertRaises(CheckViolation), mute_logger(
                    "odoo.sql_db"), self.env.cr.savepoint():
                self.company.write(values)
                self.env.flush_all()

    def test_queries_do_not_grow_with_rules(self):
        products = [self._product(f"TP-Q{number}", 1.0) for number in range(6)]
        for product in products:
            self._vendor(3, product)
        rules = [self._rule(product) for product in products]

        def count(some):
            self._forget()
            some.fetch(["product_min_qty", "product_id", "company_id"])
            some.product_uom.fetch(["rounding"])
            before = self.env.cr.sql_log_count
            some.mapped("som_suggested_min")
            return self.env.cr.sql_log_count - before
        self.assertEqual(count(rules[0]), count(rules[0].union(*rules[1:])))

    def test_a_new_rule_has_no_suggestion(self):
        rule = self.env["stock.warehouse.orderpoint"].new({"product_id": self.scarce.id})
        self.assertFalse(rule.som_basis)
        self.assertEqual(timedelta(days=rule.som_lead_time), timedelta())
