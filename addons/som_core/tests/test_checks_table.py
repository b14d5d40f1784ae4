from odoo.tests import tagged

from .hold_common import HoldCommon


@tagged("post_install", "-at_install")
class TestChecksTable(HoldCommon):
    """Orders that violate one thing, each with its corrected twin: the one is held, the other passes."""

    def _assert_held_then_passes(self, builtin, spoil, mend, says=(), **parameters):
        """Spoil a good order, see it held by the check alone, mend it, see it pass."""
        for other in self.env["som.check"].search([]):
            other.active = False
        self._check(builtin, **parameters)
        order = self._order((self.goods, 2), (self.more_goods, 1))
        order.action_som_check()
        self.assertEqual(order.som_hold_status, "clear", "the order is good to begin with")
        spoil(order)
        order.action_confirm()
        self.assertEqual((order.state, order.som_hold_check_ids.mapped("builtin")), ("draft", [builtin]))
        for text in says:
            self.assertIn(text, order.som_hold_reason)
        mend(order)
        order.action_confirm()
        self.assertEqual((order.state, order.som_hold_status), ("sale", "clear"))

    def _setter(self, record, **values):
        return lambda _order: record.write(values)

    def test_price_below_cost(self):
        self.goods.standard_price = 8
        self._assert_held_then_passes(
            "price_below_cost", lambda order: order.order_line[0].write({"price_unit": 7}),
            lambda order: order.order_line[0].write({"price_unit": 9}), ["TP-1"])

    def test_price_below_the_floor_margin(self):
        self.goods.standard_price = 7
        self._assert_held_then_passes(
            "price_below_cost", lambda order: order.order_line[0].write({"discount": 20}),
            lambda order: order.order_line[0].write({"discount": 0}), ["12.5 %", "20 %"], percent=20)

    def test_archived(self):
        self._assert_held_then_passes(
            "product_archived", self._setter(self.goods, active=False), self._setter(self.goods, active=True),
            ["TP-1", "archived"])

    def test_not_for_sale(self):
        self._assert_held_then_passes(
            "product_not_for_sale", self._setter(self.goods, sale_ok=False), self._setter(self.goods, sale_ok=True),
            ["TP-1", "not for sale"])

    def test_discontinued(self):
        self._assert_held_then_passes(
            "product_discontinued", self._setter(self.goods, som_discontinued=True),
            self._setter(self.goods, som_discontinued=False), ["TP-1", "discontinued"])

    def test_the_same_line_twice(self):
        self._assert_held_then_passes(
            "line_duplicated",
            lambda order: order.write({"order_line": [(0, 0, {"product_id": self.goods.id, "product_uom_qty": 1})]}),
            lambda order: order.order_line[-1].unlink(), ["TP-1", "2 times"])

    def test_blocked_customer(self):
        self._assert_held_then_passes(
            "customer_blocked", self._setter(self.customer, som_blocked=True, som_blocked_reason="Fraud suspected"),
            self._setter(self.customer, som_blocked=False), ["Ada Buyer", "Fraud suspected"])

    def test_company_without_tax_number(self):
        self._assert_held_then_passes(
            "customer_tax_number", self._setter(self.customer, is_company=True),
            self._setter(self.customer, vat="NO123456785"), ["Ada Buyer", "tax number"])

    def test_nobody_to_ask(self):
        self._assert_held_then_passes(
            "customer_contact", self._setter(self.customer, email=False, phone=False),
            self._setter(self.customer, phone="+47 22 00 00 00"), ["Ada Buyer"])

    def test_the_same_reference_twice(self):
        first = self._order((self.goods, 1), client_order_ref="PO 77")
        self._assert_held_then_passes(
            "reference_repeated", lambda order: order.write({"client_order_ref": "po77"}),
            lambda order: order.write({"client_order_ref": "PO 78"}), [first.name, "po77"])

    def test_incomplete_address(self):
        self._assert_held_then_passes(
            "address_incomplete", self._setter(self.customer, street=False),
            self._setter(self.customer, street="1 Main St"), ["Street"])

    def test_address_without_country(self):
        self._assert_held_then_passes(
            "address_incomplete", self._setter(self.customer, country_id=False),
            self._setter(self.customer, country_id=self.env.ref("base.no").id), ["Country"])

    def test_undeliverable_address(self):
        self._assert_held_then_passes(
            "address_undeliverable",
            self._setter(self.customer, som_undeliverable=True, som_undeliverable_reason="Moved away"),
            self._setter(self.customer, som_undeliverable=False), ["Moved away"])

    def _carrier(self, **values):
        product = self.env["product.product"].create({"name": "Freight", "type": "service"})
        return self.env["delivery.carrier"].create({"name": "Bike", "product_id": product.id, **values})

    def test_too_heavy_for_the_carrier(self):
        self.goods.weight = 10
        carrier = self._carrier(max_weight=15)
        self._assert_held_then_passes(
            "carrier_limits", lambda order: order.write({"carrier_id": carrier.id}),
            lambda order: order.order_line[0].write({"product_uom_qty": 1}), ["Bike", "15", "20"])

    def test_too_big_for_the_carrier(self):
        self.goods.volume = 2
        carrier = self._carrier(max_volume=3)
        self._assert_held_then_passes(
            "carrier_limits", lambda order: order.write({"carrier_id": carrier.id}),
            lambda order: order.order_line[0].write({"product_uom_qty": 1}), ["Bike", "3", "4"])

    def test_services_need_no_address(self):
        self._check("address_incomplete")
        self.customer.street = False
        order = self._order((self.service, 1))
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_queries_do_not_grow_with_the_orders(self):
        from ..checks import registry
        for definition in registry.every():
            self._check(definition.name, **definition.parameters)
        counts = []
        for number in (2, 2, 30):
            orders = self.env["sale.order"].union(*(
                self._order((self.goods, 1), client_order_ref=f"R{len(counts)}-{n}") for n in range(number)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            checks = self.env["som.check"]._for_stages(self.company, ("confirmed", "shipped"))
            checks._find(orders)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
