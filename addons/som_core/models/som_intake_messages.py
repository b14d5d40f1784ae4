"""What is said about each mistake in an incoming order: what is wrong, and what to do next."""


def file_message(env, code, value=""):
    """Message for a file that cannot be read as a whole.

    :param str code: code of an ``UnreadableFile``
    """
    _ = env._
    messages = {
        "empty_file": _("The file is empty. Choose a file with a header row and at least one order line."),
        "old_excel": _("This is an old Excel workbook (.xls). Save it as .xlsx or CSV and try again."),
        "protected": _("The workbook is protected by a password. Save it without one and try again."),
        "too_large": _(
            "The workbook holds more than %(value)s MB. Split it, or save it as CSV, and try again.", value=value),
        "no_sheet": _("The workbook has no worksheet. Put the orders on one, or take the template, and try again."),
        "not_xlsx": _("The workbook cannot be opened (%(value)s). Save it again as .xlsx and try again.", value=value),
        "not_text": _("This is neither a CSV nor an XLSX file. Export the orders as one of these."),
        "open_quote": _(
            "The quotation mark that opens in row %(value)s is not closed, so the rows after it cannot be told apart. "
            "Close it, or remove it, and try again.", value=value),
        "no_header": _(
            "The first row must name the columns, with `order` and `sku` among them; it has: %(value)s. "
            "The template shows every column.", value=value),
        "doubled_column": _("Column %(value)s appears twice. Remove one of them.", value=value),
        "unknown_column": _(
            "Unknown column: %(value)s. Rename it to one of the template's columns, remove it, "
            "or begin its name with _ to have it ignored.", value=value),
    }
    return messages[code]


def issue_message(env, issue):
    """Message for one :class:`Issue`; row and field stand apart in the result.

    :return str: in the user's language
    """
    _ = env._
    value = issue.value
    messages = {
        "missing": lambda: _("%s is missing. Fill it in.", issue.field),
        "unknown_field": lambda: _("Unknown field %s. Remove it or correct its name.", issue.field),
        "not_a_mapping": lambda: _("This is not a set of named values. Send each order and line as an object."),
        "no_lines": lambda: _("The order has no lines. Send at least one line with a SKU and a quantity."),
        "bad_text": lambda: _("%s must be plain text.", issue.field),
        "bad_number": lambda: _("“%(value)s” is not a number. Write it like 1234.50.", value=value),
        "bad_date": lambda: _("“%(value)s” is not a date. Write it like 2026-01-31.", value=value),
        "ambiguous_date": lambda: _(
            "“%(value)s” may be read in two ways. Write dates like 2026-01-31.", value=value),
        "bad_discount": lambda: _("A discount is a percentage from 0 to 100, not %(value)s.", value=value),
        "not_positive": lambda: _("The quantity must be above zero, not %(value)s.", value=value),
        "negative": lambda: _("The price must not be negative: %(value)s.", value=value),
        "shipped_more": lambda: _(
            "The shipped quantity %(value)s must lie between zero and the quantity ordered.", value=value),
        "contradiction": lambda: _(
            "“%(value)s” differs from what the order's first row says. Make both the same.", value=value),
        "scattered": lambda: _(
            "Order %(value)s stands further up already. Put the rows of one order together, "
            "or remove the repetition.", value=value),
        "repeated": lambda: _("The same order stands in this call twice. Send it once."),
        "unknown_channel": lambda: _(
            "No channel has the code “%(value)s”. Correct it, or create the channel under "
            "Sales > Configuration > Channels.", value=value),
        "unknown_customer": lambda: _(
            "No customer has the number or e-mail address “%(value)s”. Correct it, create the customer, "
            "or let the channel create customers.", value=value),
        "ambiguous_customer": lambda: _(
            "Several customers have the number or e-mail address “%(value)s”. Merge them, or send a number "
            "that only one has.", value=value),
        "archived_customer": lambda: _("The customer “%(value)s” is archived. Restore it first.", value=value),
        "no_customer_name": lambda: _(
            "The customer is new and has no name. Fill in customer_name."),
        "unknown_sku": lambda: _(
            "No product has the internal reference or barcode “%(value)s”. Correct it or create the product.",
            value=value),
        "ambiguous_sku": lambda: _(
            "Several products have the internal reference “%(value)s”. Give each its own.", value=value),
        "archived_product": lambda: _("The product “%(value)s” is archived. Restore it or send another.", value=value),
        "unknown_unit": lambda: _("There is no unit “%(value)s”. Correct it or leave it empty.", value=value),
        "wrong_unit": lambda: _(
            "The unit “%(value)s” cannot be converted into the product's own. Correct it or leave it empty.",
            value=value),
        "unknown_carrier": lambda: _("There is no delivery method “%(value)s”. Correct it or create it.", value=value),
        "unknown_warehouse": lambda: _("There is no warehouse with the code “%(value)s”.", value=value),
        "unknown_country": lambda: _("There is no country “%(value)s”. Write its ISO code, like DE.", value=value),
        "unknown_state": lambda: _("The country has no state “%(value)s”. Correct it or leave it empty.", value=value),
        "wrong_currency": lambda: _(
            "The order's pricelist is not in %(value)s. Correct the currency, or give the channel or the customer "
            "a pricelist in it.", value=value),
        "history_not_allowed": lambda: _(
            "Shipped, invoiced and paid values belong to imports of history. Remove them, or import as history."),
        "refused": lambda: value,
    }
    return messages[issue.code]()
