"""The error file says what is wrong and can be imported again; the template has every column."""
import csv
import io
import math
from datetime import datetime, time, timezone

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake import parser, reader, schema, values, writer

HEADER = ["order", "channel", "customer", "sku", "quantity"]
ROW = {"order": "1", "channel": "web", "customer": "C1", "sku": "A", "quantity": "2"}


def read_back(columns, rejected, conventions=None):
    return reader.read(writer.error_file(columns, rejected, conventions))


def cells_of(content):
    return [list(cells) for cells in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def without_error(row):
    return {name: value for name, value in row.items() if name != writer.ERROR_COLUMN}


def again(value, column="note"):
    """What a value is after it went out in the error file and came in again."""
    return read_back([*HEADER, column], [({**ROW, column: value}, ["x"])]).rows[0][1].get(column)


# The error file

def test_rejected_rows_come_back():
    rows = [ROW, {**ROW, "sku": "B", "quantity": 2.5}]
    sheet = read_back(HEADER, [(row, ["sku: unknown"]) for row in rows])
    assert [without_error(row) for _position, row in sheet.rows] == rows


def test_the_reasons_stand_in_the_last_column():
    assert cells_of(writer.error_file(HEADER, [(ROW, ["a", "b"]), (ROW, [])])) == [
        [*HEADER, "_error"], [*ROW.values(), "a\nb"], [*ROW.values(), None]]


def test_the_reasons_are_ignored_on_the_way_in():
    sheet = read_back(HEADER, [(ROW, ["sku: unknown"])])
    assert parser.parse_rows(sheet.rows, sheet.conventions)[0].issues == []


def test_the_reasons_of_an_earlier_round_are_replaced():
    content = writer.error_file([*HEADER, "_error"], [({**ROW, "_error": "old"}, ["new"])])
    assert cells_of(content)[1] == [*ROW.values(), "new"]


def test_columns_of_the_users_own_are_kept():
    sheet = read_back([*HEADER, "_mine"], [({**ROW, "_mine": "x"}, [])])
    assert sheet.rows[0][1]["_mine"] == "x"


def test_columns_without_a_name_are_left_out():
    assert cells_of(writer.error_file(["order", "", "sku"], []))[0] == ["order", "sku", "_error"]


def test_nothing_rejected_is_a_header_alone():
    assert read_back(HEADER, []).rows == []


@pytest.mark.parametrize("value", [
    "x", "00123", "1e5", "=1+1", "{=1+1}", "+49 30", "-1", "@x", "https://example.org", "mailto:a@example.org",
    "internal:Sheet1!A1", "external:x", "nan", "TRUE", "two\nlines", "_x0041_", "\x01\x1f", "ß€🚚", " x ", "'x",
    1, 1.5, 0, -3, True, False, datetime(2026, 1, 31), datetime(2026, 1, 31, 10, 30, 15)])
def test_a_value_comes_back_as_it_was(value):
    found = again(value)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(("value", "expected"), [
    (None, None), ("", None), (math.inf, "inf"), (-math.inf, "-inf"), (10 ** 16 + 1, str(10 ** 16 + 1)),
    (10 ** 400, "1" + "0" * 79), (10 ** 5000, "int"), (time(10, 30), "10:30:00"), ("a\0b", "a\ufffdb"),
    ("\ud800", "?"), (["A"], "['A']"), ({"a": 1}, "{'a': 1}"), (b"A", "b'A'"), ("x" * 40_000, "x" * 32_767)])
def test_what_a_cell_cannot_hold_comes_back_as_text(value, expected):
    found = again(value)
    assert (found or "")[:80] == (expected or "")[:80]
    assert len(found or "") <= 32_767


def test_no_value_becomes_a_formula():
    book = openpyxl.load_workbook(io.BytesIO(writer.error_file(
        ["order", "sku"], [({"order": "=1+1", "sku": "{=1+1}"}, ["=1+1"])])))
    assert {cell.data_type for cell in book.active[2]} == {"s"}


def test_reasons_of_any_length_and_kind_fit():
    assert len(cells_of(writer.error_file(HEADER, [(ROW, ["x\0\ud800" * 20_000])]))[1][-1]) <= 32_767


@given(st.lists(st.fixed_dictionaries({name: st.text(max_size=8) for name in HEADER}), max_size=4),
       st.lists(st.text(max_size=8), max_size=2))
@settings(max_examples=50)
def test_whatever_text_was_rejected_comes_back(rows, messages):
    sheet = read_back(HEADER, [(row, messages) for row in rows])
    kept = [{name: values.shown(value, None).replace("\r\n", "\n") for name, value in row.items()} for row in rows]
    found = [{name: row.get(name) or "" for name in HEADER} for _position, row in sheet.rows]
    flat = [[" ".join(value.split()) for value in row.values()] for row in found]
    expected = [[" ".join(value.split()) for value in row.values()] for row in kept]
    assert [row for row in flat if any(row)] == [row for row in expected if any(row)]


# What a file wrote means the same without the rows left out

def first_file(rows, delimiter=","):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([[*HEADER, "price", "discount", "order_date"], *rows])
    return reader.read(stream.getvalue().encode())


@pytest.mark.parametrize(("delimiter", "bad", "good"), [
    (";", ["1.234", "1.234,00", "5%", "31.01.2026"], ["1", "1,5", "0", "31.01.2026"]),
    (";", ["1.234", "2.500", "12.5", "31/01/2026"], ["1.5", "1", "0", "31/01/2026"]),
    (",", ["1,234", "2,500.00", "", "03/04/2026"], ["1.5", "1", "0", "31/01/2026"]),
    (",", ["1", "1", "", "03/04/2026 10:30"], ["1", "1", "0", "01/31/2026"]),
    ("\t", ["2,5", "1.000", "12,5 %", "2026-01-31T10:30:00+02:00"], ["1,5", "1", "0", "2026-01-31"]),
])
def test_rejected_rows_mean_the_same_when_they_come_again(delimiter, bad, good):
    sheet = first_file([["1", "web", "C1", "A", *bad], ["2", "web", "C1", "B", *good]], delimiter)
    before = parser.parse_rows(sheet.rows, sheet.conventions, timezone.utc)[0]
    second = read_back(sheet.columns, [(sheet.rows[0][1], ["no"])], sheet.conventions)
    after = parser.parse_rows(second.rows, second.conventions, timezone.utc)[0]
    assert before.issues == after.issues == []
    assert (after.values, after.lines[0].values) == (before.values, before.lines[0].values)


@pytest.mark.parametrize(("column", "value"), [
    ("quantity", "two"), ("quantity", "1.2.3"), ("discount", "120"), ("order_date", "soon"), ("order", "1.234"),
    ("note", "03/04/2026"), ("_mine", "1,5"), ("order_date", "03/04/2026")])
def test_what_cannot_be_read_is_left_as_it_was_written(column, value):
    columns = [*HEADER, "discount", "order_date", "note", "_mine"]
    sheet = read_back(columns, [({**ROW, column: value}, ["x"])], values.Conventions())
    assert sheet.rows[0][1][column] == value


# The template

def test_the_template_reads_back_with_every_column_and_no_rows():
    sheet = reader.read(writer.sample_file())
    assert (sheet.columns, sheet.rows) == (list(schema.COLUMNS), [])


def test_the_template_explains_every_column():
    header = openpyxl.load_workbook(io.BytesIO(writer.sample_file())).active[1]
    assert [cell.comment.text for cell in header] == [field.help for field in schema.COLUMNS.values()]
