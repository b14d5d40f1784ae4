"""What each sort key compares, as SQL over open stock moves.

A key is one or more expressions, compared one after the other. They stand over ``stock_move`` and whatever of
``JOINS`` they name. An expression is NULL where a move has no such thing; those come last in either direction.
"""
from odoo.tools import SQL

#: alias → (table, condition, aliases that the condition needs)
JOINS = {
    "l": ("sale_order_line", SQL("l.id = stock_move.sale_line_id"), ()),
    "o": ("sale_order", SQL("o.id = l.order_id"), ("l",)),
    "orderer": ("res_partner", SQL("orderer.id = o.partner_id"), ("o",)),
    "customer": ("res_partner", SQL("customer.id = orderer.commercial_partner_id"), ("orderer",)),
    "channel": ("som_channel", SQL("channel.id = o.som_channel_id"), ("o",)),
    "p": ("product_product", SQL("p.id = stock_move.product_id"), ()),
    "t": ("product_template", SQL("t.id = p.product_tmpl_id"), ("p",)),
    "product_uom": ("uom_uom", SQL("product_uom.id = t.uom_id"), ("t",)),
    "line_uom": ("uom_uom", SQL("line_uom.id = l.product_uom_id"), ("l",)),
}


def join(query, *aliases):
    """Join what an expression needs, once."""
    for alias in aliases:
        table, condition, needed = JOINS[alias]
        join(query, *needed)
        query.add_join("LEFT JOIN", alias, table, condition)


def expedited(_moves, query):
    join(query, "o")
    return [SQL("(COALESCE(o.som_expedited, FALSE) OR stock_move.priority = '1')")]


def tier(moves, query):
    """The place of the customer's tier in the list of tiers."""
    join(query, "customer")
    own = moves.env["res.partner"]._field_to_sql("customer", "som_tier_id", query)
    place = SQL("(SELECT tier.sequence FROM som_customer_tier tier WHERE tier.id = %s)", own)
    return [place, SQL("(CASE WHEN %s IS NOT NULL THEN %s END)", place, own)]


def requested(_moves, query):
    """What the customer asked for, as it was asked; without that what the order's delivery date or the move says."""
    join(query, "o")
    return [SQL("COALESCE(o.som_requested_date, o.commitment_date, stock_move.date_deadline)")]


def promised(_moves, query):
    """The latest promise in the ledger, the line's before the whole order's; without one the move's deadline."""
    join(query, "o")
    return [SQL("COALESCE((%s), (%s), stock_move.date_deadline)",
                _promise(SQL("promise.line_id = l.id")), _promise(SQL("promise.line_id IS NULL")))]


def _promise(condition):
    return SQL(
        """SELECT promise.promised_date FROM som_milestone promise
            WHERE promise.order_id = o.id AND promise.promised_date IS NOT NULL AND %s
            ORDER BY promise.occurred_at DESC, promise.id DESC LIMIT 1""", condition)


def age(_moves, query):
    """How long ago the order was placed (seconds before the epoch: more is older).

    ``date_order`` does not say: confirmation overwrites it. The ledger does; an order that was cancelled and placed
    again is as old as its last placing. Orders from before the ledger: when they were entered.
    """
    join(query, "o")
    return [SQL(
        """-EXTRACT(epoch FROM COALESCE(
            (SELECT MAX(placed.occurred_at) FROM som_milestone placed
              WHERE placed.order_id = o.id AND placed.stage = 'placed' AND placed.line_id IS NULL
                AND placed.quantity > 0),
            o.create_date))""")]


def _worth(query):
    """Of one product unit, in the company's currency; NULL where the move is not for what the line sells (kits)."""
    join(query, "o", "product_uom", "line_uom")
    return SQL(
        """CASE WHEN l.product_id = stock_move.product_id AND l.product_uom_qty > 0
                THEN l.price_subtotal / l.product_uom_qty / (line_uom.factor / product_uom.factor)
                     / COALESCE(NULLIF(o.currency_rate, 0), 1) END""")


def value(_moves, query):
    """What is open of the line, in the company's currency."""
    return [SQL("ROUND((stock_move.product_qty * %s)::numeric, 4)", _worth(query))]


def margin(moves, query):
    """What is open of the line above its cost, in the company's currency."""
    worth = _worth(query)
    cost = moves.env["product.product"]._field_to_sql("p", "standard_price", query)
    return [SQL("ROUND((stock_move.product_qty * (%s - COALESCE(%s, 0)))::numeric, 4)", worth, cost)]


def channel(_moves, query):
    """The place of the order's channel in the list of channels."""
    join(query, "channel")
    return [SQL("channel.sequence"), SQL("channel.id")]


def backorder(_moves, _query):
    """Since when the move is what was left behind of an order that has shipped in part; others are no backorder."""
    return [SQL("stock_move.som_backorder_since")]


#: sort key → function of the moves' model and the query that gives its expressions
EXPRESSIONS = {
    "expedited": expedited, "tier": tier, "requested": requested, "promised": promised, "age": age, "value": value,
    "margin": margin, "channel": channel, "backorder": backorder,
}
