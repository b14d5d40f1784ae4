"""The error file of an import: the rejected rows as they came, with a last column that says why."""
import io
import math
from datetime import date

import xlsxwriter

from . import schema, values

ERROR_COLUMN = "_error"
CELL = 32767  # characters that a cell of a workbook holds
EXACT = 10 ** 15  # beyond, a workbook rounds whole numbers


def error_file(columns, rejected, conventions=None):
    """An XLSX workbook to mend and import again: ``_error`` is ignored on the way in.

    :param list columns: the file's columns, in order
    :param rejected: iterable of (mapping by column, list of messages)
    :param conventions: how the file wrote numbers and dates; what it wrote is then put so that it
        means the same without the rows that are left out
    :return bytes: the workbook
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet("Rejected")
    bold = book.add_format({"bold": True, "bg_color": "#eeeeee"})
    red = book.add_format({"font_color": "#b00020", "text_wrap": True})
    columns = [name for name in columns if name and name != ERROR_COLUMN]
    for column, name in enumerate([*columns, ERROR_COLUMN]):
        sheet.write_string(0, column, values.shown(name, CELL), bold)
    for position, (row, messages) in enumerate(rejected, start=1):
        for column, name in enumerate(columns):
            _write(sheet, position, column, _plain(name, row.get(name), conventions))
        _write(sheet, position, len(columns), "\n".join(messages), red)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(columns) - 1, 0), 16)
    sheet.set_column(len(columns), len(columns), 80)
    book.close()
    return stream.getvalue()


def _plain(name, value, conventions):
    """A value that does not need its file's conventions to be read; what cannot be read stays as it is."""
    kind = schema.COLUMNS[name].kind if name in schema.COLUMNS else schema.TEXT
    if not conventions or not isinstance(value, str) or kind == schema.TEXT:
        return value
    try:
        if kind == schema.DATE:
            return values.local_moment(value, conventions).isoformat(" ")
        return (values.percent if kind == schema.PERCENT else values.number)(value, conventions)
    except values.BadValue:
        return value


def _write(sheet, row, column, value, *shape):
    """One cell: numbers, dates and texts as what they are, never a formula or a link."""
    if value is None or value == "":
        return
    if isinstance(value, int):
        native = abs(value) <= EXACT
    else:
        native = isinstance(value, date) or (isinstance(value, float) and math.isfinite(value))
    if native:
        sheet.write(row, column, value, *shape)
    else:
        sheet.write_string(row, column, values.shown(value, CELL), *shape)


def sample_file():
    """An empty workbook in the line format, each column explained in a comment."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Orders")
    bold = book.add_format({"bold": True, "bg_color": "#eeeeee"})
    required = book.add_format({"bold": True, "bg_color": "#dcefe9"})
    for column, field in enumerate(schema.COLUMNS.values()):
        sheet.write_string(0, column, field.name, required if field.required else bold)
        sheet.write_comment(0, column, field.help)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(schema.COLUMNS) - 1, 16)
    book.close()
    return stream.getvalue()
