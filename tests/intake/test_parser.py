"""Orders from mappings and from rows, and everything that is wrong with them named."""
import math
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake import parser, schema, values

from tests.intake.conftest import codes

PLAIN = values.Conventions()


def order(**more):
    return {"order": "1", "channel": "web", "customer": "C1", "lines": [line()], **more}


def line(**more):
    return {"sku": "A", "quantity": 1, **more}


def row(**more):
    return {"order": "1", "channel": "web", "customer": "C1", "sku": "A", "quantity": "1", **more}


def parsed(**more):
    return parser.parse_order(order(**more), 1)


def rows(*mappings, **more):
    return parser.parse_rows(list(enumerate(mappings, start=2)), PLAIN, **more)


def named(found):
    return [(issue.code, issue.row, issue.field) for issue in found.issues]


def mistakes(**more):
    return named(parsed(**more))


# A call

def test_an_order_in_order_has_no_issues():
    assert mistakes() == []


def test_values_are_typed_and_empty_ones_left_out():
    found = parsed(order=4711.0, order_date="2026-01-31", note="", email=None,
                   lines=[line(quantity="2", price="1,234.50", discount="10%", unit=" ")])
    assert found.values == {"order": "4711", "channel": "web", "customer": "C1", "order_date": datetime(2026, 1, 31)}
    assert found.lines[0].values == {"sku": "A", "quantity": 2.0, "price": 1234.5, "discount": 10.0}


def test_dates_are_meant_in_the_zone_of_the_source():
    found = parser.parse_order(order(order_date="2026-01-31"), 1, zone=ZoneInfo("Europe/Berlin"))
    assert found.values["order_date"] == datetime(2026, 1, 30, 23)


def test_an_order_is_known_by_its_channel_and_number():
    assert parsed().key == ("web", "1")


def test_what_was_sent_is_kept():
    raw = order()
    assert parser.parse_order(raw, 1).sent is raw


@pytest.mark.parametrize("raw", [None, [], "order", 1, True, b"", ("a",), math.nan])
def test_an_order_that_is_no_mapping_is_named(raw):
    assert named(parser.parse_order(raw, 3)) == [("not_a_mapping", 3, "")]


@pytest.mark.parametrize("lines", [None, [], (), {}, "A", 1, {"sku": "A"}])
def test_an_order_without_lines_is_named(lines):
    assert mistakes(lines=lines) == [("no_lines", 1, "lines")]


def test_lines_that_are_missing_altogether_are_named():
    assert named(parser.parse_order({"order": "1", "channel": "web", "customer": "C1"}, 1)) == [
        ("no_lines", 1, "lines")]


def test_a_line_that_is_no_mapping_is_named_by_its_position():
    assert mistakes(lines=[line(), "A", line()]) == [("not_a_mapping", 2, "lines")]


def test_good_lines_are_kept_beside_a_bad_one():
    assert [item.row for item in parsed(lines=[line(), "A", line()]).lines] == [1, 3]


@pytest.mark.parametrize("name", [name for name, field in schema.ORDER.items() if field.required])
@pytest.mark.parametrize("value", [None, "", " ", "\u00a0", math.nan])
def test_a_missing_order_field_is_named(name, value):
    assert mistakes(**{name: value}) == [("missing", 1, name)]


@pytest.mark.parametrize(("name", "value"), [
    (name, value) for name, field in schema.LINE.items() if field.required for value in (None, "", " ")])
def test_a_missing_line_field_is_named_by_its_line(name, value):
    assert mistakes(lines=[line(), line(**{name: value})]) == [("missing", 2, name)]


@pytest.mark.parametrize("name", [name for name, field in schema.ORDER.items() if not field.required])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_other_order_fields_may_be_empty(name, value):
    assert mistakes(**{name: value}) == []


@pytest.mark.parametrize(("name", "kind"), [(name, field.kind) for name, field in schema.ORDER.items()])
def test_a_list_is_no_value_of_an_order_field(name, kind):
    assert mistakes(**{name: ["A"]})[0] == ({"text": "bad_text", "date": "bad_date"}[kind], 1, name)


@pytest.mark.parametrize(("name", "kind"), [(name, field.kind) for name, field in schema.LINE.items()])
def test_a_mapping_is_no_value_of_a_line_field(name, kind):
    code = {"text": "bad_text", "date": "bad_date", "number": "bad_number", "percent": "bad_number"}[kind]
    assert (code, 1, name) in mistakes(lines=[line(**{name: {"a": 1}})])


@pytest.mark.parametrize(("field", "value", "code"), [
    ("quantity", "two", "bad_number"), ("quantity", True, "bad_number"), ("quantity", math.nan, "bad_number"),
    ("quantity", math.inf, "bad_number"), ("quantity", 0, "not_positive"), ("quantity", "-1", "not_positive"),
    ("quantity", 10 ** 5000, "bad_number"), ("price", "free", "bad_number"), ("price", -0.01, "negative"),
    ("price", ".", "bad_number"), ("price", math.nan, "bad_number"), ("discount", 101, "bad_discount"),
    ("discount", "-1%", "bad_discount"), ("discount", "x", "bad_number"), ("sku", "A\0", "bad_text"),
    ("sku", "\ud800", "bad_text"), ("sku", b"A", "bad_text"), ("sku", True, "bad_text"),
    ("description", 10 ** 5000, "bad_text"), ("colour", "red", "unknown_field"), ("lines", [], "unknown_field"),
    ("order", "2", "unknown_field"),
])
def test_a_mistake_in_a_line_is_named(field, value, code):
    assert mistakes(lines=[line(), line(**{field: value})]) == [(code, 2, field)]


@pytest.mark.parametrize(("field", "value", "code"), [
    ("order_date", "soon", "bad_date"), ("order_date", "03/04/2026", "ambiguous_date"),
    ("order_date", "9999-12-31T24:00", "bad_date"), ("order_date", math.nan, "bad_date"),
    ("requested_date", 45000, "bad_date"), ("customer", False, "bad_text"), ("order", "\0", "bad_text"),
    ("order", 10 ** 5000, "bad_text"), ("colour", "red", "unknown_field"), ("sku", "A", "unknown_field"),
])
def test_a_mistake_in_an_order_is_named(field, value, code):
    assert mistakes(**{field: value}) == [(code, 1, field)]


@pytest.mark.parametrize("price", [0, "0", "0.00"])
def test_a_line_may_be_free_of_charge(price):
    assert mistakes(lines=[line(price=price)]) == []


def test_everything_that_is_wrong_is_named_at_once():
    assert mistakes(customer="", order_date="x", colour="red", lines=[line(sku="", quantity=0), 1]) == [
        ("bad_date", 1, "order_date"), ("missing", 1, "customer"), ("unknown_field", 1, "colour"),
        ("missing", 1, "sku"), ("not_positive", 1, "quantity"), ("not_a_mapping", 2, "lines")]


def test_fields_that_begin_with_an_underscore_are_ignored():
    assert mistakes(_error="x", lines=[line(_id=1)]) == []


@pytest.mark.parametrize(("value", "shown"), [
    ("x" * 200, "x" * 80), ("a\0", "a\ufffd"), ("\ud800", "?"), (10 ** 5000, "int")])
def test_an_issue_shows_a_value_that_can_be_stored(value, shown):
    assert parsed(colour=value).issues[0].value == shown


def test_an_issue_shows_a_field_name_that_can_be_stored():
    assert parsed(**{"\0\ud800" + "x" * 100: 1}).issues[0].field == "\ufffd?" + "x" * 78


@pytest.mark.parametrize("channel", [None, "", "  ", math.nan])
def test_an_order_without_a_channel_takes_the_default_one(channel):
    assert parser.parse_order(order(channel=channel), 1, default_channel="shop").key == ("shop", "1")


@pytest.mark.parametrize("channel", [[], {}, False, True, "\0"])
def test_a_channel_that_cannot_be_read_is_named_and_not_replaced(channel):
    found = parser.parse_order(order(channel=channel), 1, default_channel="shop")
    assert named(found) == [("bad_text", 1, "channel")]


def test_a_channel_of_the_orders_own_wins():
    assert parser.parse_order(order(), 1, default_channel="shop").key == ("web", "1")


def test_what_was_sent_is_not_changed_by_the_default_channel():
    raw = order(channel="")
    parser.parse_order(raw, 1, default_channel="shop")
    assert raw["channel"] == ""


# History

@pytest.mark.parametrize(("more", "expected"), [
    ({}, False), ({"invoiced_date": "2026-01-31"}, True), ({"paid_date": "2026-01-31"}, True),
    ({"lines": [line(shipped_quantity=1, shipped_date="2026-01-31")]}, True), ({"invoiced_date": ""}, False)])
def test_an_order_is_history_where_it_tells_what_happened(more, expected):
    assert parsed(**more).is_history is expected


@pytest.mark.parametrize(("shipped", "code"), [(0, None), (1, None), (0.5, None), (2, "shipped_more"),
                                               (-1, "shipped_more")])
def test_no_more_is_shipped_than_was_ordered(shipped, code):
    found = mistakes(lines=[line(shipped_quantity=shipped, shipped_date="2026-01-31" if shipped else "")])
    assert found == ([(code, 1, "shipped_quantity")] if code else [])


def test_what_was_shipped_needs_a_date():
    assert mistakes(lines=[line(shipped_quantity=1)]) == [("missing", 1, "shipped_date")]


def test_a_date_of_shipping_needs_a_quantity():
    assert mistakes(lines=[line(shipped_date="2026-01-31")]) == [("missing", 1, "shipped_quantity")]


def test_what_was_paid_must_have_been_invoiced_or_shipped():
    assert mistakes(paid_date="2026-01-31") == [("missing", 1, "invoiced_date")]


@pytest.mark.parametrize("more", [
    {"invoiced_date": "2026-01-30"}, {"lines": [line(shipped_quantity=1, shipped_date="2026-01-30")]}])
def test_a_paid_order_that_was_invoiced_or_shipped_is_fine(more):
    assert mistakes(paid_date="2026-01-31", **more) == []


# Rows of a file

def test_rows_with_one_channel_and_number_make_one_order():
    found = rows(row(), row(sku="B"), row(order="2"))
    assert [(item.key, [part.values["sku"] for part in item.lines]) for item in found] == [
        (("web", "1"), ["A", "B"]), (("web", "2"), ["A"])]


def test_the_same_number_at_two_channels_makes_two_orders():
    assert [item.key for item in rows(row(), row(channel="edi"))] == [("web", "1"), ("edi", "1")]


def test_an_order_number_written_as_a_number_is_the_same_one():
    assert len(rows(row(order=1.0), row(order=1), row(order=" 1 "))) == 1


def test_orders_and_lines_know_their_rows():
    found = rows(row(), row(), row(order="2"))
    assert [(item.row, [part.row for part in item.lines]) for item in found] == [(2, [2, 3]), (4, [4])]


def test_orders_keep_the_rows_they_came_from():
    sent = [row(), row(sku="B")]
    assert rows(*sent)[0].sent == [(2, sent[0]), (3, sent[1])]


def test_a_row_without_a_number_is_an_order_of_its_own():
    assert [named(item) for item in rows(row(order=""), row(order=None))] == [
        [("missing", 2, "order")], [("missing", 3, "order")]]


def test_order_fields_may_be_left_out_on_later_rows():
    assert named(rows(row(note="x"), row(customer="", note=None))[0]) == []


@pytest.mark.parametrize(("first", "again"), [
    ({"note": "a b"}, {"note": " a  b "}), ({"order_date": "2026-01-31"}, {"order_date": "31.01.2026"}),
    ({"zip": 1234.0}, {"zip": "1234"}), ({"note": "x"}, {"note": math.nan})])
def test_order_fields_may_be_said_again_in_other_words(first, again):
    assert named(rows(row(**first), row(**again))[0]) == []


@pytest.mark.parametrize(("first", "again", "field"), [
    ({}, {"customer": "C2"}, "customer"), ({}, {"note": "new"}, "note"),
    ({"order_date": "2026-01-31"}, {"order_date": "2026-02-01"}, "order_date")])
def test_order_fields_that_contradict_the_first_row_are_named(first, again, field):
    assert named(rows(row(**first), row(**again))[0]) == [("contradiction", 3, field)]


def test_a_bad_order_field_on_a_later_row_is_named_there():
    assert named(rows(row(order_date="2026-01-31"), row(order_date="soon"))[0]) == [("bad_date", 3, "order_date")]


def test_a_number_that_comes_back_further_down_is_named_once():
    found = rows(row(), row(order="2"), row(), row())
    assert [named(item) for item in found] == [[("scattered", 4, "order")], []]


@pytest.mark.parametrize(("field", "value", "code"), [
    ("quantity", "x", "bad_number"), ("quantity", "0", "not_positive"), ("sku", "", "missing"),
    ("surplus", "x", "unknown_field"), ("lines", "x", "unknown_field"), ("price", "-1", "negative")])
def test_a_mistake_is_named_by_its_row_and_column(field, value, code):
    assert named(rows(row(), row(**{field: value}))[0]) == [(code, 3, field)]


def test_rows_without_a_channel_take_the_default_one():
    found = rows(row(channel=""), row(channel=None), default_channel="shop")
    assert [(item.key, named(item)) for item in found] == [(("shop", "1"), [])]


@pytest.mark.parametrize("default", [None, "shop"])
def test_a_row_without_a_channel_does_not_leave_the_order_above_incomplete(default):
    found = rows(row(), row(channel="", sku="B"), default_channel=default)
    assert ("missing", 3, "channel") in named(found[0])


def test_a_row_without_a_channel_below_another_number_is_fine():
    found = rows(row(), row(channel="", order="2"), default_channel="shop")
    assert [named(item) for item in found] == [[], []]


@pytest.mark.parametrize("channel", [True, "\0", ["web"]])
def test_a_channel_of_a_row_that_cannot_be_read_is_named_and_not_replaced(channel):
    found = rows(row(channel=channel), default_channel="shop")
    assert [named(item) for item in found] == [[("bad_text", 2, "channel")]]


def test_the_conventions_of_the_file_are_used():
    found = parser.parse_rows([(2, row(price="1.234,5", order_date="03/04/2026"))], values.Conventions(",", "mdy"))
    assert (found[0].lines[0].values["price"], found[0].values["order_date"]) == (1234.5, datetime(2026, 3, 4))


def test_history_of_a_file_needs_an_invoice_before_the_payment():
    assert named(rows(row(paid_date="2026-01-31"))[0]) == [("missing", 2, "invoiced_date")]


@pytest.mark.parametrize(("raw", "default", "key"), [
    ({}, None, ("", "")), ({}, "shop", ("shop", "")), ({"channel": " web ", "order": 1.0}, "shop", ("web", "1")),
    ({"channel": "\0", "order": []}, "shop", ("", "")), ({"channel": math.nan, "order": "1"}, "shop", ("shop", "1"))])
def test_the_key_of_a_row(raw, default, key):
    assert parser.row_key(raw, default) == key


@given(st.lists(st.integers(0, 5), max_size=12))
def test_every_row_is_a_line_of_exactly_one_order(numbers):
    found = rows(*(row(order=str(number)) for number in numbers))
    assert sorted(part.row for item in found for part in item.lines) == list(range(2, len(numbers) + 2))


@given(st.lists(st.integers(0, 5), max_size=12))
def test_whatever_key_an_order_has_its_rows_have_too(numbers):
    for item in rows(*(row(order=str(number), channel=("", "web")[number % 2]) for number in numbers),
                     default_channel="shop"):
        assert {parser.row_key(raw, "shop") for _row, raw in item.sent} == {item.key}


@pytest.mark.parametrize("code", [*codes("parser.py", name="blame"), *codes("values.py", name="BadValue")])
def test_every_mistake_has_a_message(code, messages, env):
    assert messages.issue_message(env, parser.Issue(code, 1, "sku", "A")).endswith(".")


# Whatever is sent

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=5)
    | st.dates() | st.datetimes() | st.text(alphabet="0123456789.,-/ %", max_size=12)
    | st.sampled_from([400, 5000]).map(lambda power: 10 ** power)
    | st.sampled_from(["a\0b", "\ud800", "9999-12-31T24:00", "0001-01-01", b"\xff", "1,5", "."]))
anything = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3)
                        | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=6)
names = st.sampled_from([*schema.COLUMNS, "lines", "_note"]) | st.text(max_size=5)
mappings = st.dictionaries(names, anything, max_size=8)
lines_sent = st.lists(mappings | anything, max_size=3) | anything
orders_sent = anything | st.builds(lambda head, lines: {**head, "lines": lines}, mappings, lines_sent)
TYPES = {schema.TEXT: str, schema.NUMBER: float, schema.PERCENT: float, schema.DATE: datetime}
ROWS = 3


def storable(text):
    return "\0" not in text and text.encode("utf-8") is not None and len(text) <= 80


def assert_sound(found, rows_sent):
    """Values have their types, and issues name a row that was sent and what a database can hold."""
    for part, fields in [(found, schema.ORDER), *((item, schema.LINE) for item in found.lines)]:
        for name, value in part.values.items():
            assert type(value) is TYPES[fields[name].kind]
            assert not isinstance(value, float) or math.isfinite(value)
    for issue in found.issues:
        assert issue.row in rows_sent
        assert storable(issue.field)
        assert storable(issue.value)
        assert issue.field or issue.code in ("not_a_mapping", "unknown_field")


def assert_complete(found):
    """An order without issues has everything that it must have."""
    if not found.issues:
        for part, fields in [(found, schema.ORDER), *((item, schema.LINE) for item in found.lines)]:
            assert all(part.values.get(name) for name, field in fields.items() if field.required)
        assert found.lines


@given(orders_sent, st.sampled_from([timezone.utc, ZoneInfo("Asia/Tokyo")]), st.sampled_from([None, "shop"]))
def test_whatever_is_sent_becomes_typed_values_or_named_issues(raw, zone, default):
    found = parser.parse_order(raw, 1, zone=zone, default_channel=default)
    assert_sound(found, range(1, ROWS + 2))
    assert_complete(found)


@given(st.sampled_from(sorted(schema.ORDER)), anything)
def test_whatever_stands_in_an_order_field_is_read_empty_or_named(name, value):
    found = parsed(**{name: value})
    assert_sound(found, [1])
    empty = value is None or (isinstance(value, str) and not value.strip()) or value != value
    assert name in found.values or empty or name in {issue.field for issue in found.issues}


@given(st.sampled_from(sorted(schema.LINE)), anything)
def test_whatever_stands_in_a_line_field_is_read_empty_or_named(name, value):
    found = parsed(lines=[line(**{name: value})])
    assert_sound(found, [1])
    empty = value is None or (isinstance(value, str) and not value.strip()) or value != value
    assert name in found.lines[0].values or empty or name in {issue.field for issue in found.issues}


@given(st.lists(mappings | st.builds(lambda more: {**row(), **more}, mappings), max_size=ROWS),
       st.sampled_from([None, "shop"]), st.sampled_from([PLAIN, values.Conventions(",", "mdy")]))
def test_whatever_stands_in_rows_becomes_typed_values_or_named_issues(sent, default, conventions):
    found = parser.parse_rows(list(enumerate(sent, start=2)), conventions, default_channel=default)
    assert sum(len(item.lines) for item in found) == len(sent)
    for item in found:
        assert_sound(item, range(2, ROWS + 2))
        assert_complete(item)


def test_a_mapping_nested_too_deep_is_named():
    nested = []
    for _ in range(100_000):
        nested = [nested]
    assert mistakes(note=nested) == [("bad_text", 1, "note")]


def test_a_day_is_a_date_too():
    assert parsed(order_date=date(2026, 1, 31)).values["order_date"] == datetime(2026, 1, 31)
