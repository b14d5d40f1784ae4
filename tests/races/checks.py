"""What must hold of stock and orders: watched during a race from outside, and looked at when it is over."""
import json
import time

import psycopg2

OVERSOLD = """
    SELECT product_id, location_id, SUM(quantity), SUM(reserved_quantity)
      FROM stock_quant
     WHERE location_id = %(stock)s AND product_id = ANY(%(products)s)
     GROUP BY product_id, location_id, lot_id, package_id, owner_id
    HAVING SUM(reserved_quantity) > GREATEST(SUM(quantity), 0) + 0.0001"""

DRIFT = """
    SELECT product_id, COALESCE(q.reserved, 0), COALESCE(l.held, 0)
      FROM (SELECT product_id, SUM(reserved_quantity) AS reserved FROM stock_quant
             WHERE location_id = %(stock)s AND product_id = ANY(%(products)s) GROUP BY 1) q
      FULL JOIN (SELECT product_id, SUM(quantity_product_uom) AS held FROM stock_move_line
             WHERE location_id = %(stock)s AND product_id = ANY(%(products)s)
               AND state NOT IN ('done', 'cancel', 'draft') GROUP BY 1) l USING (product_id)
     WHERE abs(COALESCE(q.reserved, 0) - COALESCE(l.held, 0)) > 0.0001"""

# every unit that left a place came to another: all places together hold what was there at the start
CREATED = """
    SELECT product_id, SUM(quantity) FROM stock_quant WHERE product_id = ANY(%(products)s)
     GROUP BY 1 HAVING abs(SUM(quantity) - %(initial)s) > 0.0001"""

# what is on hand is what was there, and what came, without what went
ON_HAND = """
    SELECT product_id, on_hand, %(initial)s + moved
      FROM (SELECT p AS product_id,
                   (SELECT COALESCE(SUM(quantity), 0) FROM stock_quant
                     WHERE product_id = p AND location_id = %(stock)s) AS on_hand,
                   (SELECT COALESCE(SUM(CASE WHEN location_dest_id = %(stock)s THEN quantity_product_uom ELSE 0 END
                                      - CASE WHEN location_id = %(stock)s THEN quantity_product_uom ELSE 0 END), 0)
                      FROM stock_move_line WHERE product_id = p AND state = 'done') AS moved
              FROM unnest(%(products)s) p) x
     WHERE abs(on_hand - %(initial)s - moved) > 0.0001"""

# an order that is confirmed has moves for all it asks for, one that is not has none
UNLIKE_THEIR_MOVES = """
    SELECT o.id, o.state, l.product_uom_qty, COALESCE(SUM(m.product_uom_qty) FILTER (WHERE m.state <> 'cancel'), 0)
      FROM sale_order o
      JOIN sale_order_line l ON l.order_id = o.id
      LEFT JOIN stock_move m ON m.sale_line_id = l.id
     WHERE o.partner_id = ANY(%(partners)s)
     GROUP BY o.id, l.id
    HAVING abs(CASE WHEN o.state = 'sale' THEN l.product_uom_qty ELSE 0 END
               - COALESCE(SUM(m.product_uom_qty) FILTER (WHERE m.state <> 'cancel'), 0)) > 0.0001"""


def watch(name, world, folder):
    """Look for oversold keys, again and again, with a connection of our own, until told to stop."""
    connection = psycopg2.connect(dbname=name)
    connection.autocommit = True
    samples, seen, worst = 0, {}, 0.0
    with connection.cursor() as cursor:
        while not (folder / "stop").exists():
            cursor.execute(OVERSOLD, world)
            samples += 1
            for product_id, _location, quantity, reserved in cursor.fetchall():
                seen[product_id] = seen.get(product_id, 0) + 1
                worst = max(worst, reserved - max(quantity, 0))
            time.sleep(0.02)
    (folder / "watched.json").write_text(json.dumps({
        "samples": samples, "oversold": sum(seen.values()), "keys": len(seen), "worst": worst}))


def after(env, world, reports, with_suite):
    """What is wrong when everybody is done: each list is empty when all is well."""
    found = {name: _rows(env, query, world) for name, query in (
        ("oversold", OVERSOLD), ("drift", DRIFT), ("created", CREATED), ("on_hand", ON_HAND),
        ("unlike_their_moves", UNLIKE_THEIR_MOVES))}
    found["lost"] = _lost(env, world, [entry for report in reports for entry in report])
    if with_suite:
        audit = env["som.stock.audit"]._som_audit(env.company)
        found["findings"] = audit.finding_ids.mapped("kind")
        found["keys"] = audit.key_count
    return found


def _rows(env, query, world):
    env.cr.execute(query, world)
    return [[float(value) if not isinstance(value, (int, str)) else value for value in row]
            for row in env.cr.fetchall()]


def _lost(env, world, done):
    """Orders that a worker was told are there, confirmed or cancelled, and are not; and orders nobody was told of."""
    env.cr.execute("SELECT id, state FROM sale_order WHERE partner_id = ANY(%(partners)s)", world)
    states = dict(env.cr.fetchall())
    told = {name: {number for entry in done for number in entry.get(name, ())}
            for name in ("made", "confirmed", "cancelled")}
    lost = set(states) ^ (told["made"] | set(world["orders"]))
    lost |= {number for number in told["confirmed"] if states.get(number) not in ("sale", "cancel")}
    lost |= {number for number, state in states.items() if state == "sale" and number not in told["confirmed"]}
    lost |= {number for number in told["cancelled"] if states.get(number) != "cancel"}
    return sorted(lost)
