"""The error file of an import: the rejected rows as they came, with a last column that says why."""
import io

import xlsxwriter

from . import schema

ERROR_COLUMN = "_error"


def error_file(columns, rejected):
    """An XLSX workbook to mend and import again: ``_error`` is ignored on the way in.

    :param list columns: the file's columns, in order
    :param rejected: iterable of (mapping by column, list of messages)
    :return bytes: the workbook
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False,
                                        "strings_to_urls": False, "default_date_format": "yyyy-mm-dd hh:mm"})
    sheet = book.add_worksheet("Rejected")
    bold = book.add_format({"bold": True, "bg_color": "#eeeeee"})
    red = book.add_format({"font_color": "#b00020", "text_wrap": True})
    columns = [name for name in columns if name and name != ERROR_COLUMN]
    sheet.write_row(0, 0, [*columns, ERROR_COLUMN], bold)
    for position, (row, messages) in enumerate(rejected, start=1):
        for column, name in enumerate(columns):
            value = row.get(name)
            if value not in (None, ""):
                sheet.write(position, column, value)
        sheet.write_string(position, len(columns), "\n".join(messages), red)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(columns) - 1, 0), 16)
    sheet.set_column(len(columns), len(columns), 80)
    book.close()
    return stream.getvalue()


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
