"""Days: which day a moment is for an order, and on which days somebody works."""
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from odoo.tools.date_utils import float_to_time
from odoo.tools.intervals import Intervals

#: Years in which somebody may want something; around others there is no zone to reckon with.
YEARS = range(1900, 9000)


class Zones:
    """The zones in which the days of orders are meant: the channel's, or the company's."""

    def __init__(self, company):
        self.company = company
        self._by_channel = {}

    def day(self, order, moment):
        """:param moment: naive UTC"""
        if moment.year not in YEARS:
            return moment.date()
        return moment.replace(tzinfo=UTC).astimezone(self.zone(order)).date()

    def zone(self, order):
        channel = order.som_channel_id
        if channel.id not in self._by_channel:
            name = channel._som_timezone() if channel else self.company.partner_id.tz or order.env.user.tz or "UTC"
            self._by_channel[channel.id] = ZoneInfo(name)
        return self._by_channel[channel.id]


class OpenDays:
    """The days on which somebody works by a calendar: ``day in open_days``.

    A day is closed when no working hours are left of it: none by the week
    (of two, where the calendar has two), or all within time off for
    everybody, in the calendar's zone. A calendar without any hours closes
    nothing. Two queries, however many days are asked.
    """

    def __init__(self, calendar, company, days):
        """:param days: iterable of dates that will be asked"""
        self.calendar, self.zone = calendar, ZoneInfo(calendar.tz or "UTC")
        self._hours = self._hours_by_weekday()
        days = {day for day in days if day.year in YEARS}
        self._time_off = self._read_time_off(company, days)
        self._open = {day: self._is_open(day) for day in days}

    def __contains__(self, day):
        return self._open.get(day, True)

    def _hours_by_weekday(self):
        """:return dict: (weekday, week of two) → list of (from, to) in hours; empty where every hour counts"""
        hours = {}
        attendances = self.calendar.env["resource.calendar.attendance"].search_fetch([
            ("calendar_id", "=", self.calendar.id), ("display_type", "=", False), ("day_period", "!=", "lunch")],
            ["dayofweek", "week_type", "hour_from", "hour_to"])
        for attendance in attendances:
            weeks = [attendance.week_type] if self.calendar.two_weeks_calendar else ["0", "1"]
            for week in weeks:
                hours.setdefault((attendance.dayofweek, week), []).append((attendance.hour_from, attendance.hour_to))
        return {} if self.calendar.flexible_hours else hours

    def _read_time_off(self, company, days):
        """Time off for everybody, of the calendar or of all calendars of the company."""
        if not days:
            return Intervals()
        leaves = self.calendar.env["resource.calendar.leaves"].search_fetch([
            ("time_type", "=", "leave"), ("resource_id", "=", False),
            ("calendar_id", "in", [False, self.calendar.id]), ("company_id", "in", [False, company.id]),
            ("date_from", "<=", self._moment(max(days), 24).replace(tzinfo=None)),
            ("date_to", ">=", self._moment(min(days), 0).replace(tzinfo=None))], ["date_from", "date_to"])
        return Intervals((leave.date_from.replace(tzinfo=UTC), leave.date_to.replace(tzinfo=UTC), frozenset())
                         for leave in leaves)

    def _is_open(self, day):
        if not self._hours:
            hours = [(0, 24)]
        else:
            week = str(self.calendar.env["resource.calendar.attendance"].get_week_type(day))
            hours = self._hours.get((str(day.weekday()), week), [])
        return bool(hours) and bool(Intervals(
            (self._moment(day, start), self._moment(day, end), frozenset()) for start, end in hours) - self._time_off)

    def _moment(self, day, hour):
        return datetime.combine(day, float_to_time(hour), self.zone).astimezone(UTC)
