"""The line format: every field an incoming order or line may have.

The same names are the columns of a file and the keys of an API call, where
the line fields stand in the order's ``lines``.
"""
from dataclasses import dataclass

TEXT, NUMBER, DATE, PERCENT = "text", "number", "date", "percent"


@dataclass(frozen=True)
class Field:
    """One field: its name, its kind, whether it must be given, and what it means."""

    name: str
    kind: str
    help: str
    required: bool = False


ORDER_FIELDS = (
    Field("order", TEXT, "number of the order at the channel; one order per channel and number", True),
    Field("channel", TEXT, "code of the channel the order came through", True),
    Field("order_date", DATE, "when the customer placed it; now, if empty"),
    Field("requested_date", DATE, "when the customer wants it"),
    Field("customer", TEXT, "customer's number (reference) or e-mail address", True),
    Field("customer_name", TEXT, "name, for customers not known yet"),
    Field("email", TEXT, "e-mail address, for customers not known yet"),
    Field("phone", TEXT, "phone number, for customers not known yet"),
    Field("vat", TEXT, "tax number, for customers not known yet"),
    Field("street", TEXT, "address, for customers not known yet"),
    Field("street2", TEXT, "second line of the address"),
    Field("zip", TEXT, "postal code"),
    Field("city", TEXT, "city"),
    Field("state", TEXT, "code or name of the state or province"),
    Field("country", TEXT, "ISO code or name of the country"),
    Field("ship_name", TEXT, "recipient, where the delivery goes elsewhere"),
    Field("ship_street", TEXT, "delivery address"),
    Field("ship_street2", TEXT, "second line of the delivery address"),
    Field("ship_zip", TEXT, "postal code of the delivery address"),
    Field("ship_city", TEXT, "city of the delivery address"),
    Field("ship_state", TEXT, "state or province of the delivery address"),
    Field("ship_country", TEXT, "country of the delivery address"),
    Field("customer_reference", TEXT, "the customer's own number for the order"),
    Field("currency", TEXT, "ISO code; must be the currency of the order's pricelist"),
    Field("warehouse", TEXT, "code of the warehouse to ship from, where it is not the channel's"),
    Field("carrier", TEXT, "name of the delivery method"),
    Field("note", TEXT, "terms or remarks printed on the order"),
    Field("invoiced_date", DATE, "history: when it was invoiced; the day it was shipped, if empty"),
    Field("paid_date", DATE, "history: when the invoice was paid"),
)
LINE_FIELDS = (
    Field("sku", TEXT, "internal reference or barcode of the product", True),
    Field("quantity", NUMBER, "quantity ordered, above zero", True),
    Field("unit", TEXT, "unit of the quantity; the product's own, if empty"),
    Field("price", NUMBER, "unit price in the order's currency; the pricelist's, if empty"),
    Field("discount", PERCENT, "discount in percent, 0 to 100"),
    Field("description", TEXT, "text of the line; the product's, if empty"),
    Field("shipped_quantity", NUMBER, "history: how much of the line was shipped"),
    Field("shipped_date", DATE, "history: when it was shipped"),
)

ORDER = {field.name: field for field in ORDER_FIELDS}
LINE = {field.name: field for field in LINE_FIELDS}
COLUMNS = {**ORDER, **LINE}
#: Fields that only an import of history may carry.
HISTORY = frozenset({"invoiced_date", "paid_date", "shipped_quantity", "shipped_date"})
SHIP_ADDRESS = ("ship_name", "ship_street", "ship_street2", "ship_zip", "ship_city", "ship_state", "ship_country")
