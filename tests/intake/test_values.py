"""What people write for texts, numbers, percentages and dates, and what is made of it."""
import math
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from intake import values

POINT, COMMA = values.Conventions("."), values.Conventions(",")
BERLIN, NEW_YORK, TOKYO = map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Tokyo"))
ZONES = [timezone.utc, BERLIN, NEW_YORK, TOKYO, *map(ZoneInfo, (
    "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns"))]
GAPS = ["", " ", "\u00a0", "\u2009", "\u202f", "'", "\u2019"]


def code_of(function, *arguments):
    with pytest.raises(values.BadValue) as caught:
        function(*arguments)
    return caught.value.code


# Texts

@pytest.mark.parametrize(("value", "expected"), [
    (None, ""), ("", ""), ("  ", ""), (math.nan, ""), (" A  1\t2\n3 ", "A 1 2 3"), ("\u00a0x\u00a0", "x"),
    (4711, "4711"), (4711.0, "4711"), (0, "0"), (0.5, "0.5"), (1e15, "1000000000000000"), ("1.0", "1.0"),
    ("00123", "00123"), ("Müller & Söhne", "Müller & Söhne"), ("🚚", "🚚"), (date(2026, 1, 31), "2026-01-31"),
    (time(8, 30), "08:30:00"), (timedelta(hours=1), "1:00:00"),
])
def test_text_is_plain_and_without_needless_blanks(value, expected):
    assert values.text(value) == expected


@pytest.mark.parametrize("value", [
    True, False, [], {}, ["A"], ("A",), b"A", {"a": 1}, object(), "a\0b", "\ud800", "ok\udfff", 10 ** 5000])
def test_what_no_text_field_can_hold_is_no_text(value):
    assert code_of(values.text, value) == "bad_text"


@given(st.text())
def test_text_stays_what_it_became(written):
    try:
        once = values.text(written)
    except values.BadValue:
        return
    assert values.text(once) == once


# What messages show

@pytest.mark.parametrize(("value", "expected"), [
    ("abc", "abc"), (12, "12"), (None, "None"), ("a\0b", "a\ufffdb"), ("a\ud800b", "a?b"), (10 ** 5000, "int"),
    ([10 ** 5000], "list"), ("x" * 100, "x" * 80)])
def test_any_value_is_shown_short_and_storable(value, expected):
    assert values.shown(value) == expected


def test_a_value_nested_too_deep_is_shown_by_its_kind():
    nested = []
    for _ in range(100_000):
        nested = [nested]
    assert values.shown(nested) == "list"


# Numbers

@pytest.mark.parametrize(("value", "conventions", "expected"), [
    (3, POINT, 3.0), (2.5, COMMA, 2.5), ("3", POINT, 3.0), ("+3", POINT, 3.0), ("-3", POINT, -3.0),
    (" 3 ", POINT, 3.0), ("007", POINT, 7.0), (".5", POINT, 0.5), ("-.5", POINT, -0.5), (",5", COMMA, 0.5),
    ("5.", POINT, 5.0), ("12.50", POINT, 12.5), ("12,50", COMMA, 12.5), ("0,125", COMMA, 0.125),
    ("1,234", POINT, 1234.0), ("1.234", COMMA, 1234.0), ("1,234.5", POINT, 1234.5), ("1.234,5", COMMA, 1234.5),
    ("1,234,567.89", POINT, 1234567.89), ("1.234.567,89", COMMA, 1234567.89), ("12,345", POINT, 12345.0),
    ("1 234,5", COMMA, 1234.5), ("1\u00a0234.5", POINT, 1234.5), ("1\u202f234\u202f567", POINT, 1234567.0),
    ("1'234.50", POINT, 1234.5), ("1\u2019234.50", POINT, 1234.5), ("\u0663", POINT, 3.0),
])
def test_a_number_is_read_the_way_it_is_written(value, conventions, expected):
    assert values.number(value, conventions) == expected


@pytest.mark.parametrize("value", [
    "", "abc", ".", ",", "+", "-", "-.", "1..5", "1.5.0", "1,5", "12,50", "1,2345", "0,125", "-0,125", "1234,567",
    ",123", "1,,234", "1.234,567", "1 5", "12 34", "1234 567", "0 125", "1 234,567", "1'2", "1e5", "0x10", "1_000",
    "½", "²", "--1", "+-1", "1-", "5 €", "10%", "nan", "inf", "-inf", "9" * 400, "1\n234", "1\0", "\ud800",
    True, False, math.nan, math.inf, -math.inf, 10 ** 400, 10 ** 5000, None, [], [1], {}, {"a": 1}, b"1",
    (1,), [10 ** 5000], date(2026, 1, 1),
])
def test_what_is_no_number_is_refused(value):
    assert code_of(values.number, value, POINT) == "bad_number"


@pytest.mark.parametrize("value", ["1.5", "1,234,5", "1,2,3", "12.50", "1234.567", "0.125", "."])
def test_a_decimal_point_is_refused_where_commas_separate_decimals(value):
    assert code_of(values.number, value, COMMA) == "bad_number"


@given(cents=st.integers(-10 ** 12, 10 ** 12), places=st.integers(0, 4), decimal=st.sampled_from(".,"),
       gap=st.sampled_from([*GAPS, "other"]), blanks=st.sampled_from(["", " ", "\u00a0"]))
def test_numbers_written_in_any_convention_round_trip(cents, places, decimal, gap, blanks):
    gap = {".": ",", ",": "."}[decimal] if gap == "other" else gap
    whole, part = divmod(abs(cents), 10 ** places)
    written = f"{whole:,}".replace(",", gap) + (f"{decimal}{part:0{places}d}" if places else "")
    written = f"{blanks}{'-' if cents < 0 else ''}{written}{blanks}"
    assert values.number(written, values.Conventions(decimal)) == pytest.approx(cents / 10 ** places, rel=1e-15)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-2 ** 53, 2 ** 53))
def test_numbers_sent_as_numbers_stay_as_they_are(value):
    assert values.number(value, COMMA) == value


@given(st.text(alphabet="0123456789.,'+- %e\u00a0") | st.text(), st.sampled_from([POINT, COMMA]))
def test_any_text_is_a_finite_number_or_a_bad_one(written, conventions):
    try:
        assert math.isfinite(values.number(written, conventions))
    except values.BadValue as error:
        assert error.code == "bad_number"


# Percentages

@pytest.mark.parametrize(("value", "conventions", "expected"), [
    ("10", POINT, 10.0), ("10%", POINT, 10.0), (" 10 % ", POINT, 10.0), ("10\u00a0%", POINT, 10.0), (0, POINT, 0.0),
    (100, POINT, 100.0), ("12,5 %", COMMA, 12.5), (7.5, COMMA, 7.5), ("0", POINT, 0.0)])
def test_a_percentage_may_carry_its_sign(value, conventions, expected):
    assert values.percent(value, conventions) == expected


@pytest.mark.parametrize(("value", "code"), [
    ("-1", "bad_discount"), ("100.01", "bad_discount"), (101, "bad_discount"), (-0.5, "bad_discount"),
    ("%", "bad_number"), ("10%%", "bad_number"), ("ten", "bad_number"), (True, "bad_number"),
    (math.nan, "bad_number"), ([], "bad_number"), (10 ** 400, "bad_number")])
def test_what_is_no_percentage_is_refused(value, code):
    assert code_of(values.percent, value, POINT) == code


# Dates

@pytest.mark.parametrize(("written", "expected"), [
    ("2026-01-31", datetime(2026, 1, 31)), (" 2026-01-31 ", datetime(2026, 1, 31)),
    ("2026-01-31 10:30", datetime(2026, 1, 31, 10, 30)), ("2026-01-31T10:30:15", datetime(2026, 1, 31, 10, 30, 15)),
    ("2026-01-31T10:30:15.999", datetime(2026, 1, 31, 10, 30, 15)),
    ("2026-01-31T10:30:00Z", datetime(2026, 1, 31, 10, 30)),
    ("2026-01-31T10:30:00+02:00", datetime(2026, 1, 31, 8, 30)), ("2026-01-31T24:00", datetime(2026, 2, 1)),
    ("31.01.2026", datetime(2026, 1, 31)), ("1.2.2026", datetime(2026, 2, 1)), ("01.02.2026", datetime(2026, 2, 1)),
    ("31.01.2026 10:30", datetime(2026, 1, 31, 10, 30)), ("31/01/2026", datetime(2026, 1, 31)),
    ("01/31/2026", datetime(2026, 1, 31)), ("31-01-2026", datetime(2026, 1, 31)),
    ("03/03/2026", datetime(2026, 3, 3)), ("3/03/2026", datetime(2026, 3, 3)),
    ("31/01/2026T7:05:09", datetime(2026, 1, 31, 7, 5, 9)), ("2024-02-29", datetime(2024, 2, 29)),
    (date(2026, 1, 31), datetime(2026, 1, 31)), (datetime(2026, 1, 31, 10, 30), datetime(2026, 1, 31, 10, 30)),
    (datetime(2026, 1, 31, 10, 30, tzinfo=timezone(timedelta(hours=2))), datetime(2026, 1, 31, 8, 30)),
])
def test_a_date_is_read_the_way_it_is_written(written, expected):
    assert values.moment(written, POINT, timezone.utc) == expected


@pytest.mark.parametrize("written", [
    "", "tomorrow", "2026", "2026-01", "2026-1-5", "2026-13-01", "2026-02-30", "2025-02-29", "2026-01-31garbage",
    "2026-01-31/02", "2026-01-31-05", "2026-01-31x10:00", "2026-01-31T", "2026-01-31T25:00", "2026-01-31T10:60",
    "31.02.2026", "32.01.2026", "13.13.2026", "13/14/2026", "31/01.2026", "31.01.26", "0/1/2026", "01/02/0000",
    "31.01.2026 25:00", "20260131", "2026/01/31", "9999-12-31T24:00", "0000-01-01", "10:30", "45000", "2026-01-31\0",
    "\ud800", None, True, 45000, 45000.5, math.nan, 10 ** 5000, [], {}, b"2026-01-31", time(10, 30), [10 ** 5000],
])
def test_what_is_no_date_is_refused(written):
    assert code_of(values.moment, written, POINT, timezone.utc) == "bad_date"


@pytest.mark.parametrize("written", ["03/04/2026", "3-4-2026", "12/11/2026 10:00"])
def test_a_date_that_reads_two_ways_is_refused(written):
    assert code_of(values.moment, written, POINT, timezone.utc) == "ambiguous_date"


@pytest.mark.parametrize(("dates", "expected"), [("dmy", datetime(2026, 4, 3)), ("mdy", datetime(2026, 3, 4))])
def test_a_date_that_reads_two_ways_follows_its_source(dates, expected):
    assert values.moment("03/04/2026", values.Conventions(dates=dates), timezone.utc) == expected


def test_a_date_with_points_is_day_first_whatever_its_source():
    assert values.moment("03.04.2026", values.Conventions(dates="mdy"), timezone.utc) == datetime(2026, 4, 3)


@pytest.mark.parametrize(("written", "zone", "expected"), [
    ("2026-01-31", BERLIN, datetime(2026, 1, 30, 23)), ("2026-07-31", BERLIN, datetime(2026, 7, 30, 22)),
    ("2026-07-31", NEW_YORK, datetime(2026, 7, 31, 4)), ("2026-07-31 08:00", TOKYO, datetime(2026, 7, 30, 23)),
    ("2026-07-31T08:00Z", TOKYO, datetime(2026, 7, 31, 8)),
    # an hour that the clocks leave out counts on from the old time
    ("2026-03-29 02:30", BERLIN, datetime(2026, 3, 29, 1, 30)),
    ("2026-03-08 02:30", NEW_YORK, datetime(2026, 3, 8, 7, 30)),
    # an hour that the clocks go through twice is the first of the two
    ("2026-10-25 02:30", BERLIN, datetime(2026, 10, 25, 0, 30)),
    # a day that a country left out
    ("2011-12-30", ZoneInfo("Pacific/Apia"), datetime(2011, 12, 30, 10)),
])
def test_a_time_without_an_offset_is_meant_in_the_zone(written, zone, expected):
    assert values.moment(written, POINT, zone) == expected


@pytest.mark.parametrize(("day", "zone"), [
    ("0001-01-01", TOKYO), ("9999-12-31T23:59", NEW_YORK), ("0001-01-01T00:00+14:00", timezone.utc),
    (datetime.min, timezone(timedelta(hours=14))), (datetime.max, timezone(timedelta(hours=-14)))])
def test_a_moment_beyond_the_calendar_is_refused(day, zone):
    assert code_of(values.moment, day, POINT, zone) == "bad_date"


FORMS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S",
         "%d-%m-%Y %H:%M:%S"]


@given(moment=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), zone=st.sampled_from(ZONES),
       form=st.sampled_from(FORMS))
def test_moments_round_trip_in_any_zone_and_form(moment, zone, form):
    moment = moment.replace(microsecond=0)
    local = moment.replace(tzinfo=timezone.utc).astimezone(zone)
    assume(not local.fold)  # the second of two equal hours cannot be written without an offset
    dates = "mdy" if form.startswith("%m") else "dmy"
    assert values.moment(local.strftime(form), values.Conventions(dates=dates), zone) == moment


@given(moment=st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), zone=st.sampled_from(ZONES))
def test_moments_with_an_offset_round_trip_even_in_doubled_hours(moment, zone):
    moment = moment.replace(microsecond=0)
    local = moment.replace(tzinfo=timezone.utc).astimezone(zone)
    assume(not local.utcoffset().seconds % 60)  # local mean times of long ago
    assert values.moment(local.isoformat(), POINT, TOKYO) == moment


@given(st.datetimes(), st.sampled_from(ZONES))
def test_any_local_time_is_a_moment_or_a_bad_date(local, zone):
    try:
        assert values.moment(local, POINT, zone).tzinfo is None
    except values.BadValue as error:
        assert error.code == "bad_date"
        assert local.year in (1, 9999)


@given(st.text(alphabet="0123456789-/. :TZ+") | st.text())
def test_any_text_is_a_moment_or_says_why_not(written):
    try:
        assert values.moment(written, POINT, BERLIN).tzinfo is None
    except values.BadValue as error:
        assert error.code in ("bad_date", "ambiguous_date")


# Conventions of a whole source

@pytest.mark.parametrize(("written", "expected"), [
    ("1234", None), ("1,234", None), ("1.234", None), ("-12.345", None), ("1 234", None), ("", None), ("abc", None),
    ("a.b", None), ("12.5", "."), ("12,5", ","), ("1,234.5", "."), ("1.234,5", ","), ("1.234.567", ","),
    ("1,234,567", "."), ("0.125", "."), ("0,125", ","), ("1234,567", ","), ("10,5 %", ","), ("10.5%", "."),
    ("1 234.567", "."), ("-.5", "."), ("1.2.3", None), ("1,2,3", None), ("1,234,5", None), ("1.5,2.5", None),
    ("1. 5", None), ("31.01.2026", None), (".", None)])
def test_a_number_shows_its_decimal_mark_only_where_one_reading_is_left(written, expected):
    assert values.decimal_mark(written) == expected


@pytest.mark.parametrize(("written", "expected"), [
    ("31/01/2026", "dmy"), ("01/31/2026", "mdy"), ("01/02/2026", None), ("13/14/2026", None), ("01.02.2026", "dmy"),
    ("2026-01-31", None), ("", None), ("abc", None), ("31/01/2026 10:00", "dmy"), ("1/31/2026", "mdy")])
def test_a_date_shows_its_order_only_where_one_reading_is_left(written, expected):
    assert values.date_order(written) == expected


@pytest.mark.parametrize(("numbers", "dates", "default", "expected"), [
    ([], [], ".", (".", None)), ([], [], ",", (",", None)), (["1.5"], [], ",", (".", None)),
    (["1,5", "1.234"], [], ".", (",", None)), (["1,5", "1.5"], [], ".", (".", None)),
    (["1,5", "1.5"], [], ",", (",", None)), (["1.5", "1.2.3"], [], ",", (".", None)),
    ([], ["31/01/2026", "01/02/2026"], ".", (".", "dmy")), ([], ["01/31/2026", "01/02/2026"], ".", (".", "mdy")),
    ([], ["31/01/2026", "01/31/2026"], ".", (".", None)), ([], ["31.01.2026", "01/31/2026"], ".", (".", "mdy")),
])
def test_a_source_has_a_convention_where_its_values_agree_on_one(numbers, dates, default, expected):
    found = values.conventions_of(numbers, dates, default)
    assert (found.decimal, found.dates) == expected


@given(st.lists(st.integers(0, 10 ** 9), min_size=1), st.sampled_from(".,"))
def test_a_source_that_writes_cents_is_recognised(cents, decimal):
    written = [f"{value // 100}{decimal}{value % 100:02d}" for value in cents]
    found = values.conventions_of(written, [], "," if decimal == "." else ".")
    assert found.decimal == decimal
    assert [values.number(text, found) for text in written] == [value / 100 for value in cents]
