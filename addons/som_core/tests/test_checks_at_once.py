from odoo import fields
from odoo.tests import tagged

from .delivery_common import DeliveryCase


@tagged("post_install", "-at_install")
class TestChecksDeliveryAtOnce(DeliveryCase):
    """What was held goes on in the transaction that mends it."""

    def _held(self, **values):
        order = self._order((self.goods, 3), **values)
        order.action_confirm()
        self.assertEqual(order.som_hold_status, "held")
        return order

    def test_a_completed_address(self):
        self._check("address_incomplete")
        address = self._address(street=False)
        order = self._held(partner_shipping_id=address.id)
        self._assert_freed_by(order, lambda: address.write({"street": "3 Pier"}))

    def test_a_released_address_and_one_taken_from_the_archive(self):
        self._check("address_undeliverable")
        marked, archived = self._address(som_undeliverable=True), self._address(active=False)
        orders = self._held(partner_shipping_id=marked.id), self._held(partner_shipping_id=archived.id)
        self._assert_freed_by(orders[0], lambda: marked.write({"som_undeliverable": False}))
        self.assertEqual(orders[1].som_hold_status, "held")
        self._assert_freed_by(orders[1], lambda: archived.write({"active": True}))

    def test_a_carrier_that_goes_further(self):
        self._check("no_carrier")
        prefix = self.env["delivery.zip.prefix"].create({"name": "9"})
        carrier = self._carrier(country_ids=self.germany.ids, zip_prefix_ids=prefix.ids)
        order = self._held(carrier_id=carrier.id)
        carrier.country_ids = self.norway
        self.env.cr.flush()
        self.assertEqual(order.som_hold_status, "held")
        self._assert_freed_by(order, lambda: prefix.write({"name": "0"}))

    def test_a_new_carrier(self):
        self._check("no_carrier")
        self._carrier(country_ids=self.germany.ids)
        self._assert_freed_by(self._held(), lambda: self._carrier("New"))

    def test_a_carrier_that_takes_more(self):
        self._check("carrier_limits")
        self.goods.weight = 5
        carrier = self._carrier(max_weight=10)
        self._assert_freed_by(self._held(carrier_id=carrier.id), lambda: carrier.write({"max_weight": 20}))

    def test_a_product_that_weighs_less(self):
        self._check("carrier_limits")
        self.goods.weight = 5
        carrier = self._carrier(max_weight=10)
        self._assert_freed_by(self._held(carrier_id=carrier.id), lambda: self.goods.write({"weight": 1}))

    def test_a_template_for_sale_again_even_if_archived(self):
        self._check(kind="line", domain="[('product_id.sale_ok', '=', False)]", message="Not for sale.")
        template = self.goods.product_tmpl_id
        template.sale_ok = False
        order = self._held()
        template.active = False
        self._assert_freed_by(order, lambda: template.write({"sale_ok": True}))

    def test_a_change_that_cannot_be_followed_is_made_all_the_same(self):
        check = self._check("address_incomplete")
        address = self._address(street=False)
        order = self._held(partner_shipping_id=address.id)
        check.flush_recordset()
        self.env.cr.execute("UPDATE som_check SET scope = '[' WHERE id = %s", [check.id])
        check.invalidate_recordset()
        with self.assertLogs("odoo.addons.som_core.models.check.sale_order_at_once", "WARNING"):
            address.street = "3 Pier"
            self.env.cr.flush()
        self.assertEqual((address.street, order.som_hold_status), ("3 Pier", "held"))

    def test_where_nothing_is_held_a_change_costs_one_small_query(self):
        self._check("address_incomplete")
        address = self._address()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        self.env["sale.order"]._som_world_changed(address)
        self.assertEqual(self.env.cr.sql_log_count - before, 1)
        self.assertNotIn("som_world_changed", self.env.cr.precommit.data)

    def test_fields_that_no_check_looks_at_ask_nothing(self):
        self._check("address_incomplete")
        address = self._address(street=False)
        self._held(partner_shipping_id=address.id)
        self.env.cr.flush()
        address.write({"comment": "Ring twice", "function": "Porter"})
        self.goods.write({"description_sale": "Nice"})
        self.assertNotIn("som_world_changed", self.env.cr.precommit.data)

    def test_many_changes_of_one_transaction_are_followed_once(self):
        self._check("address_incomplete")
        addresses = [self._address(street=False) for _number in range(6)]
        orders = [self._held(partner_shipping_id=address.id) for address in addresses]
        self.env.cr.flush()
        for address in addresses:
            address.street = "3 Pier"
        self.assertEqual(self.env.cr.precommit.data["som_world_changed"]["res.partner"],
                         {address.id for address in addresses})
        self.env.cr.flush()
        self.assertEqual({order.som_hold_status for order in orders}, {"clear"})


@tagged("post_install", "-at_install")
class TestChecksQueries(DeliveryCase):
    """All these checks together cost the same number of queries for few orders as for many."""

    NAMES = ("address_incomplete", "address_undeliverable", "no_carrier", "carrier_limits", "requested_too_early",
             "requested_closed_day", "customer_duplicate", "customer_tax_number", "customer_contact",
             "reference_repeated", "customer_blocked")

    def _orders(self, number):
        self.env["res.partner"].create([{
            "name": f"Buyer {number} {place}", "is_company": True, "vat": "NO1", "email": "a@example.com",
            "street": "Street", "city": "Oslo", "zip": f"0{place}50", "country_id": self.norway.id}
            for place in range(number)])
        customers = self.env["res.partner"].search([("name", "=like", f"Buyer {number} %")])
        return self.env["sale.order"].create([{
            "partner_id": customer.id, "client_order_ref": customer.name, "carrier_id": place % 2 and carrier.id,
            "som_requested_date": fields.Datetime.add(fields.Datetime.now(), days=3 + place),
            "som_channel_id": self.channel.id,
            "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 1})
                           for product in (self.goods, self.more_goods)]}
            for carrier in self.carriers[:1] for place, customer in enumerate(customers)])

    def test_queries_do_not_grow_with_the_orders(self):
        checks = self.env["som.check"].union(*(self._check(name) for name in self.NAMES))
        self.company.resource_calendar_id.attendance_ids = [(5,)]
        self.goods.write({"weight": 1, "volume": 0.1})
        prefix = self.env["delivery.zip.prefix"].create({"name": "0"})
        tag = self.env["product.tag"].create({"name": "Acid"})
        self.carriers = self._carrier("One", max_weight=50, zip_prefix_ids=prefix.ids) | self._carrier(
            "Two", max_volume=10, excluded_tag_ids=tag.ids)
        counts = []
        for number in (2, 3, 60):  # the first warms what is cached
            orders = self._orders(number)
            self._forget()
            before = self.env.cr.sql_log_count
            self.assertFalse(checks._find(orders))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
