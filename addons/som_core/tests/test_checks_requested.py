from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from odoo.tests import freeze_time, tagged

from odoo.addons.som_core.checks.open_days import OpenDays

from .delivery_common import DeliveryCase


@tagged("post_install", "-at_install")
class TestChecksRequested(DeliveryCase):
    """The customer asks for a day on which it can be done."""

    def _wanted(self, moment, **values):
        return self._order((self.goods, 1), som_requested_date=moment, **values)

    @freeze_time("2026-03-02 10:00:00")
    def test_a_day_before_the_lead_time_is_over_holds(self):
        self._check("requested_too_early")
        self.goods.sale_delay = 5
        reason = self._reason(self._wanted("2026-03-05 12:00:00"))
        self.assertIn("03/05/2026", reason)
        self.assertIn("03/07/2026 is the earliest", reason)
        self.assertFalse(self._reason(self._wanted("2026-03-07 00:30:00")), "by the day, not by the hour")

    @freeze_time("2026-03-02 10:00:00")
    def test_a_promised_date_counts_where_none_was_requested(self):
        self._check("requested_too_early")
        self.goods.sale_delay = 5
        self.assertTrue(self._reason(self._order((self.goods, 1), commitment_date="2026-03-05 12:00:00")))
        self.assertFalse(self._reason(self._order((self.goods, 1))), "no date at all")

    @freeze_time("2026-03-02 10:00:00")
    def test_the_slowest_product_counts_where_all_ship_at_once(self):
        self._check("requested_too_early")
        self.goods.sale_delay, self.more_goods.sale_delay = 1, 9
        order = self._order((self.goods, 1), (self.more_goods, 1), som_requested_date="2026-03-04 12:00:00")
        order.picking_policy = "direct"
        self.assertFalse(self._reason(order))
        order.picking_policy = "one"
        self.assertIn("03/11/2026", self._reason(order))

    @freeze_time("2026-03-02 10:00:00")
    def test_the_earliest_dates_are_native_ones(self):
        self.goods.sale_delay, self.more_goods.sale_delay = 2, 7
        orders = self.env["sale.order"].union(*(
            self._order((self.goods, 1), (self.more_goods, 1), (self.service, 1), picking_policy=policy)
            for policy in ("direct", "one")))
        orders |= self._order((self.service, 1))
        orders[0].action_confirm()
        orders[0].date_order = "2026-02-20 08:00:00"
        self.assertEqual(orders._som_earliest_dates(), {order.id: order.expected_date for order in orders[:2]})

    @freeze_time("2026-03-02 10:00:00")
    def test_nothing_arrives_before_the_security_lead_time_is_over(self):
        self.goods.sale_delay = 2
        self.company.security_lead = 4
        order = self._order((self.goods, 1))
        self.assertEqual(order._som_earliest_dates()[order.id], datetime(2026, 3, 6, 10))

    def test_the_day_is_that_of_the_channel(self):
        """22:30 UTC on the 6th is the 7th in Oslo."""
        self._check("requested_too_early")
        self.goods.sale_delay = 5
        self.channel.tz = "Europe/Oslo"
        with freeze_time("2026-03-02 10:00:00"):
            at_home = self._wanted("2026-03-06 23:30:00")
            abroad = self._wanted("2026-03-06 23:30:00", som_channel_id=self.channel.id)
            self.assertTrue(self._reason(at_home))
            self.assertFalse(self._reason(abroad))

    def test_a_waived_wish_stays_waived_as_days_go_by_and_not_when_it_gets_worse(self):
        self._check("requested_too_early")
        self.goods.sale_delay = 5
        with freeze_time("2026-03-02 10:00:00"):
            order = self._wanted("2026-03-05 12:00:00")
            self._reason(order)
            self._waive(order)
        with freeze_time("2026-03-04 10:00:00"):
            self.assertFalse(self._reason(order))
            order.som_requested_date = "2026-03-06 12:00:00"
            self.assertFalse(self._reason(order), "less bad")
            order.som_requested_date = "2026-03-04 12:00:00"
            self.assertTrue(self._reason(order), "worse than what was waived")

    def test_an_order_confirmed_in_time_stays_in_time(self):
        self._check("requested_too_early")
        self.goods.sale_delay = 5
        with freeze_time("2026-03-02 10:00:00"):
            order = self._wanted("2026-03-08 12:00:00")
            order.action_confirm()
            self.assertEqual(order.state, "sale")
        with freeze_time("2026-03-07 10:00:00"):
            self.assertFalse(self._reason(order))

    def test_a_date_beyond_all_calendars_stops_nobody(self):
        self._check("requested_too_early")
        self._check("requested_closed_day")
        for moment in ("9999-12-31 23:59:59", "9500-01-01 00:00:00"):
            self.assertFalse(self._reason(self._wanted(moment, som_channel_id=self.channel.id)))

    def _calendar(self, **values):
        return self.env["resource.calendar"].create({
            "name": "House", "tz": "UTC", "company_id": self.company.id, **values})

    def _leave(self, calendar, start, end, company=None):
        return self.env["resource.calendar.leaves"].with_company(company or self.company).create({
            "name": "Closed", "calendar_id": calendar and calendar.id, "date_from": start, "date_to": end})

    def test_a_weekend_is_closed_by_the_companys_hours(self):
        self.company.resource_calendar_id = self._calendar()
        self._check("requested_closed_day")
        order = self._wanted("2026-03-07 12:00:00")  # a Saturday
        reason = self._reason(order)
        self.assertIn("03/07/2026", reason)
        self.assertIn("House", reason)
        order.som_requested_date = "2026-03-09 12:00:00"
        self.assertFalse(self._reason(order))

    def test_a_calendar_of_the_check_goes_before_the_companys(self):
        calendar = self._calendar(name="Seven Days")
        calendar.attendance_ids = [(0, 0, {
            "name": "Saturday", "dayofweek": "5", "hour_from": 8, "hour_to": 12, "day_period": "morning"})]
        self._check("requested_closed_day", calendar_id=calendar.id)
        self.assertFalse(self._reason(self._wanted("2026-03-07 12:00:00")))
        self.assertIn("Seven Days", self._reason(self._wanted("2026-03-08 12:00:00")))

    def test_the_zone_of_the_order_decides_on_its_day(self):
        """Friday, 23:30 in UTC, is Saturday in Oslo."""
        self.company.resource_calendar_id = self._calendar()
        self._check("requested_closed_day")
        self.channel.tz = "Europe/Oslo"
        self.assertFalse(self._reason(self._wanted("2026-03-06 23:30:00")))
        self.assertIn("03/07/2026", self._reason(
            self._wanted("2026-03-06 23:30:00", som_channel_id=self.channel.id)))

    def test_time_off_for_everybody_closes_a_day_half_of_it_does_not(self):
        calendar = self.company.resource_calendar_id = self._calendar()
        self._check("requested_closed_day")
        order = self._wanted("2026-03-11 12:00:00")
        leave = self._leave(calendar, "2026-03-11 00:00:00", "2026-03-11 12:00:00")
        self.assertFalse(self._reason(order), "open in the afternoon")
        leave.date_to = "2026-03-11 23:59:59"
        self.assertTrue(self._reason(order))
        leave.time_type = "other"
        self.assertFalse(self._reason(order), "work elsewhere")

    def test_time_off_of_all_calendars_counts_that_of_another_company_does_not(self):
        self.company.resource_calendar_id = self._calendar()
        self._check("requested_closed_day")
        other = self.env["res.company"].create({"name": "Other House"})
        order = self._wanted("2026-03-11 12:00:00")
        leave = self._leave(False, "2026-03-10 22:00:00", "2026-03-12 02:00:00", other)
        self.assertEqual(leave.company_id, other)
        self.assertFalse(self._reason(order))
        self._leave(False, "2026-03-10 22:00:00", "2026-03-12 02:00:00")
        self.assertTrue(self._reason(order))

    def test_a_waived_closed_day_is_held_again_for_another(self):
        self.company.resource_calendar_id = self._calendar()
        self._check("requested_closed_day")
        order = self._wanted("2026-03-07 12:00:00")
        self._reason(order)
        self._waive(order)
        order.som_requested_date = "2026-03-07 15:00:00"
        self.assertFalse(self._reason(order), "the same day")
        order.som_requested_date = "2026-03-08 15:00:00"
        self.assertTrue(self._reason(order))

    def test_open_days_are_those_on_which_native_finds_working_hours(self):
        """Against ``resource.calendar._work_intervals_batch``, zone and two-week calendars included."""
        odd = self._calendar(name="Two Weeks", tz="Asia/Tokyo")
        odd.switch_calendar_type()
        odd.attendance_ids.filtered(
            lambda a: a.week_type == "1" and a.dayofweek in ("0", "3") and not a.display_type).unlink()
        days = [datetime(2026, 3, 1).date() + timedelta(days=number) for number in range(35)]
        for calendar in (self._calendar(tz="America/New_York"), odd):
            self._leave(calendar, "2026-03-09 20:00:00", "2026-03-12 13:30:00")
            self._leave(calendar, "2026-03-18 04:00:00", "2026-03-18 17:00:00")
            ours = OpenDays(calendar, self.company, set(days))
            zone = ZoneInfo(calendar.tz)
            native = [day for day in days if calendar._work_intervals_batch(
                *(datetime.combine(day, time, zone) for time in (datetime.min.time(), datetime.max.time())))[False]]
            self.assertEqual([day for day in days if day in ours], native)
            self.assertTrue(10 < len(native) < 25)
