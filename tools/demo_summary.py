"""The summary of a demo: every figure asked of the database."""

#: Shipped counts an order once nothing of it is left to ship, cycle time and lateness from that day on;
#: days are those of the company's time zone.
_ORDERS = """
    WITH line AS (
        SELECT l.order_id, l.id, l.product_uom_qty AS ordered, l.price_unit, l.discount, l.price_subtotal,
               p.type = 'consu' AS goods
          FROM sale_order_line l
          JOIN sale_order o ON o.id = l.order_id
          JOIN product_product pp ON pp.id = l.product_id
          JOIN product_template p ON p.id = pp.product_tmpl_id
         WHERE o.company_id = %(company)s AND l.display_type IS NULL
           AND NOT COALESCE(l.is_downpayment, FALSE) AND NOT COALESCE(l.is_delivery, FALSE)
    ), moved AS (
        SELECT order_id, line_id, stage, SUM(quantity) AS quantity, MAX(occurred_at) AS at
          FROM som_milestone WHERE company_id = %(company)s GROUP BY order_id, line_id, stage
    ), per_order AS (
        SELECT o.id, o.state,
               (SELECT MIN(at) FROM moved m WHERE m.order_id = o.id AND m.stage = 'placed') AS placed,
               o.som_requested_date AS requested,
               (SELECT SUM(quantity) FROM moved m WHERE m.order_id = o.id AND m.stage = 'confirmed') > 0 AS confirmed,
               (SELECT BOOL_AND(COALESCE(m.quantity, 0) >= line.ordered)
                  FROM line LEFT JOIN moved m ON m.line_id = line.id AND m.stage = 'shipped'
                 WHERE line.order_id = o.id AND line.goods) AS shipped,
               (SELECT MAX(at) FROM moved m WHERE m.order_id = o.id AND m.stage = 'shipped') AS shipped_at,
               (SELECT SUM(quantity) FROM moved m WHERE m.order_id = o.id AND m.stage = 'paid') > 0 AS paid
          FROM sale_order o WHERE o.company_id = %(company)s
    )
"""
_TOTALS = """
    SELECT (SELECT COUNT(*) FROM per_order) AS orders,
           COUNT(*) AS lines, SUM(ordered) AS units,
           SUM(price_unit * ordered * (1 - COALESCE(discount, 0) / 100)) AS net,
           SUM(price_subtotal) AS net_rounded
      FROM line
"""
_FLOW = """
    SELECT COUNT(*) FILTER (WHERE shipped) AS shipped,
           AVG((shipped_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
               - (placed AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date) FILTER (WHERE shipped) AS cycle,
           COUNT(*) FILTER (WHERE shipped AND requested IS NOT NULL) AS with_request,
           COUNT(*) FILTER (WHERE shipped
               AND (shipped_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                   > (requested AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date) AS late,
           COUNT(*) FILTER (WHERE confirmed AND shipped IS FALSE) AS open
      FROM per_order
"""
_ON_HAND = """
    SELECT p.default_code, SUM(q.quantity)::float
      FROM stock_quant q
      JOIN stock_location l ON l.id = q.location_id AND l.usage = 'internal'
      JOIN product_product p ON p.id = q.product_id
     WHERE q.company_id = %(company)s AND p.default_code IS NOT NULL
     GROUP BY p.default_code HAVING SUM(q.quantity) <> 0
"""
_STAGES = """
    SELECT stage, COUNT(DISTINCT order_id) AS orders, COUNT(DISTINCT line_id) AS lines,
           SUM(quantity) FILTER (WHERE line_id IS NOT NULL) AS units
      FROM moved WHERE quantity > 0 GROUP BY stage
"""


def figures(env):
    """All figures of the summary, straight from the database.

    :return dict: ``orders, lines, units, net, net_rounded, shipped, cycle`` (days), ``with_request, late,
        on_time`` (percent), ``open``, ``stages``: stage → (orders, lines, units), and
        ``on_hand``: SKU → units
    """
    env.flush_all()
    params = {"company": env.company.id, "tz": env.company.partner_id.tz or "UTC"}
    found = {}
    for query in (_TOTALS, _FLOW):
        env.cr.execute(_ORDERS + query, params)
        found.update(env.cr.dictfetchone())
    env.cr.execute(_ORDERS + _STAGES, params)
    found["stages"] = {stage: row for stage, *row in env.cr.fetchall()}
    found = {key: float(value) if hasattr(value, "as_tuple") else value for key, value in found.items()}
    env.cr.execute(_ON_HAND, params)
    found["on_hand"] = dict(env.cr.fetchall())
    judged = found["with_request"]
    found["on_time"] = 100.0 * (judged - found["late"]) / judged if judged else None
    found["stages"] = {
        stage: (orders, lines, float(units or 0)) for stage, (orders, lines, units) in found["stages"].items()}
    return found


def table(found, stages, seconds, imports):
    """The summary as lines of text.

    :param stages: (stage, label) pairs in order
    :param imports: mappings with ``name, total, created, duplicates, rejected``
    """
    lines = ["", f"{'File':<28}{'orders':>8}{'created':>9}{'again':>7}{'rejected':>10}"]
    lines += [f"{i['name'][:27]:<28}{i['total']:>8}{i['created']:>9}{i['duplicates']:>7}{i['rejected']:>10}"
              for i in imports]
    lines += ["", f"{'Stage':<28}{'orders':>8}{'lines':>9}{'units':>12}"]
    for stage, label in stages:
        orders, count, units = found["stages"].get(stage, (0, 0, 0))
        per_line = f"{count:>9,}{units:>12,.0f}" if count else f"{'':>21}"
        lines.append(f"{label:<28}{orders:>8,}{per_line}")
    on_time = "n/a" if found["on_time"] is None else f"{found['on_time']:.2f} % ({found['late']} late)"
    cycle = "n/a" if found["cycle"] is None else f"{found['cycle']:.4f} days"
    rows = (
        ("Orders", f"{found['orders']:,}"), ("Lines", f"{found['lines']:,}"), ("Units", f"{found['units']:,.0f}"),
        ("Net revenue", f"{found['net']:,.2f}"), ("… each line rounded", f"{found['net_rounded']:,.2f}"),
        ("Shipped completely", f"{found['shipped']:,}"), ("Still open", f"{found['open']:,}"),
        ("Mean cycle time", cycle), ("On time", on_time), ("Time taken", f"{seconds:.0f} s"),
    )
    return "\n".join([*lines, "", *(f"{label:<28}{value:>24}" for label, value in rows), ""])
