"""CSV and XLSX files opened: encoding, delimiter and number style recognised."""
import csv
import io
import re
import zipfile
from dataclasses import dataclass
from itertools import chain, zip_longest

import chardet
import openpyxl

from . import schema, values

DELIMITERS = ";\t|,"
MAX_UNPACKED = 256 * 1024 * 1024  # bytes; a workbook with some 400,000 rows of ten columns
MAX_ROWS = 1_048_576  # rows a worksheet can have
_END = "end"
_CONTROL = re.compile("_x(00[01][0-9A-Fa-f])_")  # how a workbook writes a control character: _x000D_


class UnreadableFile(Exception):
    """The file as a whole cannot be read; ``code`` says why, ``value`` what was found."""

    def __init__(self, code, value=""):
        super().__init__(code)
        self.code = code
        self.value = value


@dataclass
class Sheet:
    """A file's content: columns, rows as (row number, mapping by column), and how it was written."""

    columns: list
    rows: list
    encoding: str
    delimiter: str
    conventions: values.Conventions


def read(content):
    """Open a CSV or XLSX file.

    :param bytes content: the file
    :raises UnreadableFile: empty, neither CSV nor XLSX, no header, unknown or doubled columns
    """
    if not content.strip(b" \t\r\n\v\f\0"):
        raise UnreadableFile("empty_file")
    if content.startswith((b"PK\3\4", b"PK\5\6")):
        table, encoding, delimiter = _xlsx(content), "xlsx", ""
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile("protected" if "EncryptedPackage".encode("utf-16-le") in content else "old_excel")
    else:
        table, encoding, delimiter = _csv(content)
    return _sheet(table, encoding, delimiter)


def decode(content):
    """Text of a CSV file and the name of its encoding: BOM, then UTF-8, then what chardet makes of it.

    :raises UnreadableFile: ``not_text``
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(name), name
            except UnicodeDecodeError:
                raise UnreadableFile("not_text") from None
    name = _utf16_without_mark(content[:4096]) or "utf-8"
    try:
        return content.decode(name), name
    except UnicodeDecodeError:
        if b"\0" in content[:4096]:
            raise UnreadableFile("not_text") from None
    # only these lines say anything about the encoding, and chardet is slow
    telling = b"\n".join(line for line in content.splitlines() if not line.isascii())[:20_000]
    guess = chardet.detect(telling)
    # Spreadsheets save Western text in Windows' code page; its guesses as ISO-8859-x
    # differ from it only in control characters that no file holds.
    name = guess["encoding"] if guess["encoding"] and guess["confidence"] > 0.8 else "cp1252"
    for candidate in ("cp1252" if name.lower() in ("iso-8859-1", "ascii") else name, "cp1252", "latin-1"):
        try:
            return content.decode(candidate), candidate.lower()
        except (UnicodeError, LookupError):
            continue
    raise UnreadableFile("not_text")


def _utf16_without_mark(start):
    """``utf-16-le`` or ``utf-16-be`` where every other byte is zero, as in Western text, else None."""
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = start[first::2].count(0), start[1 - first::2].count(0)
        if zeros > len(start) * 0.4 and others < len(start) * 0.05:
            return name
    return None


def delimiter_of(text):
    """The delimiter that splits the header, the first line with a letter in it, into the most known columns."""
    header = next((line for line in text.splitlines() if re.search(r"[^\W\d_]", line)), "")

    def known(mark):
        try:
            names = next(csv.reader([header], delimiter=mark), [])
        except csv.Error:  # a cell too long to be a column's name
            return 0
        return sum(_column(name) in schema.COLUMNS for name in names)

    return max(DELIMITERS, key=known)


def _written(cell):
    """Text of a cell, whatever it holds."""
    return "" if cell is None else " ".join(values.shown(cell, None).split())


def _column(name):
    return _written(name).strip("\ufeff").lower().replace(" ", "_").replace("-", "_")


def _csv(content):
    """Rows as (number of their first line, cells), the encoding and the delimiter.

    :raises UnreadableFile: ``empty_file``, ``not_text``, ``open_quote``
    """
    text, encoding = decode(content)
    text = text.replace("\0", "")
    # Excel may put its own hint about the delimiter into the first line
    text = re.sub(r"\A(\s*)sep=.(?=[\r\n])", r"\1", text)
    if not text.strip():
        raise UnreadableFile("empty_file")
    mark = delimiter_of(text)
    # A quotation mark that nobody closes would swallow the end mark with the rows before it.
    reader = csv.reader(chain(io.StringIO(text, newline=""), ["\n", _END]), delimiter=mark)
    rows, first_line, last = [], 1, 1
    try:
        for cells in reader:
            rows.append((first_line, cells))
            last, first_line = first_line, reader.line_num + 1
    except csv.Error as error:
        if reader.line_num > first_line:
            raise UnreadableFile("open_quote", str(first_line)) from None
        raise UnreadableFile("not_text", str(error)) from None
    if rows.pop()[1] != [_END]:
        raise UnreadableFile("open_quote", str(last))
    return rows, encoding, mark


def _xlsx(content):
    """Rows of the first worksheet as (number, cells), blank rows left out.

    :raises UnreadableFile: ``not_xlsx``, ``too_large``, ``no_sheet``
    """
    try:
        return list(_worksheet_rows(_first_worksheet(content)))
    except UnreadableFile:
        raise
    except Exception as error:  # whatever zip, XML and openpyxl make of a broken file
        raise UnreadableFile("not_xlsx", values.shown(error, 200)) from error


def _first_worksheet(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            raise UnreadableFile("too_large", str(MAX_UNPACKED // 1024 ** 2))
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    if not book.worksheets:
        raise UnreadableFile("no_sheet")
    return book.worksheets[0]


def _worksheet_rows(sheet):
    # Many programs note a wrong size: cells outside of it would be lost, a size too large takes all memory.
    sheet.reset_dimensions()
    for position, cells in enumerate(sheet.iter_rows(), start=1):
        if position > MAX_ROWS:
            raise UnreadableFile("not_xlsx", f"row {position}")
        written = [_cell_value(cell) for cell in cells]
        while written and written[-1] is None:
            written.pop()
        if written:
            yield position, written


def _cell_value(cell):
    """What a cell shows: 10 where a workbook keeps 10 % as 0.1, 00123 where it keeps 123 in the format 00000."""
    value = cell.value
    if isinstance(value, str):
        return _CONTROL.sub(lambda match: chr(int(match[1], 16)), value) if "_x00" in value else value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and cell.has_style:
        shape = re.sub(r'"[^"]*"|\\.', "", cell.number_format or "")  # without what is only written beside
        if "%" in shape:
            return round(value * 100, 10)
        if isinstance(value, int) and re.fullmatch("00+", shape):
            return f"{value:0{len(shape)}d}"
    return value


def _blank(cells):
    return not any(map(_written, cells))


def _sheet(table, encoding, delimiter):
    table = [(position, cells) for position, cells in table if not _blank(cells)]
    if not table:
        raise UnreadableFile("empty_file")
    columns = [_column(cell) for cell in table[0][1]]
    while columns and not columns[-1]:
        columns.pop()
    if "order" not in columns or "sku" not in columns:
        raise UnreadableFile("no_header", ", ".join(filter(None, columns))[:200])
    doubled = sorted({name for name in columns if name and columns.count(name) > 1})
    if doubled:
        raise UnreadableFile("doubled_column", ", ".join(doubled)[:200])
    unknown = [name for name in columns if name and name not in schema.COLUMNS and not name.startswith("_")]
    if unknown:
        raise UnreadableFile("unknown_column", ", ".join(unknown)[:200])
    rows = []
    for position, cells in table[1:]:
        mapping = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
        surplus = [cell for name, cell in zip_longest(columns, cells) if not name and not _blank([cell])]
        if surplus:  # below no column's name
            mapping["surplus"] = " ".join(map(_written, surplus))
        rows.append((position, mapping))
    return Sheet(columns, rows, encoding, delimiter, _conventions(rows, delimiter))


def _conventions(rows, delimiter):
    numeric = [name for name, field in schema.COLUMNS.items() if field.kind in (schema.NUMBER, schema.PERCENT)]
    dates = [name for name, field in schema.COLUMNS.items() if field.kind == schema.DATE]

    def written(names):
        return (row[name] for _position, row in rows for name in names if isinstance(row.get(name), str))

    # Semicolons separate columns where the comma separates decimals.
    return values.conventions_of(written(numeric), written(dates), "," if delimiter == ";" else ".")
