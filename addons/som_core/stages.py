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

#: Everything the ledger may record. A promise is no stage that an order reaches: it says when it will be delivered.
STAGES = (*ORDER_STAGES[:2], ("promised", "Promised"), *ORDER_STAGES[2:], ("returned", "Returned"))

#: Stages recorded once for the order; the others are recorded per line, in the line's unit.
ORDER_LEVEL_STAGES = frozenset({"placed", "confirmed", "paid"})

#: Stages that a check may guard: its holds keep an order, or a line, from reaching them.
GUARDED_STAGES = (
    ("confirmed", "Confirmation"),
    ("allocated", "Allocation"),
    ("shipped", "Shipping"),
    ("invoiced", "Invoicing"),
)

#: What an open hold keeps from happening, by the stage it guards: a hold found on an order that is
#: confirmed already (somebody lowered a price) stops what is still to come. A shipping hold does not stop
#: the invoice: the money may be what it waits for.
BLOCKED_BY = {
    "confirmed": frozenset({"confirmed"}),
    "allocated": frozenset({"confirmed", "allocated"}),
    "shipped": frozenset({"confirmed", "allocated", "shipped"}),
    "invoiced": frozenset({"confirmed", "invoiced"}),
}
