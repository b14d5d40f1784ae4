from odoo.tests import tagged

from odoo.addons.som_core.checks.batch import Batch
from odoo.addons.som_core.checks.carriers import Carriers

from .delivery_common import DeliveryCase


@tagged("post_install", "-at_install")
class TestChecksCarrier(DeliveryCase):
    """Somebody brings the goods there: what the checks say of carriers is what Odoo says of them."""

    def test_without_carriers_every_order_passes(self):
        self._check("no_carrier")
        self._check("carrier_limits")
        self.assertFalse(self._reason(self._order((self.goods, 1))))

    def test_a_carrier_that_does_not_go_there_holds(self):
        self._check("no_carrier")
        carrier = self._carrier("German Post", country_ids=self.germany.ids)
        order = self._order((self.goods, 1), carrier_id=carrier.id)
        reason = self._reason(order)
        self.assertIn("German Post cannot bring this order to Ada Buyer, 1 Main St, 0150 Oslo, Norway", reason)
        self.assertIn("the delivery method does not go there", reason)
        order.partner_shipping_id = self._address(country_id=self.germany.id)
        self.assertFalse(self._reason(order))

    def test_without_a_carrier_chosen_one_must_do(self):
        self._check("no_carrier")
        self._carrier("German Post", country_ids=self.germany.ids)
        order = self._order((self.goods, 1))
        self.assertIn("no delivery method goes there", self._reason(order))
        self._carrier("Everywhere")
        self.assertFalse(self._reason(order))

    def test_areas_by_state_and_postcode(self):
        self._check("no_carrier")
        prefixes = self.env["delivery.zip.prefix"].create([{"name": "01"}, {"name": "5003$"}])
        carrier = self._carrier("Local", zip_prefix_ids=prefixes.ids)
        oslo, bergen, long_zip, none = (
            self._order((self.goods, 1), carrier_id=carrier.id, partner_shipping_id=self._address(zip=code).id)
            for code in ("0150", "5003", "50030", False))
        self.assertEqual([bool(self._reason(order)) for order in (oslo, bergen, long_zip, none)],
                         [False, False, True, True])
        carrier.write({"zip_prefix_ids": False, "state_ids": self.usa.state_ids[:1].ids})
        self.assertTrue(self._reason(oslo))

    def test_a_postcode_pattern_that_does_not_work_names_its_carrier(self):
        self._check("no_carrier")
        prefix = self.env["delivery.zip.prefix"].create({"name": "0(1"})
        carrier = self._carrier("Broken", zip_prefix_ids=prefix.ids)
        with self.assertLogs("odoo.addons.som_core.models.check.som_check_find", "ERROR"):
            reason = self._reason(self._order((self.goods, 1), carrier_id=carrier.id))
        self.assertIn("Broken: 0(1", reason)

    def test_tags_say_which_products_a_carrier_takes(self):
        self._check("no_carrier")
        frozen, acid = self.env["product.tag"].create([{"name": "Frozen"}, {"name": "Acid"}])
        carrier = self._carrier("Cold", must_have_tag_ids=frozen.ids, excluded_tag_ids=acid.ids)
        order = self._order((self.goods, 1), (self.more_goods, 1), carrier_id=carrier.id)
        self.assertIn("does not take these products", self._reason(order))
        self.goods.product_tmpl_id.product_tag_ids = frozen
        self.assertFalse(self._reason(order))
        self.more_goods.additional_product_tag_ids = acid
        self.assertIn("does not take these products", self._reason(order))

    def test_carriers_of_another_company_serve_nobody_here(self):
        self._check("no_carrier")
        other = self.env["res.company"].create({"name": "Other House"})
        self._carrier("Theirs", company=other.id)
        order = self._order((self.goods, 1))
        self.assertFalse(self._reason(order), "this company has no carriers at all")
        self._carrier("Ours", country_ids=self.germany.ids)
        self.assertIn("Ours cannot", self._reason(order))

    def test_over_the_carriers_weight(self):
        self._check("carrier_limits")
        self.goods.weight = 4
        order = self._order((self.goods, 3), carrier_id=self._carrier("Bike", max_weight=10).id)
        self.assertIn("Bike takes at most 10 kg; the goods of this order come to 12 kg", self._reason(order))
        order.order_line.product_uom_qty = 2
        self.assertFalse(self._reason(order))

    def test_over_the_carriers_volume_in_another_unit(self):
        self._check("carrier_limits")
        self.goods.volume = 0.05
        order = self._order((self.goods, 1), carrier_id=self._carrier("Van", max_volume=0.5).id)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        reason = self._reason(order)
        self.assertIn("Van takes at most 0.5", reason)
        self.assertIn("come to 0.6", reason)

    def test_limits_reached_exactly_are_kept(self):
        self._check("carrier_limits")
        self.goods.weight = 0.1
        order = self._order((self.goods, 3), carrier_id=self._carrier(max_weight=0.3).id)
        self.assertFalse(self._reason(order))

    def test_weight_in_pounds_is_said_in_pounds(self):
        self.env["ir.config_parameter"].set_param("product.weight_in_lbs", "1")
        self._check("carrier_limits")
        self.goods.weight = 4
        order = self._order((self.goods, 3), carrier_id=self._carrier(max_weight=10).id)
        self.assertIn("12 lb", self._reason(order))

    def test_without_a_carrier_chosen_the_nearest_is_named(self):
        self._check("carrier_limits")
        self.goods.weight = 10
        self._carrier("Bike", max_weight=5)
        self._carrier("Van", max_weight=50)
        self._carrier("Far Truck", max_weight=500, country_ids=self.usa.ids)
        order = self._order((self.goods, 8))
        self.assertIn("Van takes at most 50 kg", self._reason(order))
        order.order_line.product_uom_qty = 5
        self.assertFalse(self._reason(order))

    def test_a_waived_weight_is_held_again_when_there_is_more(self):
        self._check("carrier_limits")
        self.goods.weight = 4
        order = self._order((self.goods, 3), carrier_id=self._carrier("Bike", max_weight=10).id)
        self._reason(order)
        self._waive(order)
        self.assertFalse(self._reason(order), "no worse")
        order.order_line.product_uom_qty = 4
        self.assertIn("come to 16 kg", self._reason(order))

    def test_both_checks_together_agree_with_native_for_every_mix(self):
        """Against ``delivery.carrier.available_carriers``, which asks one order at a time."""
        tags = self.env["product.tag"].create([{"name": "T1"}, {"name": "T2"}])
        prefixes = self.env["delivery.zip.prefix"].create([{"name": "01"}, {"name": "5[0-4]"}, {"name": "AB1$"}])
        self.goods.write({"weight": 2, "volume": 0.2, "product_tag_ids": tags[0].ids})
        self.more_goods.write({"weight": 0.5, "volume": 1.5, "additional_product_tag_ids": tags[1].ids})
        carriers = self.env["delivery.carrier"].union(
            self._carrier("a", country_ids=self.norway.ids), self._carrier("b", zip_prefix_ids=prefixes.ids),
            self._carrier("c", state_ids=self.usa.state_ids[:2].ids), self._carrier("d", max_weight=5),
            self._carrier("e", max_volume=2, country_ids=(self.norway | self.germany).ids),
            self._carrier("f", must_have_tag_ids=tags[0].ids), self._carrier("g", excluded_tag_ids=tags[1].ids),
            self._carrier("h", must_have_tag_ids=tags.ids, zip_prefix_ids=prefixes[:1].ids, max_weight=8))
        addresses = [self._address(**values) for values in (
            {}, {"zip": "0150"}, {"zip": "ab1", "country_id": self.germany.id}, {"zip": False, "country_id": False},
            {"country_id": self.usa.id, "state_id": self.usa.state_ids[1].id},
            {"country_id": self.usa.id, "state_id": self.usa.state_ids[3].id})]
        orders = self.env["sale.order"].union(*(
            self._order((self.goods, left), (self.more_goods, right), partner_shipping_id=address.id)
            for address in addresses for left, right in ((1, 0), (3, 1), (0, 2), (5, 5))))
        orders.order_line.filtered(lambda line: not line.product_uom_qty).unlink()
        orders[1::5].order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        batch = Batch(orders, self.company)
        ours = Carriers(batch)
        self.assertEqual(self.env["delivery.carrier"].union(*ours.active), carriers)
        answers = set()
        for order in batch.orders:
            native = carriers.available_carriers(order.partner_shipping_id, order)
            found = [carrier for carrier in carriers if ours.serves(carrier, order) and ours.accepts(carrier, order)
                     and not ours.excess(carrier, order)]
            self.assertEqual(found, list(native), order.partner_shipping_id.contact_address)
            answers.add(tuple(native.ids))
        self.assertGreater(len(answers), 8, "the mix tells them apart")

    def test_the_two_checks_hold_exactly_where_native_offers_nothing(self):
        checks = self._check("no_carrier") | self._check("carrier_limits")
        self.goods.weight = 3
        carriers = self._carrier("Near", country_ids=self.norway.ids, max_weight=10) | self._carrier(
            "Small", max_weight=2)
        places = [self._address(), self._address(country_id=self.germany.id)]
        orders = self.env["sale.order"].union(*(
            self._order((self.goods, quantity), partner_shipping_id=place.id) for place in places
            for quantity in (0.5, 3, 30)))
        found = {finding.order_id for _check, finding in checks._find(orders)}
        nothing = orders.filtered(lambda order: not carriers.available_carriers(order.partner_shipping_id, order))
        self.assertEqual(found, set(nothing.ids))
        self.assertEqual(len(nothing), 3)
