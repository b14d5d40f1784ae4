"""CSV and XLSX files opened: whatever wrote them, the same rows with the same numbers come out."""
import csv
import io
import itertools
import re
import time
import zipfile
import zlib
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from intake import reader, schema

from tests.intake.conftest import codes

HEADER = ["order", "channel", "customer", "sku", "quantity"]
ROW = ["1", "web", "C1", "A", "2"]
TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
LINE_END = re.compile("\r\n|\r|\n")


def csv_of(rows, delimiter=",", end="\r\n", quoting=csv.QUOTE_MINIMAL):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return stream.getvalue()


def text_of(*lines, end="\n"):
    return end.join(lines).encode()


def read_csv(rows, **more):
    return reader.read(csv_of(rows, **more).encode())


def xlsx_of(rows, formats=None, sheets=("Orders",), **options):
    """A workbook; ``formats`` gives the number formats of columns by name."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm:ss", **options})
    for sheet in [book.add_worksheet(name) for name in sheets][:1]:
        shapes = {name: book.add_format({"num_format": shape}) for name, shape in (formats or {}).items()}
        for position, cells in enumerate(rows):
            for column, value in enumerate(cells):
                shape = shapes.get(rows[0][column]) if position and column < len(rows[0]) else None
                if value is not None:
                    sheet.write(position, column, value, *([shape] if shape else []))
    book.close()
    return stream.getvalue()


def repacked(content, changes=None, compression=zipfile.ZIP_DEFLATED):
    """A workbook with parts changed (name: function or bytes) or left out (name: None)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", compression) as new:
        for name in old.namelist():
            change = (changes or {}).get(name, False)
            if change is not None:
                part = old.read(name)
                new.writestr(name, change(part) if callable(change) else change or part)
    return stream.getvalue()


def refusal(content):
    with pytest.raises(reader.UnreadableFile) as caught:
        reader.read(content)
    return caught.value.code, caught.value.value


def values_of(sheet):
    return [[row.get(name) for name in sheet.columns] for _position, row in sheet.rows]


def positions_of(sheet):
    return [position for position, _row in sheet.rows]


# CSV: encodings, delimiters, line ends, quoting

WORDS = ["Müller", "Straße", "Köln", "café", "Noël", "garçon", "Málaga", "São João", "Ærøskøbing", "Björn", "Ødegård",
         "Österreich", "Zürich", "Brûlée"]
EURO = ["5 €", "„Test“", "don\u2019t", "20 – 30", "Œuvre", "Š™"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"])
def test_a_file_in_any_writing_reads_back(encoding, delimiter, end):
    words = WORDS + (EURO if encoding != "latin-1" else [])
    rows = [[str(number), "web", word, "A;1", "1,5"] for number, word in enumerate(words)]
    sheet = reader.read(csv_of([HEADER, *rows], delimiter, end).encode(encoding))
    assert (values_of(sheet), sheet.delimiter) == (rows, delimiter)


@pytest.mark.parametrize(("encoding", "expected"), [
    ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"), ("cp1252", "cp1252"), ("latin-1", "cp1252")])
def test_the_encoding_is_named(encoding, expected):
    assert reader.read(csv_of([HEADER, [*ROW[:2], "Müller", *ROW[3:]]]).encode(encoding)).encoding == expected


def test_a_big_endian_mark_is_known():
    content = b"\xfe\xff" + csv_of([HEADER, ROW]).encode("utf-16-be")
    assert values_of(reader.read(content)) == [ROW]


@pytest.mark.parametrize("word", WORDS + EURO)
@pytest.mark.parametrize("times", [1, 2, 20])
def test_western_text_of_any_length_is_recognised(word, times):
    rows = [[str(number), "web", word, "A", "1"] for number in range(times)]
    assert values_of(reader.read(csv_of([HEADER, *rows], ";").encode("cp1252"))) == rows


@pytest.mark.parametrize("pair", list(itertools.combinations(WORDS, 2)), ids="-".join)
def test_western_text_of_two_words_is_recognised(pair):
    assert reader.decode(csv_of([pair]).encode("cp1252"))[0] == csv_of([pair])


def test_an_encoding_that_only_late_rows_show_is_recognised():
    rows = [[*ROW[:4], str(number)] for number in range(12_000)]
    last = ["1", "web", "Заказчик из Москвы, улица Пушкина, дом Колотушкина", "A", "1"]
    sheet = reader.read(csv_of([HEADER, *rows, last]).encode("cp1251"))
    assert values_of(sheet)[-1] == last


cell = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
western = st.sampled_from([
    "", "A", "Müller", "ça", '5" x', "a,b", "c;d", "e|f", "g\th", "two\nlines", "  ", "'", "1,5"])


@given(
    rows=st.lists(st.lists(cell | western, min_size=5, max_size=5), max_size=5),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), delimiter=st.sampled_from(";,\t|"),
    end=st.sampled_from(["\n", "\r\n", "\r"]), quoting=st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    leading=st.integers(0, 3), between=st.integers(0, 2))
def test_what_pythons_csv_writes_reads_back_with_its_row_numbers(
        rows, encoding, delimiter, end, quoting, leading, between):
    text, expected, line = end * leading, [], leading + 1
    for cells in [HEADER, *rows]:
        written = csv_of([cells], delimiter, end, quoting)
        if cells is not HEADER and any(value.strip() for value in cells):
            expected.append((line, dict(zip(HEADER, cells, strict=True))))
        text += written + end * between
        line += len(LINE_END.findall(written)) + between
    sheet = reader.read(text.encode(encoding))
    assert sheet.rows == expected


@given(st.lists(st.lists(western, min_size=5, max_size=5), max_size=5), st.sampled_from(["cp1252", "latin-1"]),
       st.sampled_from(";,\t|"))
def test_what_pythons_csv_writes_in_western_code_pages_reads_back(rows, encoding, delimiter):
    sheet = reader.read(csv_of([HEADER, *rows], delimiter).encode(encoding))
    assert values_of(sheet) == [cells for cells in rows if any(value.strip() for value in cells)]


# CSV: the header

@pytest.mark.parametrize("header", [
    "Order,SKU", " order , sku ", "ORDER,sku", '"order","sku"', "\ufefforder,sku", "order,sku,,", "order,sku,_mine"])
def test_a_header_may_be_written_in_many_ways(header):
    assert reader.read(f"{header}\n1,A".encode()).rows[0][1]["sku"] == "A"


@pytest.mark.parametrize("name", ["Order Date", "order-date", "ORDER_DATE", "order  date"])
def test_a_columns_name_may_be_written_in_many_ways(name):
    assert reader.read(f"order,sku,{name}\n1,A,2026-01-31".encode()).columns == ["order", "sku", "order_date"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_column_is_known_with_every_delimiter(delimiter):
    assert read_csv([list(schema.COLUMNS)], delimiter=delimiter).columns == list(schema.COLUMNS)


@pytest.mark.parametrize("hint", ["sep=;", "sep=,", "sep=\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_excels_hint_about_the_delimiter_is_skipped(hint, end):
    assert reader.read(text_of(hint, "order;sku", "1;A", end=end)).rows == [(3, {"order": "1", "sku": "A"})]


def test_delimiters_of_other_kinds_may_stand_in_the_rows():
    assert values_of(reader.read(b"order;sku;note\n1;A;a,b,c,d|e|f")) == [["1", "A", "a,b,c,d|e|f"]]


@pytest.mark.parametrize(("content", "found"), [
    (b"1,A", "1,a"), (b"order,quantity\n1,2", "order, quantity"), (b"sku\nA", "sku"), (b"hello", "hello"),
    (b"order:sku\n1:A", "order:sku"), (b"<html><body>", "<html><body>"), (b"PKW;Preis\n1;2", "pkw, preis")])
def test_a_file_without_a_header_shows_its_first_row(content, found):
    assert refusal(content) == ("no_header", found)


@pytest.mark.parametrize(("header", "named"), [
    ("order,sku,sku", "sku"), ("order,SKU,sku,Order", "order, sku"), ("order,sku,order date,order_date", "order_date")])
def test_doubled_columns_are_named(header, named):
    assert refusal(f"{header}\n1,A".encode()) == ("doubled_column", named)


def test_unknown_columns_are_named():
    assert refusal(b"order,sku,colour,size\n1,A,red,L") == ("unknown_column", "colour, size")


def test_many_unknown_columns_make_no_endless_message():
    assert len(refusal(("order,sku," + ",".join(f"c{i}" for i in range(999))).encode())[1]) <= 200


# CSV: the rows

@pytest.mark.parametrize(("lines", "positions"), [
    (["order,sku", "1,A", "2,B"], [2, 3]), (["", "", "order,sku", "1,A"], [4]), (["order,sku", "", "1,A"], [3]),
    (["order,sku", ",", "1,A", " , ", "2,B"], [3, 5]), (["order,sku,note", '1,A,"x', 'y"', "2,B,"], [2, 4]),
    (["order,sku,note", '1,A,"', "", '"', "2,B,"], [2, 5]), (["order,sku", "1,A", "", ""], [2])])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_rows_are_numbered_as_an_editor_shows_them(lines, positions, end):
    assert positions_of(reader.read(text_of(*lines, end=end))) == positions


def test_a_short_row_leaves_its_last_columns_out():
    assert reader.read(b"order,sku,quantity\n1,A").rows == [(2, {"order": "1", "sku": "A"})]


def test_empty_cells_beyond_the_last_column_are_ignored():
    assert reader.read(b"order,sku\n1,A,,").rows == [(2, {"order": "1", "sku": "A"})]


@pytest.mark.parametrize(("content", "surplus"), [
    (b"order,sku\n1,A,x", "x"), (b"order,sku\n1,A,,x,y", "x y"), (b"order,,sku\n1,x,A", "x"),
    (b"order,,sku\n1,x,A,y", "x y")])
def test_what_stands_below_no_columns_name_is_kept_as_surplus(content, surplus):
    assert reader.read(content).rows[0][1] == {"order": "1", "sku": "A", "surplus": surplus}


def test_a_header_alone_has_no_rows():
    assert reader.read(b"order,sku\n").rows == []


def test_a_comma_in_an_order_without_quotes_is_noticed():
    assert "surplus" in reader.read(b"order,sku,quantity\n1,A,1,5").rows[0][1]


@pytest.mark.parametrize(("lines", "row"), [
    (['order,sku,note', '1,A,"never closed', "2,B,x", "3,C,y"], "2"), (["order,sku,note", "1,A,x", '2,B,"'], "3"),
    (['order,"sku', "1,A"], "1"), (["order,sku,note", '1,A,"two', 'lines"', '2,B,"x'], "4")])
@pytest.mark.parametrize("closing", ["", "\n", "\r\n\r\n"])
def test_a_quotation_mark_never_closed_swallows_no_rows(lines, row, closing):
    assert refusal(text_of(*lines) + closing.encode()) == ("open_quote", row)


def test_a_quotation_mark_never_closed_in_a_long_file_is_named_too(monkeypatch):
    before = csv.field_size_limit(1000)
    try:
        assert refusal(b'order,sku,note\n1,A,"x\n' + b"2,B,x\n" * 1000) == ("open_quote", "2")
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize("content", [b"order,sku\n1," + b"x" * 2000, b"x" * 2000, b"order," + b"x" * 2000])
def test_a_cell_longer_than_csv_allows_is_refused(content):
    before = csv.field_size_limit(1000)
    try:
        assert refusal(content)[0] == "not_text"
    finally:
        csv.field_size_limit(before)


@pytest.mark.parametrize(("cell_", "expected"), [
    ('5" screen', '5" screen'), ('"5"" screen"', '5" screen'), ('"a"b', "ab"), ("=1+1", "=1+1"), ("'x", "'x")])
def test_quotation_marks_within_cells(cell_, expected):
    assert reader.read(f"order,sku,note\n1,A,{cell_}\n2,B,".encode()).rows[0][1]["note"] == expected


@pytest.mark.parametrize(("rows", "delimiter", "decimal", "dates"), [
    ([["1.5", ""]], ",", ".", None), ([["1,5", ""]], ";", ",", None), ([["1.5", ""]], ";", ".", None),
    ([["1.234", ""]], ";", ",", None), ([["1,234", ""]], ",", ".", None), ([["", "31/01/2026"]], ",", ".", "dmy"),
    ([["", "01/31/2026"]], ",", ".", "mdy"), ([["", "01/02/2026"]], ",", ".", None),
    ([["1,5", ""], ["1.234,00", ""]], "\t", ",", None), ([["1.5", ""], ["1.2.3", ""]], ";", ".", None)])
def test_the_conventions_come_from_all_the_rows(rows, delimiter, decimal, dates):
    sheet = read_csv([["order", "sku", "price", "order_date"], *(["1", "A", *row] for row in rows)],
                     delimiter=delimiter)
    assert (sheet.conventions.decimal, sheet.conventions.dates) == (decimal, dates)


def test_numbers_in_texts_say_nothing_about_the_conventions():
    assert read_csv([["order", "sku"], ["1,5", "2,5"]], delimiter=";").conventions.decimal == ","
    assert read_csv([["order", "sku"], ["1,5", "2,5"]]).conventions.decimal == "."


# What is no file of orders

@pytest.mark.parametrize("content", [
    b"", b" ", b"\n\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\xff\xfe", b"\xff\xfe \0\n\0", b"\0\0\0", b";;;\n;;",
    b"sep=;\n", b" \0 "])
def test_an_empty_file_is_named(content):
    assert refusal(content)[0] == "empty_file"


@pytest.mark.parametrize("content", [
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff", b"\xff\xd8\xff\xe0\0\x10JFIF", b"\xff\xfeo", b"\xfe\xffo\xd8\0",
    b"\xef\xbb\xbf\xff", b"o\0r\0d\0e\0r\0,\0s"])
def test_what_is_no_text_is_named(content):
    assert refusal(content)[0] == "not_text"


def test_an_old_workbook_is_named():
    assert refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)[0] == "old_excel"


def test_a_workbook_with_a_password_is_named():
    assert refusal(b"\xd0\xcf\x11\xe0" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))[0] == "protected"


@pytest.mark.parametrize("code", codes("reader.py", name="UnreadableFile"))
def test_every_refusal_has_a_message(code, messages, env):
    assert messages.file_message(env, code, "7").endswith(".")


# XLSX

def test_a_workbook_reads_back():
    assert values_of(reader.read(xlsx_of([HEADER, ROW]))) == [ROW]


def test_a_workbook_is_told_from_a_csv():
    sheet = reader.read(xlsx_of([HEADER, ROW]))
    assert (sheet.encoding, sheet.delimiter, sheet.conventions.decimal) == ("xlsx", "", ".")


@given(st.lists(st.lists(
    st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]), min_size=1, max_size=8)
    .filter(lambda text: not text.startswith(("=", "{="))) | st.integers(-10 ** 14, 10 ** 14) | st.booleans()
    | st.floats(-10 ** 9, 10 ** 9).map(lambda value: round(value, 4))
    | st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)).map(lambda moment: moment.replace(microsecond=0)),
    min_size=5, max_size=5), max_size=4))
@settings(max_examples=50)
def test_what_a_workbook_holds_reads_back_with_its_row_numbers(rows):
    sheet = reader.read(xlsx_of([HEADER, *rows], strings_to_urls=False))
    expected = [(position, dict(zip(HEADER, cells, strict=True))) for position, cells in enumerate(rows, start=2)
                if any(value is not None and str(value).strip() for value in cells)]
    assert [(position, {name: row.get(name) for name in HEADER}) for position, row in sheet.rows] == expected


def test_rows_of_a_workbook_are_numbered_as_it_shows_them():
    assert positions_of(reader.read(xlsx_of([[], [], HEADER, [], ROW, [" "], ROW]))) == [5, 7]


@pytest.mark.parametrize("reference", ["A1", "A1:E1", "A1:XFD1048576", "B2:C3"])
def test_a_wrong_note_about_the_sheets_size_loses_no_rows(reference):
    content = repacked(xlsx_of([HEADER, ROW, ROW]), {
        SHEET: lambda part: re.sub(rb'<dimension ref="[^"]*"', f'<dimension ref="{reference}"'.encode(), part)})
    assert values_of(reader.read(content)) == [ROW, ROW]


@pytest.mark.parametrize(("shape", "value", "expected"), [
    ("0%", 0.1, 10), ("0.00%", 0.125, 12.5), ("0%", 0.07, 7), ("0%", 1, 100), ('0"%"', 10, 10), (r"0\%", 10, 10),
    ("0.00", 0.1, 0.1), ("General", 10, 10), ("0%;[Red]-0%", 0.15, 15), ("0%", "10%", "10%")])
def test_a_percentage_is_what_the_cell_shows(shape, value, expected):
    sheet = reader.read(xlsx_of([[*HEADER, "discount"], [*ROW, value]], {"discount": shape}))
    assert sheet.rows[0][1]["discount"] == expected


@pytest.mark.parametrize(("shape", "value", "expected"), [
    ("00000", 1067, "01067"), ("00000", 12345, "12345"), ("0", 7, 7), ("0.00", 7, 7), ("00", -7, "-7"),
    ("00000", "01067", "01067"), ("0000000000000", 4006381333931, "4006381333931")])
def test_leading_zeros_of_a_format_are_kept(shape, value, expected):
    sheet = reader.read(xlsx_of([[*HEADER, "zip"], [*ROW, value]], {"zip": shape}))
    assert sheet.rows[0][1]["zip"] == expected


@pytest.mark.parametrize("value", [0, 0.5, 12, True, "TRUE", "=1+1", "two\nlines", "_x0041_", "\x01"])
def test_a_cell_of_a_workbook_is_what_was_written(value):
    sheet = reader.read(xlsx_of([[*HEADER, "note"], [*ROW, value]], strings_to_formulas=False))
    assert sheet.rows[0][1]["note"] == value


def test_a_line_break_as_excel_writes_it_is_one():
    content = repacked(xlsx_of([[*HEADER, "note"], [*ROW, "MARK"]]), {
        "xl/sharedStrings.xml": lambda part: part.replace(b"MARK", b"a_x000D_\nb_x0000_")})
    assert reader.read(content).rows[0][1]["note"] == "a\r\nb\0"


def test_a_formula_counts_by_its_result():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ROW[:4])
    sheet.write_formula(1, 4, "=1+1", value=2)
    book.close()
    assert reader.read(stream.getvalue()).rows[0][1]["quantity"] == 2


def test_only_the_first_worksheet_is_read():
    assert values_of(reader.read(xlsx_of([HEADER, ROW], sheets=("Orders", "Notes")))) == [ROW]


def test_formatted_columns_without_names_are_no_columns():
    sheet = reader.read(xlsx_of([[*HEADER, "", None, " "], [*ROW, None, " "]]))
    assert (sheet.columns, sheet.rows) == (HEADER, [(2, dict(zip(HEADER, ROW, strict=True)))])


@pytest.mark.parametrize("name", [5, True, datetime(2026, 1, 31)])
def test_a_columns_name_that_is_no_text_is_unknown(name):
    assert refusal(xlsx_of([[*HEADER, name], ROW]))[0] == "unknown_column"


@pytest.mark.parametrize("rows", [[], [[]], [[" "], ["", "\t"]]])
def test_an_empty_workbook_is_named(rows):
    assert refusal(xlsx_of(rows))[0] == "empty_file"


def chartsheet():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    chart = book.add_chart({"type": "bar"})
    sheet = book.add_chartsheet("Chart")
    chart.add_series({"values": "=Chart!$A$1:$A$2"})
    sheet.set_chart(chart)
    book.close()
    return stream.getvalue()


def test_a_workbook_without_worksheets_is_named():
    assert refusal(chartsheet())[0] == "no_sheet"


def document(kind):
    """Another Office file, as far as anybody looks."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(TYPES, (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Override PartName="/main.xml" '
            f'ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'))
        archive.writestr("main.xml", "<document/>")
    return stream.getvalue()


def archive_of(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


BOOK = xlsx_of([HEADER, ROW])
BOMB = (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    f'<!ENTITY {chr(97 + n)} "{f"&{chr(96 + n)};" * 10}">'.encode() for n in range(1, 12)) + b"]><x>&l;</x>")


def encrypted(content):
    """A zip whose parts say that they are encrypted."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        for match in re.finditer(re.escape(mark), content):
            changed[match.start() + offset] |= 1
    return bytes(changed)


@pytest.mark.parametrize("content", [
    pytest.param(b"PK\3\4", id="nothing but a mark"),
    pytest.param(b"PK\5\6" + b"\0" * 18, id="empty zip"),
    pytest.param(b"PK\3\4" + b"order,sku\n" * 99, id="no zip"),
    pytest.param(archive_of(a="b"), id="any zip"),
    pytest.param(archive_of(mimetype="application/vnd.oasis.opendocument.spreadsheet"), id="ods"),
    pytest.param(document("wordprocessingml.document"), id="docx"),
    pytest.param(document("presentationml.presentation"), id="pptx"),
    pytest.param(encrypted(BOOK), id="encrypted zip"),
    pytest.param(repacked(BOOK, {SHEET: b"<worksheet"}), id="broken xml"),
    pytest.param(repacked(BOOK, {SHEET: BOMB}), id="entities in the sheet"),
    pytest.param(repacked(BOOK, {"xl/sharedStrings.xml": BOMB}), id="entities in the strings"),
    pytest.param(repacked(BOOK, {SHEET: b"\xff\xfe\xff"}), id="no xml"),
    pytest.param(repacked(BOOK, {SHEET: None}), id="no sheet"),
    pytest.param(repacked(BOOK, {"xl/workbook.xml": None}), id="no workbook"),
    pytest.param(repacked(BOOK, {"xl/workbook.xml": b"<workbook/>"}), id="empty workbook"),
    pytest.param(repacked(BOOK, {TYPES: None}), id="no types"),
    pytest.param(repacked(BOOK, {SHEET: lambda part: part.replace(b'r="2"', b'r="two"')}), id="no row number"),
    pytest.param(repacked(BOOK, {SHEET: lambda part: part.replace(b'r="2"', b'r="99999999999"')}), id="far row"),
    pytest.param(repacked(BOOK, {SHEET: lambda part: part.replace(b"<v>0</v>", b"<v>999</v>")}), id="lost string"),
    pytest.param(repacked(BOOK, {SHEET: lambda part: part.replace(b'r="A2"', b'r="ABCDEF2"')}), id="far column"),
    pytest.param(repacked(BOOK, {"xl/styles.xml": b"<styleSheet"}), id="broken styles"),
])
def test_a_workbook_that_cannot_be_opened_is_named(content):
    assert refusal(content)[0] in ("not_xlsx", "no_sheet")


def test_a_workbook_of_any_lesser_length_is_refused():
    for length in range(4, len(BOOK), 307):
        assert refusal(BOOK[:length])[0] == "not_xlsx"


def test_a_workbook_with_any_byte_changed_is_read_or_refused():
    for place in range(4, len(BOOK), 97):
        changed = bytearray(BOOK)
        changed[place] ^= 0xFF
        try:
            reader.read(bytes(changed))
        except reader.UnreadableFile as error:
            assert error.code


def test_a_bomb_is_refused_before_it_is_unpacked():
    filler = b"<row/>" * (reader.MAX_UNPACKED // 6 // 8)
    stream = io.BytesIO(BOOK)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(9):
            archive.writestr(f"xl/worksheets/more{number}.xml", filler)
    started = time.process_time()
    assert refusal(stream.getvalue()) == ("too_large", "256")
    assert time.process_time() - started < 1


def test_a_small_bomb_is_read_as_what_it_holds():
    filler = b"<row/>" * 50_000 + b"</sheetData>"
    content = repacked(BOOK, {SHEET: lambda part: part.replace(b"</sheetData>", filler)})
    assert values_of(reader.read(content)) == [ROW]


# Whatever is sent

@given(st.binary(max_size=300))
@example(b"+2AA-")
@example(b"\x1b$B\x1b(B")
@example(zlib.compress(b"order"))
@settings(max_examples=200)
def test_any_bytes_are_a_sheet_or_unreadable(content):
    try:
        assert isinstance(reader.read(content), reader.Sheet)
    except reader.UnreadableFile as error:
        assert isinstance(error.value, str)
        assert len(error.value) <= 200


@given(st.binary(max_size=100), st.sampled_from([b"order;sku\n", b"\xef\xbb\xbforder,sku\n", b"PK\3\4", b"PK",
                                                b"\xd0\xcf\x11\xe0", b"sep=;\n", b"\xff\xfe", b"\xfe\xff"]))
@settings(max_examples=200)
def test_any_bytes_after_a_good_beginning_are_a_sheet_or_unreadable(content, beginning):
    try:
        assert isinstance(reader.read(beginning + content), reader.Sheet)
    except reader.UnreadableFile as error:
        assert error.code


def test_two_hundred_thousand_rows_take_seconds():
    text = "order;channel;customer;sku;quantity\n" + "".join(
        f"{number};web;Müller;A{number % 500};1,5\n" for number in range(200_000))
    started = time.process_time()
    assert len(reader.read(text.encode("cp1252")).rows) == 200_000
    assert time.process_time() - started < 8  # of the processor; about 2 on a machine with nothing else to do
