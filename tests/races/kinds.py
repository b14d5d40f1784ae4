"""The kinds of work that race each other: add one by two functions and a line in ``KINDS``.

``choose(env, world, rng)`` is what somebody sees on a screen: it says what to work on (None: there is nothing to
do), in a transaction of its own. ``work(env, world, chosen)`` is the request that follows. It may run several
times, each time in a new transaction, before one is committed; meanwhile others may have done what it is about.
It returns what it did as a dictionary (None: nothing was left to do).
"""
from typing import NamedTuple

# What is chosen


def basket(env, world, rng):
    """A customer, and what they want."""
    return {"partner": rng.choice(world["partners"]),
            "lines": [[product_id, rng.randint(1, 10)]
                      for product_id in rng.sample(world["products"], rng.randint(1, 3))]}


def load(env, world, rng):
    """A supplier, and what comes in."""
    return {"partner": rng.choice(world["partners"]),
            "lines": [[product_id, rng.randint(5, 30)] for product_id in rng.sample(world["products"], 2)]}


def count(env, world, rng):
    """A quant, and by how much it is not what the numbers say."""
    quant_id = _any(env, world, "SELECT id FROM stock_quant WHERE location_id = %(stock)s AND quantity > 0"
                                " AND product_id = ANY(%(products)s)")
    return quant_id and {"quant": quant_id, "difference": rng.randint(-6, 4)}


def quotation(env, world, rng):
    return _any(env, world, "SELECT id FROM sale_order WHERE state = 'draft' AND partner_id = ANY(%(partners)s)")


def unshipped(env, world, rng):
    """An order that nothing was shipped of."""
    return _any(env, world, """
        SELECT id FROM sale_order o WHERE state = 'sale' AND partner_id = ANY(%(partners)s) AND NOT EXISTS (
            SELECT FROM stock_move m JOIN sale_order_line l ON l.id = m.sale_line_id
             WHERE l.order_id = o.id AND m.state = 'done')""")


def waiting(env, world, rng):
    """A delivery that lacks something."""
    return _any(env, world, "SELECT id FROM stock_picking WHERE picking_type_id = %(out_type)s"
                            " AND state IN ('confirmed', 'waiting')")


def ready(env, world, rng):
    """A delivery that has something."""
    return _any(env, world, "SELECT id FROM stock_picking WHERE picking_type_id = %(out_type)s AND state = 'assigned'")


def nothing(env, world, rng):
    """There is nothing to choose."""
    return True


# What is done


def quote(env, world, chosen):
    """A customer asks for a quotation."""
    return {"made": _order(env, chosen).ids}


def confirm(env, world, chosen):
    """A quotation is confirmed: native code makes its moves and reserves."""
    order = env["sale.order"].browse(chosen)
    if order.state != "draft":
        return None
    order.action_confirm()
    return {"confirmed": order.ids}


def order_at_once(env, world, chosen):
    """An order is made, confirmed and reserved in one transaction: nobody else has seen its moves."""
    order = _order(env, chosen)
    order.action_confirm()
    return {"made": order.ids, "confirmed": order.ids}


def moves_at_once(env, world, chosen):
    """Another addon makes moves of its own, confirms and reserves them."""
    moves = env["stock.move"].create([{
        "product_id": product_id, "product_uom_qty": quantity, "location_id": world["stock"],
        "location_dest_id": world["customers"]} for product_id, quantity in chosen["lines"]])
    moves._action_confirm()._action_assign()
    return {}


def check_availability(env, world, chosen):
    """Somebody presses *Check Availability*."""
    picking = env["stock.picking"].browse(chosen)
    return picking.action_assign() and {} if picking.state in ("confirmed", "waiting") else None


def unreserve(env, world, chosen):
    """Somebody presses *Unreserve*."""
    picking = env["stock.picking"].browse(chosen)
    if picking.state != "assigned":
        return None
    picking.do_unreserve()
    return {}


def deliver(env, world, chosen):
    """A delivery is validated; what is missing becomes a backorder."""
    picking = env["stock.picking"].browse(chosen)
    return _validate(picking) if picking.state == "assigned" else None


def receive(env, world, chosen):
    """Goods come in, and native code reserves them for whoever waits."""
    places = {"location_id": world["suppliers"], "location_dest_id": world["stock"]}
    picking = env["stock.picking"].create({
        **places, "picking_type_id": world["in_type"], "partner_id": chosen["partner"],
        "move_ids": [(0, 0, {**places, "product_id": product_id, "product_uom_qty": quantity})
                     for product_id, quantity in chosen["lines"]]})
    picking.action_confirm()
    return _validate(picking)


def adjust(env, world, chosen):
    """Somebody counts: there is a little more or less than the numbers say."""
    quant = env["stock.quant"].browse(chosen["quant"]).exists()
    if not quant:
        return None
    quant.inventory_quantity = max(0, quant.quantity + chosen["difference"])
    quant.action_apply_inventory()
    return {}


def cancel(env, world, chosen):
    """An order is cancelled."""
    order = env["sale.order"].browse(chosen)
    if order.state != "sale" or "done" in order.picking_ids.mapped("state"):
        return None
    order.with_context(disable_cancel_warning=True).action_cancel()
    return {"cancelled": order.ids}


def run_scheduler(env, world, chosen):
    """The scheduler in the background, which commits and tries again by itself."""
    env["stock.rule"].run_scheduler(use_new_cursor=True)
    return {}


def audit(env, world, chosen):
    """The auditor looks while everybody works."""
    found = env["som.stock.audit"]._som_audit(env.company)
    return {"findings": len(found.finding_ids)}


class Kind(NamedTuple):
    weight: int
    choose: object
    work: object
    #: Only with the suite.
    suite: bool = False
    #: Commits by itself; others are tried again on a conflict as requests are.
    alone: bool = False


KINDS = [
    Kind(10, basket, quote),
    Kind(24, quotation, confirm),
    Kind(18, basket, order_at_once),
    Kind(8, basket, moves_at_once),
    Kind(8, waiting, check_availability),
    Kind(5, ready, unreserve),
    Kind(18, ready, deliver),
    Kind(14, load, receive),
    Kind(5, count, adjust),
    Kind(5, unshipped, cancel),
    Kind(1, nothing, run_scheduler, alone=True),
    Kind(1, nothing, audit, suite=True),
]


def sequence(rng, length, suite):
    """The kinds of a worker's transactions, one after the other, for a database with or without the suite."""
    kinds = [kind for kind in KINDS if suite or not kind.suite]
    return rng.choices(kinds, [kind.weight for kind in kinds], k=length)


def _order(env, chosen):
    return env["sale.order"].create({
        "partner_id": chosen["partner"],
        "order_line": [(0, 0, {"product_id": product_id, "product_uom_qty": quantity})
                       for product_id, quantity in chosen["lines"]]})


def _validate(picking):
    picking.move_ids.picked = True
    answer = picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
    if answer is not True:
        raise AssertionError(f"{picking.name} was not validated: {answer}")
    return {}


def _any(env, world, query):
    """Any of the ids that a query finds, or None."""
    env.cr.execute(query + " ORDER BY random() LIMIT 1", world)
    row = env.cr.fetchone()
    return row and row[0]
