from odoo.tests import tagged

from .delivery_common import DeliveryCase


@tagged("post_install", "-at_install")
class TestChecksAddress(DeliveryCase):
    """Goods go to an address that somebody can find."""

    def test_an_address_without_its_parts_holds_and_names_them(self):
        self._check("address_incomplete")
        address = self._address(street=" ", zip=False)
        order = self._order((self.goods, 1), partner_shipping_id=address.id)
        reason = self._reason(order)
        self.assertIn("Street, Zip", reason)
        self.assertIn("Ada Buyer", reason)
        self.assertIn("Bergen, Norway", reason)

    def test_a_complete_address_passes(self):
        self._check("address_incomplete")
        self.assertFalse(self._reason(self._order((self.goods, 1), partner_shipping_id=self._address().id)))

    def test_the_missing_parts_are_named_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["ir.model.fields"]._get("res.partner", "street").with_context(
            lang="de_DE").field_description = "Straße und Nummer"
        self._check("address_incomplete")
        order = self._order((self.goods, 1), partner_shipping_id=self._address(street=False).id)
        self._reason(order)
        self.assertIn("Straße und Nummer", order.with_context(lang="de_DE").som_hold_reason)

    def test_a_postcode_is_missed_only_where_the_country_wants_one(self):
        self._check("address_incomplete")
        order = self._order((self.goods, 1), partner_shipping_id=self._address(zip=False).id)
        self.norway.zip_required = False
        self.assertFalse(self._reason(order))
        self.norway.zip_required = True
        self.assertIn("Zip", self._reason(order))

    def test_a_state_is_missed_only_where_the_country_wants_one_and_has_any(self):
        self._check("address_incomplete")
        address = self._address(country_id=self.usa.id)
        order = self._order((self.goods, 1), partner_shipping_id=address.id)
        self.usa.state_required = True
        self.assertIn("lacks: State.", self._reason(order))
        address.state_id = self.usa.state_ids[0]
        self.assertFalse(self._reason(order))
        bare = self.env["res.country"].create({"name": "Bareland", "code": "Q1", "state_required": True})
        address.write({"country_id": bare.id, "state_id": False})
        self.assertFalse(self._reason(order))

    def test_a_missing_country_is_named_and_asks_for_nothing_else(self):
        self._check("address_incomplete")
        address = self._address(country_id=False, zip=False)
        self.assertIn("lacks: Country.", self._reason(self._order((self.goods, 1), partner_shipping_id=address.id)))

    def test_services_need_no_address(self):
        for name in ("address_incomplete", "address_undeliverable", "no_carrier", "carrier_limits",
                     "requested_too_early", "requested_closed_day"):
            self._check(name)
        self._carrier(country_ids=self.usa.ids, max_weight=0.001)
        address = self._address(street=False, som_undeliverable=True)
        self.service.weight = 5
        order = self._order((self.service, 1), partner_shipping_id=address.id, som_requested_date="2020-01-05 12:00:00")
        self.assertFalse(self._reason(order))

    def test_a_waived_address_stays_waived_until_it_is_another(self):
        self._check("address_incomplete")
        address = self._address(street=False)
        order = self._order((self.goods, 1), partner_shipping_id=address.id)
        self._reason(order)
        self._waive(order)
        self.assertFalse(self._reason(order), "the same address")
        address.phone = "+47 22 00 00 00"
        self.assertFalse(self._reason(order), "still the same")
        address.city = "Voss"
        self.assertIn("Voss", self._reason(order))

    def test_an_address_marked_as_undeliverable_holds_with_the_reason(self):
        self._check("address_undeliverable")
        address = self._address(som_undeliverable=True, som_undeliverable_reason="Moved away in May")
        order = self._order((self.goods, 1), partner_shipping_id=address.id)
        self.assertIn("marked as undeliverable (Moved away in May)", self._reason(order))
        self.assertIn("2 Pier, 5003 Bergen, Norway", order.som_hold_reason)
        address.som_undeliverable = False
        self.assertFalse(self._reason(order))

    def test_an_archived_address_holds(self):
        self._check("address_undeliverable")
        address = self._address()
        order = self._order((self.goods, 1), partner_shipping_id=address.id)
        self.assertFalse(self._reason(order))
        address.active = False
        self.assertIn("it is archived", self._reason(order))

    def test_only_the_countries_of_the_check_are_delivered_to(self):
        check = self._check("address_undeliverable", country_ids=[(6, 0, self.germany.ids)])
        order = self._order((self.goods, 1))
        self.assertIn("Norway: nothing is delivered to its country", self._reason(order))
        check.country_ids |= self.norway
        self.assertEqual(order.som_hold_status, "clear")
        check.country_ids = False
        self.assertFalse(self._reason(order))

    def test_an_address_waived_for_one_cause_is_held_for_another(self):
        self._check("address_undeliverable")
        address = self._address(som_undeliverable=True)
        order = self._order((self.goods, 1), partner_shipping_id=address.id)
        self._reason(order)
        self._waive(order)
        address.som_undeliverable = False
        address.active = False
        self.assertIn("archived", self._reason(order))

    def test_countries_of_one_company_are_not_those_of_another(self):
        other = self.env["res.company"].create({"name": "Other House"})
        self._check("address_undeliverable", country_ids=[(6, 0, self.germany.ids)])
        self._check("address_undeliverable", country_ids=[(6, 0, self.norway.ids)], company_id=other.id)
        here, there = self._order((self.goods, 1)), self._order((self.goods, 1), company_id=other.id)
        (here | there)._som_check()
        self.assertEqual((here | there).mapped("som_hold_status"), ["held", "clear"])
