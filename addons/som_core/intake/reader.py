"""CSV and XLSX files opened: encoding, delimiter and number style recognised."""
import csv
import io
import re
import zipfile
from dataclasses import dataclass

import chardet
import openpyxl

from . import schema, values

DELIMITERS = ";\t|,"


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
    if not content.strip():
        raise UnreadableFile("empty_file")
    if content.startswith(b"PK"):
        table, encoding, delimiter = _xlsx(content), "xlsx", ""
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile("old_excel")
    else:
        table, encoding, delimiter = _csv(content)
    return _sheet(table, encoding, delimiter)


def decode(content):
    """Text of a CSV file and the name of its encoding: BOM, then UTF-8, then what chardet makes of it."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(name), name
            except UnicodeDecodeError:
                raise UnreadableFile("not_text") from None
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if b"\0" in content[:4096]:
            raise UnreadableFile("not_text") from None
    guess = chardet.detect(content[:200_000])
    # Spreadsheets save Western text in Windows' code page; its guesses as ISO-8859-x
    # differ from it only in control characters that no file holds.
    name = guess["encoding"] if guess["encoding"] and guess["confidence"] > 0.8 else "cp1252"
    for candidate in ("cp1252" if name.lower() in ("iso-8859-1", "ascii") else name, "cp1252", "latin-1"):
        try:
            return content.decode(candidate), candidate.lower()
        except (UnicodeDecodeError, LookupError):
            continue
    raise UnreadableFile("not_text")


def delimiter_of(text):
    """The delimiter that splits the header, the first line with a letter in it, into the most known columns."""
    header = next((line for line in text.splitlines() if re.search(r"[^\W\d_]", line)), "")

    def known(mark):
        names = next(csv.reader([header], delimiter=mark), [])
        return sum(_column(name) in schema.COLUMNS for name in names)

    return max(DELIMITERS, key=known)


def _column(name):
    return values.text(name).strip("\ufeff").lower().replace(" ", "_").replace("-", "_")


def _csv(content):
    """Rows as (number of their first line, cells), the encoding and the delimiter."""
    text, encoding = decode(content)
    text = text.replace("\0", "")
    # Excel may put its own hint about the delimiter into the first line
    text = re.sub(r"\A(\s*)sep=.(?=[\r\n])", r"\1", text)
    if not text.strip():
        raise UnreadableFile("empty_file")
    mark = delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows, first_line = [], 1
    try:
        for cells in reader:
            rows.append((first_line, cells))
            first_line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile("not_text", str(error)) from None
    return rows, encoding, mark


def _xlsx(content):
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [(position, list(cells)) for position, cells in
                enumerate(book.worksheets[0].iter_rows(values_only=True), start=1)]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise UnreadableFile("not_xlsx", str(error)) from None


def _blank(cells):
    return not any(values.text(cell) for cell in cells)


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
        raise UnreadableFile("doubled_column", ", ".join(doubled))
    unknown = [name for name in columns if name and name not in schema.COLUMNS and not name.startswith("_")]
    if unknown:
        raise UnreadableFile("unknown_column", ", ".join(unknown))
    rows = []
    for position, cells in table[1:]:
        mapping = {name: cell for name, cell in zip(columns, cells) if name}
        if len(cells) > len(columns) and not _blank(cells[len(columns):]):
            mapping["surplus"] = " ".join(map(values.text, cells[len(columns):]))
        rows.append((position, mapping))
    return Sheet(columns, rows, encoding, delimiter, _conventions(rows, delimiter))


def _conventions(rows, delimiter):
    numeric = [name for name, field in schema.COLUMNS.items() if field.kind in (schema.NUMBER, schema.PERCENT)]
    dates = [name for name, field in schema.COLUMNS.items() if field.kind == schema.DATE]

    def written(names):
        return (row[name] for _position, row in rows for name in names if isinstance(row.get(name), str))

    # Semicolons separate columns where the comma separates decimals.
    return values.conventions_of(written(numeric), written(dates), "," if delimiter == ";" else ".")
