from datetime import datetime

from psycopg2.errors import CheckViolation

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseRoute(PromiseCommon):
    """From goods in stock to goods with the customer. It is Wednesday, 9:00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.weekdays = cls.env["resource.calendar"].create({"name": "Weekdays", "tz": "UTC", "attendance_ids": [
            (0, 0, {"name": "Day", "dayofweek": str(day), "hour_from": 8, "hour_to": 17}) for day in range(5)]})
        cls.carrier = cls.env["delivery.carrier"].create({"name": "Van", "product_id": cls.service.id})

    def _date(self, quantity=1, **values):
        order = self._order((self.scarce, quantity), **values)
        return order.order_line.som_earliest_date

    def test_before_the_cut_off_it_leaves_today(self):
        self.warehouse.som_cutoff = 14
        self.assertEqual(self._date(), self._at(0, 14))

    def test_after_the_cut_off_it_leaves_tomorrow(self):
        self.warehouse.som_cutoff = 8.5
        self.assertEqual(self._date(), datetime(2026, 3, 5, 8, 30))

    def test_the_cut_off_is_the_warehouse_s_own(self):
        self.warehouse.som_cutoff = 14
        self.warehouse.partner_id.tz = "Asia/Tokyo"  # where it is 18:00
        self.assertEqual(self._date(), datetime(2026, 3, 5, 5, 0))

    def test_on_closed_days_nothing_leaves(self):
        self.warehouse.write({"som_cutoff": 14, "som_calendar_id": self.weekdays.id})
        self._coming(5, 3)  # on Saturday
        self.assertEqual(self._date(12), self._at(5, 14))

    def test_time_off_for_everybody_is_closed(self):
        self.warehouse.write({"som_cutoff": 14, "som_calendar_id": self.weekdays.id})
        self.env["resource.calendar.leaves"].create({
            "name": "Stocktaking", "calendar_id": self.weekdays.id, "company_id": self.company.id,
            "date_from": datetime(2026, 3, 4), "date_to": datetime(2026, 3, 5, 23, 59)})
        self.assertEqual(self._date(), self._at(2, 14))

    def test_handling_comes_first(self):
        self.warehouse.write({"som_cutoff": 14, "som_handling_days": 0.5})
        self.assertEqual(self._date(), self._at(1, 14))

    def test_security_lead_time_is_handling(self):
        self.company.security_lead = 2
        self.assertEqual(self._days(self._date()), 2)

    def test_transit_in_days(self):
        self.carrier.som_transit_days = 4
        self.assertEqual(self._days(self._date(carrier_id=self.carrier.id)), 4)

    def test_transit_in_days_on_which_the_carrier_delivers(self):
        self.carrier.write({"som_transit_days": 4, "som_transit_calendar_id": self.weekdays.id})
        self.assertEqual(self._date(carrier_id=self.carrier.id), datetime(2026, 3, 9, 23, 59))

    def _transit(self, **values):
        return self.env["som.transit"].create({"carrier_id": self.carrier.id, "days": 6, **values})

    def _to(self, **address):
        """Days to a customer's address by the carrier."""
        self.carrier.som_transit_days = 4
        address = {"name": "Depot", "parent_id": self.customer.id, "type": "delivery", **address}
        return self._days(self._date(
            carrier_id=self.carrier.id, partner_shipping_id=self.env["res.partner"].create(address).id))

    def test_transit_by_country(self):
        sweden, norway = self.env.ref("base.se"), self.env.ref("base.no")
        self._transit(country_ids=norway.ids)
        self.assertEqual((self._to(country_id=norway.id), self._to(country_id=sweden.id)), (6, 4))
        self.assertEqual(self._to(country_id=False), 4)

    def test_transit_by_state(self):
        ohio, texas = self.env.ref("base.state_us_30"), self.env.ref("base.state_us_44")
        self._transit(state_ids=ohio.ids)
        america = self.env.ref("base.us").id
        self.assertEqual(self._to(country_id=america, state_id=ohio.id), 6)
        self.assertEqual(self._to(country_id=america, state_id=texas.id), 4)

    def test_transit_by_zip_and_the_first_that_fits_counts(self):
        prefixes = self.env["delivery.zip.prefix"].create([{"name": "98"}, {"name": "9[0-9]"}])
        self._transit(zip_prefix_ids=prefixes[1].ids, sequence=2)
        self._transit(zip_prefix_ids=prefixes[0].ids, sequence=1, days=8)
        self.assertEqual([self._to(zip=code) for code in ("98123", "97001", "10115", False)], [8, 6, 4, 4])

    def test_transit_by_warehouse_it_comes_from(self):
        other = self.env["stock.warehouse"].create({"name": "South", "code": "SOU", "company_id": self.company.id})
        self._transit(warehouse_ids=other.ids)
        self._stock(self.scarce, 5, other)
        self.carrier.som_transit_days = 4
        dates = [self._date(carrier_id=self.carrier.id, warehouse_id=warehouse.id)
                 for warehouse in (self.warehouse, other)]
        self.assertEqual([self._days(date) for date in dates], [4, 6])

    def test_another_address_is_another_promise(self):
        iceland = self.env.ref("base.is")
        self._transit(country_ids=iceland.ids)
        order = self._confirmed((self.scarce, 1), carrier_id=self.carrier.id)
        self.assertEqual(self._promised(order), [0])
        order.partner_shipping_id = self.env["res.partner"].create({"name": "Reykjavik", "country_id": iceland.id})
        self.assertEqual(self._promised(order), [6])

    def test_a_zip_prefix_that_cannot_be_read_is_refused(self):
        prefix = self.env["delivery.zip.prefix"].create({"name": "12["})
        with self.assertRaisesRegex(ValidationError, "Zip prefix “12\\[” cannot be read"):
            self._transit(zip_prefix_ids=prefix.ids)

    def test_queries_do_not_depend_on_addresses(self):
        self._transit(country_ids=self.env.ref("base.no").ids)
        orders = [self._order((self.scarce, 1), carrier_id=self.carrier.id, partner_shipping_id=self.env[
            "res.partner"].create({"name": f"Depot {number}", "zip": str(number)}).id) for number in range(8)]

        def queries(some):
            for _time in range(2):  # what is looked up once is known
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self._earliest(*some)
            return self.env.cr.sql_log_count - before
        self.assertEqual(queries(orders[:2]), queries(orders))

    def test_transfers_are_planned_so_that_goods_leave_in_time(self):
        self.warehouse.som_handling_days = 1
        self.carrier.som_transit_days = 4
        move = self._confirmed((self.scarce, 1), carrier_id=self.carrier.id).order_line.move_ids
        self.assertEqual((self._days(move.date), self._days(move.date_deadline)), (0, 5))

    def test_the_database_refuses_wrong_values(self):
        for record, values, name in (
                (self.warehouse, {"som_cutoff": 24}, "som_cutoff_of_day"),
                (self.warehouse, {"som_handling_days": -1}, "som_handling_days_positive"),
                (self.carrier, {"som_transit_days": -1}, "som_transit_days_positive"),
                (self._transit(), {"days": -1}, "som_transit_days_positive"),
                (self.company, {"som_promise_overdue_days": -1}, "som_promise_overdue_days_positive")):
            with self.subTest(values), mute_logger("odoo.sql_db"), self.assertRaisesRegex(CheckViolation, name):
                with self.env.cr.savepoint():
                    record.write(values)
                    record.flush_recordset()

    def test_calendars_are_looked_up_once_for_all_lines_of_a_confirmation(self):
        self.warehouse.write({"som_cutoff": 14, "som_calendar_id": self.weekdays.id})
        order = self._order(*[(product, 1) for product in (self.scarce, self.goods, self.more_goods)] * 3)
        asked = []
        route = type(self.env["som.promise"])._som_route

        def looked_up(model, *way):
            asked.append(way)
            return route(model, *way)
        self.patch(type(self.env["som.promise"]), "_som_route", looked_up)
        order.action_confirm()
        self.assertEqual(len(asked), 1)
