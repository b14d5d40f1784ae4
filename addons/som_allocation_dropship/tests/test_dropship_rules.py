from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .dropship_common import DropshipCommon


@tagged("post_install", "-at_install")
class TestDropshipRules(DropshipCommon):
    """Rules that open vendors as places, remove them, and make them cost something."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opening = cls._rule("dropship", product_domain=f"[('id', '=', {cls.scarce.id})]")

    def _lies(self, partner, latitude, longitude):
        partner.write({"partner_latitude": latitude, "partner_longitude": longitude})

    def test_a_rule_lets_vendors_deliver(self):
        self.assertEqual((self.opening.name, self.opening.route_id), ("Vendors may deliver", self.route))
        order = self._confirmed((self.scarce, 15))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 5})
        self.assertEqual(self._asked(order), {"Far": [(5, "Units")]})
        self.assertTrue(self._purchase(order).picking_type_id.code == "dropship")

    def test_of_those_vendors_and_orders_and_products(self):
        self.opening.vendor_ids = self.near
        self.assertEqual(self._from(self._confirmed((self.scarce, 11))), {self.warehouse.name: 10, "Near": 1})
        self.opening.order_domain = "[('amount_total', '>', 100000)]"
        self.assertNotIn("Drop-ship: Near", self._trace(self._order((self.scarce, 11))))
        self.opening.write({"order_domain": False, "product_domain": "[('id', '=', 0)]"})
        self.assertNotIn("Drop-ship: Near", self._trace(self._order((self.scarce, 11))))

    def test_price_above_cost_and_lateness_choose_the_vendor(self):
        self.scarce.seller_ids.filtered(lambda seller: seller.partner_id == self.near).delay = 2
        self.scarce.seller_ids.filtered(lambda seller: seller.partner_id == self.near).price = 10.5
        order = self._confirmed((self.scarce, 15))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Near": 5})
        self.assertAlmostEqual(order.som_decision_ids.cost, 5 * 0.51 + 2 * 5)

    def test_a_dear_vendor_who_is_early_against_stock_that_is_late(self):
        self.warehouse.som_handling_days = 6
        self.assertEqual(self._from(self._confirmed((self.scarce, 4))), {"Far": 4})  # 4 × 1.01 + 2 × 5 against 6 × 5
        self.scarce.seller_ids.price = 100
        self.assertEqual(self._from(self._confirmed((self.scarce, 4))), {self.warehouse.name: 4})

    def test_what_costs_less_than_stock_does_not_ship_before_it(self):
        self.scarce.seller_ids.write({"price": 2, "delay": 0})
        self.assertEqual(self._from(self._confirmed((self.scarce, 4))), {self.warehouse.name: 4})

    def test_prices_in_other_currencies_and_with_discounts(self):
        currency = self.env["res.currency"].create({"name": "TDR", "symbol": "T"})
        self.env["res.currency.rate"].create({"currency_id": currency.id, "rate": 4, "name": "2026-01-01",
                                              "company_id": self.company.id})
        self._sells(self.near, self.scarce, 48, 2, currency_id=currency.id, discount=50, sequence=0)
        offers = self.scarce._som_offers(5, self.company, self.env.cr.now().date())
        self.assertEqual({vendor.name: (offer.price, offer.days) for vendor, offer in offers.items()}, {
            "Near": (6, 2), "Far": (11, 2)})
        order = self._confirmed((self.scarce, 15))
        self.assertEqual((self._from(order), self._purchase(order).currency_id), (
            {self.warehouse.name: 10, "Near": 5}, currency))

    def test_off(self):
        self._rule("off", vendor_ids=self.far.ids, name="Strike")
        order = self._order((self.scarce, 15))
        self.assertEqual(self._trace(order)["Drop-ship: Far"], "Strike")
        order.action_confirm()
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Near": 5})

    def test_rules_that_name_warehouses_are_not_of_vendors_nor_the_other_way_round(self):
        self._rule("off", warehouse_ids=(self.warehouse | self.north | self.south).ids, name="Holidays")
        self._rule("shipment", vendor_ids=self.far.ids, amount=1000)
        order = self._order((self.scarce, 2))
        self.assertEqual(self._trace(order), {
            "Drop-ship: Far": "", "Drop-ship: Near": "", self.warehouse.name: "Holidays", "North": "Holidays",
            "South": "Holidays"})
        order.action_confirm()
        self.assertEqual(self._from(order), {"Near": 2})

    def test_distance_is_that_of_the_vendor(self):
        self._lies(self.customer, 59.9, 10.7)
        self._lies(self.far, 41.9, 12.5)
        self._lies(self.near, 59.3, 18.0)
        self._rule("distance", kilometres=500, name="Reach")
        trace = self._trace(self._order((self.scarce, 15)))
        self.assertIn("Reach: 2", trace["Drop-ship: Far"])
        self.assertFalse(trace["Drop-ship: Near"])

    def test_carriers_where_the_vendor_is_named(self):
        swedish = self.env["delivery.carrier"].create({
            "name": "Van", "product_id": self.service.id, "country_ids": self.env.ref("base.se").ids})
        rule = self._rule("carrier", carrier_ids=swedish.ids, warehouse_ids=self.south.ids)
        self.assertFalse(self._trace(self._order((self.scarce, 15)))["Drop-ship: Far"])
        rule.vendor_ids = self.far
        self.assertIn("cannot serve", self._trace(self._order((self.scarce, 15)))["Drop-ship: Far"])

    def test_capacity_where_the_vendor_is_named(self):
        self._rule("capacity", vendor_ids=self.far.ids, number=1, measure="orders", name="Capacity")
        orders = self._order((self.scarce, 12)) | self._order((self.scarce, 3))
        orders.action_confirm()
        self.assertEqual([self._from(order) for order in orders], [{self.warehouse.name: 10, "Far": 2}, {"Near": 3}])
        self.assertIn("1 of 1", self._trace(self._order((self.scarce, 3)))["Drop-ship: Far"])

    def test_at_most_so_many_ship(self):
        self._rule("sites", number=1)
        self.assertEqual(self._from(self._confirmed((self.scarce, 15))), {"Far": 15})

    def test_never_split(self):
        self._rule("together", product_domain=f"[('id', '=', {self.scarce.id})]")
        self.assertEqual(self._from(self._confirmed((self.scarce, 15))), {"Far": 15})

    def test_what_a_warehouse_keeps_is_delivered_by_the_vendor(self):
        self._rule("minimum", quantity=4)
        self.assertEqual(self._from(self._confirmed((self.scarce, 10))), {self.warehouse.name: 6, "Far": 4})

    def test_vendors_stand_behind_all_warehouses(self):
        self._rule("preferred", amount=100)
        self._stock(self.scarce, 20, self.south)
        self.assertEqual(self._from(self._confirmed((self.scarce, 15))), {"South": 15})

    def test_a_vendor_is_not_asked_for_less_than_he_sells(self):
        self.scarce.seller_ids.filtered(lambda seller: seller.partner_id == self.far).min_qty = 20
        trace = self._trace(self._order((self.scarce, 15)))
        self.assertNotIn("Drop-ship: Far", trace)
        self.assertIn("Drop-ship: Near", trace)

    def test_a_share_below_what_a_vendor_sells(self):
        far = self.scarce.seller_ids.filtered(lambda seller: seller.partner_id == self.far)
        far.min_qty = 12
        far.price = 13
        order = self._order((self.scarce, 15))
        plan = self.env["som.sourcing"]._som_dry_run(order)
        self.assertEqual({place.shipper.name: quantity for place, quantity in plan.ways[order.order_line].items()}, {
            self.warehouse.name: 10, "Near": 5})
        self.assertIn("less than the vendor sells", str(plan.trace["candidates"]))
        far.price = 11  # so that he gets all of it: 15 × 1.01 and two days against 5 × 2.01 and five days
        order.action_confirm()
        self.assertEqual((self._from(order), self._asked(order)), ({"Far": 15}, {"Far": [(15, "Units")]}))
        self.assertEqual((order.order_line.purchase_line_ids.price_unit, order.picking_ids.ids), (11, []))

    def test_a_delivery_that_cannot_ship_moves_to_a_vendor(self):
        order = self._confirmed((self.scarce, 6))
        self._reject(order.picking_ids)
        self.assertEqual((self._from(order), self._asked(order)), ({"Far": 6}, {"Far": [(6, "Units")]}))
        self.assertEqual(order.order_line.product_uom_qty, 6)
        self.assertIn("Drop-ship: Far", order.message_ids[0].body)

    def _reject(self, pickings, reason="Damaged"):
        action = pickings.action_som_cannot_ship()
        self.env[action["res_model"]].with_context(action["context"]).create({"reason": reason}).action_reject()

    def test_a_vendor_who_cannot_deliver_is_replaced(self):
        order = self._confirmed((self.scarce, 15))
        purchase = self._purchase(order)
        purchase.button_confirm()
        dropship = order.picking_ids.filtered("is_dropship")
        self._stock(self.scarce, 5, self.north)
        self._reject(dropship, "Sold out")
        self.assertEqual((dropship.state, purchase.state), ("cancel", "cancel"))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "North": 5})
        order.order_line.product_uom_qty = 17
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "North": 5, "Near": 2})

    def test_a_vendor_who_delivered_a_part_keeps_it(self):
        order = self._confirmed((self.scarce, 16))
        purchase = self._purchase(order)
        purchase.button_confirm()
        dropship = order.picking_ids.filtered("is_dropship")
        self._validate(dropship, {self.scarce: 2})
        self._reject(order.picking_ids.filtered(lambda picking: picking.is_dropship and picking.state == "assigned"))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 2, "Near": 4})
        self.assertEqual((purchase.state, purchase.order_line.product_qty), ("purchase", 2))

    def _deny(self, purchase, reason="Sold out", user=None):
        action = purchase.action_som_cannot_deliver()
        self.env[action["res_model"]].with_user(user or self.env.user).with_context(action["context"]).create(
            {"reason": reason}).action_reject()

    def test_a_vendor_who_was_only_asked_says_no(self):
        order = self._confirmed((self.scarce, 15))
        purchase = self._purchase(order)
        self.assertTrue(purchase.som_can_be_rejected)
        self._deny(purchase, user=self._user("buyer", "purchase.group_purchase_user"))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Near": 5})
        self.assertEqual((purchase.state, purchase.som_can_be_rejected, self._promised(order)), ("cancel", False, [5]))
        self.assertIn("Sold out", order.som_decision_ids[0].cause)
        self.assertIn("Sold out", purchase.message_ids[:2].mapped("body")[-1])

    def test_a_vendor_who_has_confirmed_says_no(self):
        order = self._confirmed((self.scarce, 15))
        purchase = self._purchase(order)
        purchase.button_confirm()
        order.order_line.product_uom_qty = 17  # asked for, not ordered yet
        self._deny(self._purchase(order))
        self.assertEqual((self._from(order), purchase.state), ({self.warehouse.name: 10, "Near": 7}, "cancel"))

    def test_a_rule_that_names_vendors_moves_no_delivery(self):
        self.company.som_source_again = True
        self._rule("off", vendor_ids=self.far.ids, name="Strike")
        self.assertFalse(self.env["som.sourcing.event"].search([]))
        self._rule("off", name="Holidays")
        self.assertTrue(self.env["som.sourcing.event"].search([]))

    def test_who_only_sells_cannot_speak_for_a_vendor(self):
        order = self._confirmed((self.scarce, 15))
        with self.assertRaises(AccessError):
            self._deny(self._purchase(order), user=self._user("seller", "sales_team.group_sale_salesman_all_leads"))
        with self.assertRaisesRegex(UserError, "Say why"):
            self._deny(self._purchase(order), " ")

    def test_nobody_else_has_it(self):
        self.opening.vendor_ids = self.far
        self.company.som_promise_vendor_lead = False
        order = self._confirmed((self.scarce, 15))
        self._purchase(order).button_confirm()
        with self.assertRaisesRegex(UserError, "no other warehouse has"):
            self._reject(order.picking_ids.filtered("is_dropship"))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 5})
