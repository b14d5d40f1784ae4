"""The stages of an order's life: the one vocabulary of the whole suite.

What a check guards, what a hold blocks, what the ledger records, what KPIs
measure between and what a customer's timeline shows are these words.
"""

#: The way of an order that goes well, in order, with the label each stage shows.
ORDER_STAGES = (
    ("placed", "Placed"),
    ("confirmed", "Confirmed"),
    ("allocated", "Allocated"),
    ("picked", "Picked"),
    ("shipped", "Shipped"),
    ("delivered", "Delivered"),
    ("invoiced", "Invoiced"),
    ("paid", "Paid"),
)

#: Everything the ledger may record.
STAGES = (*ORDER_STAGES, ("returned", "Returned"))

#: Stages recorded once for the order; the others are recorded per line, in the line's unit.
ORDER_LEVEL_STAGES = frozenset({"placed", "confirmed", "paid"})
