"""Inside Odoo: scarce stock is allocated by a policy: previewed, applied, explained, and undone."""
import sys

SHOWN = 3  #: explanations that are printed


def say(text):
    print(f"  {text}", file=sys.stderr, flush=True)


def policy(env):
    """The policy of the demo: what customers wait for longest past the requested day comes first, then by value."""
    found = env["som.allocation.policy"].create({
        "name": "Requested day, then value", "starve_days": 14,
        "segment_ids": [(0, 0, {
            "name": "Expedited", "sequence": 1, "strategy": "gain",
            "domain": "[('sale_line_id.order_id.som_expedited', '=', True)]",
            "sort_ids": [(0, 0, {"key": "requested"})]}), (0, 0, {
                "name": "Everybody", "sequence": 2, "strategy": "redistribute",
                "sort_ids": [(0, 0, {"key": "requested"}), (0, 0, {"key": "value", "sequence": 20})]})]})
    found.action_activate()
    return found


def reservations(env):
    """What is reserved for open orders: (move, location, lot, package, owner) → quantity."""
    env.flush_all()
    env.cr.execute("""
        SELECT l.move_id, l.location_id, l.lot_id, l.package_id, l.owner_id, SUM(l.quantity_product_uom)::float
          FROM stock_move_line l JOIN stock_move m ON m.id = l.move_id
         WHERE m.sale_line_id IS NOT NULL AND m.state NOT IN ('done', 'cancel', 'draft') AND l.quantity_product_uom > 0
         GROUP BY 1, 2, 3, 4, 5""")
    return {tuple(row[:5]): row[5] for row in env.cr.fetchall()}


def drift(env):
    """Keys of stock on which more is reserved than there is, or other than transfers say."""
    env.cr.execute("""
        SELECT COUNT(*) FROM (
               SELECT product_id, location_id, lot_id, package_id, owner_id, SUM(reserved_quantity) AS reserved,
                      SUM(quantity) AS quantity
                 FROM stock_quant WHERE location_id IN (SELECT id FROM stock_location WHERE usage = 'internal')
                GROUP BY 1, 2, 3, 4, 5) q
          LEFT JOIN (
               SELECT product_id, location_id, lot_id, package_id, owner_id, SUM(quantity_product_uom) AS reserved
                 FROM stock_move_line WHERE state NOT IN ('done', 'cancel', 'draft') GROUP BY 1, 2, 3, 4, 5) l
            ON q.product_id = l.product_id AND q.location_id = l.location_id AND q.lot_id IS NOT DISTINCT FROM l.lot_id
               AND q.package_id IS NOT DISTINCT FROM l.package_id AND q.owner_id IS NOT DISTINCT FROM l.owner_id
         WHERE ABS(q.reserved - COALESCE(l.reserved, 0)) > 0.001 OR q.reserved > q.quantity + 0.001""")
    return env.cr.fetchone()[0]


def allocate(env):
    """Preview, apply, explain and undo a run over everything that is open; leave a preview to look at.

    :return dict: the figures
    """
    run = env["som.allocation.run"].create({"policy_id": policy(env).id})
    run.action_preview()
    before = reservations(env)
    figures = {
        "lines": run.line_count, "units": sum(run.line_ids.mapped("wanted")), "orders": len(run.line_ids.order_id),
        "short_products": len(_short_products(run)), "gain": run.gain_count, "lose": run.loss_count,
        "short": run.short_count, "fill_before": run.fill_before, "fill_after": run.fill_after,
        "replays": run._som_replays(),
    }
    run.action_apply()
    env.cr.commit()
    figures |= {"applied": run.state, "applied_as_shown": _as_shown(run), "drift_applied": drift(env)}
    figures["explained"] = [line.explanation for line in run.line_ids.filtered("missing")[:SHOWN]]
    figures["explained_to_customer"] = [line.customer_text for line in run.line_ids.filtered("missing")[:SHOWN]]
    run.action_undo()
    env.cr.commit()
    figures |= {"undone": run.state, "as_before": reservations(env) == before, "drift_undone": drift(env)}
    env["som.allocation.run"].create({"policy_id": run.policy_id.id}).action_preview()
    env.cr.commit()
    say(f"Allocation: {figures['lines']} open lines; a run was previewed, applied, explained and undone")
    return figures


def _short_products(run):
    """Products of which open orders want more than there is on stock."""
    wanted = dict(run.line_ids._read_group([("run_id", "=", run.id)], ["product_id"], ["wanted:sum"]))
    return [product for product, quantity in wanted.items() if quantity > product.qty_available]


def _as_shown(run):
    """Whether each line holds exactly what the preview said."""
    return all(line.move_id.product_uom._compute_quantity(line.move_id.quantity, line.uom_id) == line.after
               for line in run.line_ids)


def table(found):
    """The figures as lines of text."""
    rows = (
        ("Open lines", f"{found['lines']:,}"), ("Products short", f"{found['short_products']:,}"),
        ("Would gain / lose", f"{found['gain']} / {found['lose']}"),
        ("Filled before", f"{100 * found['fill_before']:.1f} %"),
        ("Filled after", f"{100 * found['fill_after']:.1f} %"),
        ("Applied as previewed", "yes" if found["applied_as_shown"] else "NO"),
        ("Undone, as before", "yes" if found["as_before"] else "NO"))
    return "\n".join(["Allocation", *(f"{label:<28}{value:>24}" for label, value in rows), ""])
