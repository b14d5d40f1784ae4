"""What a run writes, written by bare set-based SQL: first come, first served, nothing asked, nothing checked.

The yardstick for a run. It reserves the same goods for the same moves and leaves the same rows behind: reservations,
transfers with their chatter, the order ledger, and a line of the run for each move.
"""
from odoo.tools import SQL

STATEMENTS = {
    "lines": """
        CREATE TEMP TABLE bare ON COMMIT DROP AS
        WITH d AS (SELECT id, product_id, product_uom_qty AS wanted,
                          SUM(product_uom_qty) OVER (PARTITION BY product_id ORDER BY id) AS until
                     FROM stock_move WHERE id = ANY(%(moves)s)),
             s AS (SELECT id, product_id, quantity,
                          SUM(quantity) OVER (PARTITION BY product_id ORDER BY in_date, id) AS until
                     FROM stock_quant WHERE location_id = %(location)s AND product_id = ANY(%(products)s))
        SELECT d.id AS move, s.id AS quant,
               LEAST(d.until, s.until) - GREATEST(d.until - d.wanted, s.until - s.quantity) AS quantity
          FROM d JOIN s ON s.product_id = d.product_id
               AND d.until > s.until - s.quantity AND s.until > d.until - d.wanted;
        CREATE TEMP TABLE bare_move ON COMMIT DROP AS SELECT move, SUM(quantity) AS quantity FROM bare GROUP BY move;
        CREATE INDEX ON bare_move (move);
        ANALYZE bare; ANALYZE bare_move""",
    "quants": """
        UPDATE stock_quant q
           SET reserved_quantity = reserved_quantity + b.quantity, write_date = now() AT TIME ZONE 'UTC'
          FROM (SELECT quant, SUM(quantity) AS quantity FROM bare GROUP BY quant) b WHERE q.id = b.quant""",
    "moves": """
        UPDATE stock_move m SET quantity = b.quantity, write_date = now() AT TIME ZONE 'UTC',
               state = CASE WHEN b.quantity >= m.product_uom_qty THEN 'assigned' ELSE 'partially_available' END
          FROM bare_move b WHERE m.id = b.move""",
    "move_lines": """
        INSERT INTO stock_move_line (move_id, picking_id, company_id, product_id, product_uom_id, location_id,
               location_dest_id, lot_id, package_id, owner_id, quantity, quantity_product_uom, state, picked, date,
               create_uid, create_date, write_uid, write_date)
        SELECT m.id, m.picking_id, m.company_id, m.product_id, m.product_uom, q.location_id, m.location_dest_id,
               q.lot_id, q.package_id, q.owner_id, b.quantity, b.quantity, m.state, FALSE, now() AT TIME ZONE 'UTC', 1,
               now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
          FROM bare b JOIN stock_move m ON m.id = b.move JOIN stock_quant q ON q.id = b.quant ORDER BY m.id""",
    "pickings": """
        UPDATE stock_picking p SET state = 'assigned', shipping_weight = w.weight, write_date = now() AT TIME ZONE 'UTC'
          FROM (SELECT m.picking_id, SUM(b.quantity * p.weight) AS weight FROM bare_move b
                  JOIN stock_move m ON m.id = b.move JOIN product_product p ON p.id = m.product_id
                 GROUP BY m.picking_id) w
         WHERE p.id = w.picking_id""",
    "messages": """
        WITH changed AS (SELECT DISTINCT m.picking_id FROM bare_move b JOIN stock_move m ON m.id = b.move), note AS (
            INSERT INTO mail_message (model, res_id, author_id, subtype_id, message_type, is_internal, body, message_id,
                   date, create_uid, create_date, write_uid, write_date)
            SELECT 'stock.picking', picking_id, %(author)s, %(subtype)s, 'notification', TRUE, '',
                   '<' || picking_id || '@bare>', now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC', 1,
                   now() AT TIME ZONE 'UTC'
              FROM changed RETURNING id)
        INSERT INTO mail_tracking_value (field_id, mail_message_id, old_value_char, new_value_char, create_uid,
               create_date, write_uid, write_date)
        SELECT %(field)s, id, 'Waiting', 'Ready', 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC' FROM note""",
    "ledger": """
        INSERT INTO som_milestone (order_id, line_id, company_id, stage, quantity, occurred_at, res_model, res_id,
               document, create_uid, create_date)
        SELECT l.order_id, l.id, m.company_id, 'allocated', b.quantity, now() AT TIME ZONE 'UTC', 'stock.move', m.id,
               k.name, 1, now() AT TIME ZONE 'UTC'
          FROM bare_move b JOIN stock_move m ON m.id = b.move JOIN sale_order_line l ON l.id = m.sale_line_id
          JOIN stock_picking k ON k.id = m.picking_id""",
    "waiting": """
        UPDATE sale_order_line l SET som_waited_runs = 1, som_waiting_since = now() AT TIME ZONE 'UTC'
          FROM stock_move m WHERE m.id = ANY(%(moves)s) AND l.id = m.sale_line_id AND m.state != 'assigned'""",
    "run_lines": """
        INSERT INTO som_allocation_run_line (run_id, move_id, line_id, product_id, segment_id, rank, wanted, before,
               after, change, missing, worth, reason, starved, exception)
        SELECT %(run)s, m.id, m.sale_line_id, m.product_id, %(segment)s, m.id, m.product_uom_qty, 0,
               COALESCE(b.quantity, 0), COALESCE(b.quantity, 0), m.product_uom_qty - COALESCE(b.quantity, 0), 0,
               'full', FALSE, FALSE
          FROM stock_move m LEFT JOIN bare_move b ON b.move = m.id
         WHERE m.id = ANY(%(moves)s) ORDER BY m.id""",
}


def write(env, demand, run):
    """Reserve for a ``Demand`` and commit."""
    values = {
        "moves": demand.moves.ids, "products": demand.products.ids, "location": demand.location.id, "run": run.id,
        "segment": run.policy_id.segment_ids[:1].id, "author": env.user.partner_id.id,
        "subtype": env.ref("mail.mt_note").id, "field": env["ir.model.fields"]._get("stock.picking", "state").id,
    }
    for statement in STATEMENTS.values():
        env.cr.execute(SQL(statement, **values))
    env.cr.commit()
