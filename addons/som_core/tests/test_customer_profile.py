from datetime import datetime

from odoo.tests import tagged

from .profile_common import ProfileCommon

NOW = datetime(2026, 6, 30, 12, 0)


@tagged("post_install", "-at_install")
class TestCustomerFigures(ProfileCommon):
    """Orders, punctuality and returns, against cases computed by hand."""

    def test_nothing_is_known_of_a_new_customer(self):
        figures = self._figures()
        self.assertEqual((figures["order_count"], figures["order_value"], figures["exposure"]), (0, 0, 0))
        for name in ("last_order_date", "on_time_rate", "return_rate", "days_to_pay"):
            self.assertIsNone(figures[name])

    def test_confirmed_orders_of_the_customer_and_of_his_contacts_count(self):
        contact = self.env["res.partner"].create({"name": "Warehouse", "parent_id": self.customer.id})
        self._confirmed((self.goods, 2), date_order="2026-05-01 10:00:00")
        self._confirmed((self.goods, 3), date_order="2026-06-01 10:00:00", partner_id=contact.id)
        self._order((self.goods, 100))
        self._confirmed((self.goods, 100))._action_cancel()
        figures = self._figures(now=NOW)
        self.assertEqual(figures["order_count"], 2)
        self.assertEqual(figures["order_value"], 50)
        self.assertEqual(str(figures["last_order_date"]), "2026-06-01")

    def test_a_contact_has_no_figures_of_its_own(self):
        contact = self.env["res.partner"].create({"name": "Warehouse", "parent_id": self.customer.id})
        self.assertEqual(self.env["som.profile.figures"]._som_figures(contact, self.company), {})

    def test_an_old_order_counts_but_is_not_in_the_value_of_twelve_months(self):
        self._confirmed((self.goods, 2), date_order="2025-06-01 10:00:00")
        figures = self._figures(now=NOW)
        self.assertEqual((figures["order_count"], figures["order_value"]), (1, 0))

    def test_value_is_in_the_currency_of_the_company(self):
        currency = self.env["res.currency"].create({
            "name": "TCU", "symbol": "T", "rate_ids": [(0, 0, {"name": "2026-01-01", "rate": 4.0})]})
        pricelist = self.env["product.pricelist"].create({"name": "T", "currency_id": currency.id})
        order = self._confirmed((self.goods, 2), date_order="2026-06-01 10:00:00", pricelist_id=pricelist.id)
        order.order_line.price_unit = 40
        self.assertEqual((order.amount_untaxed, self._figures(now=NOW)["order_value"]), (80, 20))

    def test_the_last_order_is_dated_in_the_zone_of_the_company(self):
        self._confirmed((self.goods, 1), date_order="2026-06-01 23:30:00")
        self.assertEqual(str(self._figures(now=NOW)["last_order_date"]), "2026-06-01")
        self.company.partner_id.tz = "Europe/Oslo"
        self.assertEqual(str(self._figures(now=NOW)["last_order_date"]), "2026-06-02")

    # On time

    def _rate(self, **values):
        figures = self._figures(now=NOW)
        return figures["dated_count"], figures["on_time_rate"]

    def _asked(self, date="2026-03-10 12:00:00", *lines, **values):
        return self._confirmed(*(lines or [(self.goods, 10)]), som_requested_date=date, **values)

    def test_until_the_last_minute_of_the_day_is_on_time(self):
        self._ship(self._asked(), datetime(2026, 3, 10, 23, 59))
        self.assertEqual(self._rate(), (1, 100))

    def test_one_minute_after_midnight_is_late(self):
        self._ship(self._asked(), datetime(2026, 3, 11, 0, 0))
        self.assertEqual(self._rate(), (1, 0))

    def test_the_day_ends_at_midnight_in_the_zone_of_the_channel(self):
        self.channel.tz = "Europe/Oslo"  # in March one hour ahead of UTC
        self._ship(self._asked(som_channel_id=self.channel.id), datetime(2026, 3, 10, 22, 59))
        self.assertEqual(self._rate(), (1, 100))
        self._ship(self._asked(som_channel_id=self.channel.id), datetime(2026, 3, 10, 23, 0))
        self.assertEqual(self._rate(), (2, 50))

    def test_the_zone_of_the_company_where_there_is_no_channel(self):
        self.company.partner_id.tz = "America/New_York"  # in March four hours behind UTC
        self._ship(self._asked(), datetime(2026, 3, 11, 3, 59))
        self.assertEqual(self._rate(), (1, 100))

    def test_the_day_asked_for_is_that_of_the_zone_too(self):
        self.channel.tz = "Europe/Oslo"
        self._ship(self._asked("2026-03-10 23:30:00", som_channel_id=self.channel.id), datetime(2026, 3, 11, 22, 0))
        self.assertEqual(self._rate(), (1, 100))

    def test_the_last_partial_shipment_decides(self):
        order = self._asked()
        self._ship(order, datetime(2026, 3, 9), {self.goods: 4})
        self._ship(order, datetime(2026, 3, 12))
        self.assertEqual(self._rate(), (1, 0))

    def test_two_partial_shipments_in_time_are_on_time(self):
        order = self._asked()
        self._ship(order, datetime(2026, 3, 8), {self.goods: 4})
        self._ship(order, datetime(2026, 3, 9))
        self.assertEqual(self._rate(), (1, 100))

    def test_one_line_left_behind_makes_the_order_late(self):
        order = self._asked("2026-03-10 12:00:00", (self.goods, 1), (self.more_goods, 1))
        self._ship(order, datetime(2026, 3, 9), {self.goods: 1})
        self.assertEqual(self._rate(), (1, 0))

    def test_what_is_not_shipped_counts_when_its_day_has_passed(self):
        self._asked("2026-06-29 12:00:00")
        self._asked("2026-06-30 08:00:00")
        self._asked("2026-07-15 08:00:00")
        self.assertEqual(self._rate(), (1, 0))

    def test_shipped_ahead_of_its_day_counts_at_once(self):
        self._ship(self._asked("2026-07-15 08:00:00"), datetime(2026, 6, 29))
        self.assertEqual(self._rate(), (1, 100))

    def test_orders_without_a_date_and_services_do_not_count(self):
        self._ship(self._confirmed((self.goods, 1)), datetime(2026, 3, 9))
        self._asked("2026-03-10 12:00:00", (self.service, 1))
        self.assertEqual(self._rate(), (0, None))

    def test_a_service_beside_goods_keeps_nothing_waiting(self):
        self._ship(self._asked("2026-03-10 12:00:00", (self.goods, 1), (self.service, 1)), datetime(2026, 3, 9))
        self.assertEqual(self._rate(), (1, 100))

    def test_the_date_promised_counts_where_none_was_requested(self):
        self._ship(self._confirmed((self.goods, 1), commitment_date="2026-03-10 12:00:00"), datetime(2026, 3, 11))
        self.assertEqual(self._rate(), (1, 0))

    def test_the_date_requested_counts_before_the_one_promised(self):
        order = self._asked(commitment_date="2026-03-20 12:00:00")
        self._ship(order, datetime(2026, 3, 15))
        self.assertEqual(self._rate(), (1, 0))

    # Returns

    def test_returned_of_what_was_shipped(self):
        order = self._confirmed((self.goods, 8))
        self._ship(order, datetime(2026, 6, 1))
        self._return(order.picking_ids, 2)
        self.assertEqual(self._figures()["return_rate"], 25)

    def test_quantities_of_returns_are_compared_in_reference_units(self):
        packs = self._order((self.goods, 1))
        packs.order_line.write({"product_uom_id": self.env.ref("uom.product_uom_pack_6").id, "product_uom_qty": 3})
        packs.action_confirm()
        single = self._confirmed((self.goods, 2))
        for order in packs, single:
            self._ship(order, datetime(2026, 6, 1))
        self._return(single.picking_ids, 1)
        self.assertEqual(self._figures()["return_rate"], 5)  # one of 18 and 2

    def test_returns_of_old_orders_are_forgotten(self):
        order = self._confirmed((self.goods, 8))
        self._ship(order, datetime(2025, 6, 1))
        self._return(order.picking_ids, 2)
        order.date_order = "2025-06-01 10:00:00"
        self.assertIsNone(self._figures(now=NOW)["return_rate"])

    # Companies

    def test_each_company_has_figures_of_its_own(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._confirmed((self.goods, 1))
        self.env["sale.order"].with_company(other).create({
            "partner_id": self.customer.id, "company_id": other.id,
            "order_line": [(0, 0, {"product_id": self.service.id, "product_uom_qty": 3})]}).action_confirm()
        self.assertEqual((self._figures()["order_value"], self._figures(company=other)["order_value"]), (10, 15))

    # Cost

    def test_the_number_of_statements_does_not_depend_on_the_number_of_customers(self):
        partners = self.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(500)])
        orders = self.env["sale.order"].create([{
            "partner_id": partner.id, "som_requested_date": "2026-03-10 12:00:00",
            "order_line": [(0, 0, {"product_id": self.service.id, "product_uom_qty": 1})]} for partner in partners])
        orders.action_confirm()
        self.env.flush_all()

        def cost(customers):
            self._forget()
            customers.mapped("commercial_partner_id")
            before = self.cr.sql_log_count
            figures = self.env["som.profile.figures"]._som_figures(customers, self.company)
            self.assertEqual({values["order_count"] for values in figures.values()}, {1})
            return self.cr.sql_log_count - before
        cost(partners[:5])  # what is looked up once
        self.assertEqual(cost(partners[:5]), cost(partners))
