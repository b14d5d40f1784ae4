from datetime import timedelta

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .promise_common import NOW
from .sourcing_common import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingRule(SourcingCommon):
    """Each rule, kept and broken. Ten in the first warehouse, ten in North, ten in South."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock(cls.scarce, 10, cls.north)
        cls._stock(cls.scarce, 10, cls.south)
        cls.carrier = cls.env["delivery.carrier"].create({
            "name": "Van", "product_id": cls.service.id, "country_ids": cls.env.ref("base.se").ids})
        for partner, latitude, longitude in (
                (cls.customer, 59.9, 10.7), (cls.warehouse.partner_id, 48.9, 2.4), (cls.north.partner_id, 59.3, 18.1)):
            partner.write({"partner_latitude": latitude, "partner_longitude": longitude})
        cls.rest = cls.north | cls.south

    def _choice(self, quantity=5, **values):
        order = self._confirmed((self.scarce, quantity), **values)
        return self._from(order)

    def _removed(self, order):
        return {one["warehouse"]: one["removed"] for one in order.som_decision_ids[0].trace["candidates"]
                if one["removed"]}

    def test_off_while_it_lasts(self):
        rule = self._rule("off", warehouse_ids=self.warehouse.ids, date_until=NOW + timedelta(days=1))
        self._rule("off", warehouse_ids=self.south.ids)
        self.assertEqual(self._choice(), {"North": 5})
        rule.date_until = NOW - timedelta(hours=1)
        self.assertEqual(self._choice(), {self.warehouse.name: 5})

    def test_off_for_some_orders_only(self):
        self._rule("off", warehouse_ids=(self.warehouse | self.south).ids,
                   order_domain="[('client_order_ref', '=', 'X')]")
        self.assertEqual(self._choice(client_order_ref="X"), {"North": 5})
        self.assertEqual(self._choice(client_order_ref="Y"), {self.warehouse.name: 5})

    def test_a_minimum_is_kept(self):
        self._rule("minimum", warehouse_ids=self.warehouse.ids, quantity=6,
                   product_domain=f"[('id', '=', {self.scarce.id})]")
        self._rule("preferred", amount=1)
        self.assertEqual(self._choice(4), {self.warehouse.name: 4})
        self.assertEqual(self._choice(1), {"North": 1})

    def test_a_minimum_of_other_products_is_none(self):
        self._rule("minimum", warehouse_ids=self.warehouse.ids, quantity=6,
                   product_domain=f"[('id', '=', {self.goods.id})]")
        self._rule("preferred", amount=1)
        self.assertEqual(self._choice(5), {self.warehouse.name: 5})

    def test_the_carrier_does_not_serve_the_address(self):
        self._rule("carrier", warehouse_ids=(self.warehouse | self.south).ids, carrier_ids=self.carrier.ids)
        order = self._confirmed((self.scarce, 5))
        self.assertEqual(self._from(order), {"North": 5})
        self.assertIn("Van", self._removed(order)[self.warehouse.name])
        self.carrier.country_ids = self.env.ref("base.no")
        self.assertEqual(self._choice(10), {self.warehouse.name: 10})

    def test_the_order_s_carrier_has_to_be_among_them(self):
        self.carrier.country_ids = False
        other = self.carrier.copy({"name": "Bike"})
        self._rule("carrier", warehouse_ids=(self.warehouse | self.south).ids, carrier_ids=self.carrier.ids)
        self.assertEqual(self._choice(carrier_id=other.id), {"North": 5})
        self.assertEqual(self._choice(carrier_id=self.carrier.id), {self.warehouse.name: 5})

    def test_too_far(self):
        rule = self._rule("distance", kilometres=500)
        self._rule("off", warehouse_ids=self.south.ids)
        self.assertEqual(self._choice(), {"North": 5})
        rule.kilometres = 2000
        self.assertEqual(self._choice(), {self.warehouse.name: 5})

    def test_nobody_knows_how_far_is_not_too_far_and_is_said(self):
        self._rule("distance", kilometres=100)
        order = self._confirmed((self.scarce, 5))
        self.assertEqual(self._from(order), {"South": 5})
        self.assertIn("no coordinates", order.som_decision_ids.content)

    def test_orders_below_an_amount_are_not_split(self):
        rule = self._rule("together", amount=1000)
        self.assertEqual(list(self._choice(15).values()), [15])
        rule.amount = 50
        self.assertEqual(sum(self._choice(15).values()), 15)

    def test_the_amount_is_in_the_company_s_currency(self):
        currency = self.env["res.currency"].create({
            "name": "TST", "symbol": "T", "rate_ids": [(0, 0, {"name": "2020-01-01", "rate": 100.0})]})
        pricelist = self.env["product.pricelist"].create({"name": "T", "currency_id": currency.id})
        self._rule("together", amount=200)  # 15 are worth 150 in the company's currency, 15,000 in the order's
        order = self._confirmed((self.scarce, 15), pricelist_id=pricelist.id)
        self.assertEqual((order.amount_total > 10_000, list(self._from(order).values())), (True, [15]))

    def test_products_that_are_never_split(self):
        self._rule("together", product_domain=f"[('id', '=', {self.scarce.id})]")
        self.assertEqual(list(self._choice(15).values()), [15])

    def test_at_most_so_many_warehouses(self):
        rule = self._rule("sites", number=2)
        self.assertEqual(len(self._choice(25)), 2)
        rule.number = 3
        self.assertEqual(len(self._choice(9)), 1)

    def test_three_warehouses_ship_where_they_may(self):
        self.assertEqual(self._choice(25).keys(), {self.warehouse.name, "North", "South"})

    def test_capacity_of_orders_per_day(self):
        self._rule("capacity", warehouse_ids=self.warehouse.ids, number=2)
        self._rule("preferred", amount=1)
        orders = self.env["sale.order"].union(*(self._order((self.scarce, 1)) for _ in range(3)))
        orders.action_confirm()
        self.assertEqual([list(self._from(order)) for order in orders], [
            [self.warehouse.name], [self.warehouse.name], ["North"]])
        self.assertEqual(self._choice(1), {"North": 1})

    def test_capacity_of_lines_per_day(self):
        for product in (self.goods, self.more_goods):
            self._stock(product, 50, self.north)
        self._rule("capacity", warehouse_ids=self.warehouse.ids, number=1, measure="lines")
        order = self._confirmed((self.goods, 1), (self.more_goods, 1))
        self.assertLessEqual(len(order.order_line.move_ids.filtered(
            lambda move: move.warehouse_id == self.warehouse)), 1)

    def test_costs_of_shipments(self):
        self._rule("shipment", amount=5, warehouse_ids=(self.warehouse | self.south).ids)
        self.assertEqual(self._choice(), {"North": 5})

    def test_costs_of_lines(self):
        self._rule("line", amount=5, warehouse_ids=(self.warehouse | self.south).ids)
        self.assertEqual(self._choice(), {"North": 5})

    def test_costs_of_units(self):
        self._rule("unit", amount=0.5, warehouse_ids=(self.warehouse | self.south).ids)
        self.assertEqual(self._choice(), {"North": 5})

    def test_costs_of_distance(self):
        self._rule("km", amount=0.01)
        order = self._confirmed((self.scarce, 5))
        self.assertEqual(self._from(order), {"North": 5})
        self.assertAlmostEqual(order.som_decision_ids.cost, 4.19, 1)  # 419 km from Stockholm to Oslo

    def test_old_stock_first(self):
        self._rule("age", amount=0.01)
        quant = self.env["stock.quant"].search([
            ("product_id", "=", self.scarce.id), ("location_id", "=", self.south.lot_stock_id.id)])
        quant.in_date = NOW - timedelta(days=100)
        self.assertEqual(self._choice(), {"South": 5})

    def test_the_preferred_order_of_warehouses(self):
        self._rule("preferred", amount=1)
        self.warehouse.sequence = 30
        self.north.sequence = 25
        self.assertEqual(self._choice(), {"South": 5})

    def test_late_costs(self):
        self._rule("shipment", amount=12, warehouse_ids=self.rest.ids)
        self.warehouse.som_handling_days = 2
        self.assertEqual(self._choice(1), {self.warehouse.name: 1})
        self.warehouse.som_handling_days = 4
        self.assertEqual(list(self._choice(1)), ["North"])

    def test_what_is_wanted_later_is_not_late(self):
        self._rule("shipment", amount=12, warehouse_ids=self.rest.ids)
        self.warehouse.som_handling_days = 4
        self.assertEqual(self._choice(1, commitment_date=NOW + timedelta(days=5)), {self.warehouse.name: 1})

    def test_one_figure_whatever_the_kind(self):
        told = {
            "off": ({}, "until further notice"), "minimum": ({"quantity": 2.5}, "2.50 of each product"),
            "carrier": ({"carrier_ids": self.carrier.ids}, "Van"), "distance": ({"kilometres": 1500}, "1,500 km"),
            "sites": ({"number": 2}, "2 warehouses"), "capacity": ({"number": 7, "measure": "lines"}, "7 lines a day"),
        }
        for kind, (values, figure) in told.items():
            self.assertEqual(self._rule(kind, **values).figure, figure)
        self.assertIn("5.00", self._rule("shipment", amount=5).figure)
        self.assertRegex(self._rule("together", amount=100).figure, "^below .*100.00")
        self.assertFalse(self._rule("together").figure)

    def test_the_usual_rules_come_once(self):
        rules = self.env["som.sourcing.rule"]
        rules.search([]).unlink()
        for on in (False, True, False, True):
            self.company.som_sourcing = on
        self.assertEqual(rules.search([("company_id", "=", self.company.id)]).mapped("kind"), [
            "late", "shipment", "preferred", "km"])

    def test_conditions_that_cannot_be_read_are_refused(self):
        for values in ({"order_domain": "[('nonsense', '=', 1)]"}, {"product_domain": "import os"}):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "cannot be read"):
                self._rule("unit", **values)
        with self.assertRaisesRegex(ValidationError, "how many"):
            self._rule("sites")
