"""The board of shortages: brought up to date for ten thousand lines that wait."""
import time

PRODUCTS, ORDERS, LINES = 500, 500, 20
FIELDS = ["product_id", "warehouse_id", "wanted_on", "short_qty", "value"]


def _wait(env):
    """Orders whose goods are not there."""
    partner = env["res.partner"].create({"name": "Bench"})
    products = env["product.product"].create([
        {"name": f"Bench {n}", "type": "consu", "is_storable": True, "list_price": 10} for n in range(PRODUCTS)])
    env["sale.order"].create([{
        "partner_id": partner.id, "order_line": [
            (0, 0, {"product_id": products[(order * LINES + line) % PRODUCTS].id, "product_uom_qty": 3})
            for line in range(LINES)],
    } for order in range(ORDERS)]).action_confirm()
    env.flush_all()
    env.cr.commit()


def run(env):
    env.company.som_promise = True
    _wait(env)
    board = env["som.shortage"]
    for name in ("s_first", "s_again"):
        env.invalidate_all()
        before, started = env.cr.sql_log_count, time.perf_counter()
        board._som_refresh_all(env.company)
        env.flush_all()
        yield f"shortage.{name}", time.perf_counter() - started, "s"
        yield f"shortage.queries_{name}", env.cr.sql_log_count - before, "queries"
        env.cr.commit()
    env.invalidate_all()
    started = time.perf_counter()
    rows = board.search([], limit=80)
    rows.read(FIELDS)
    assert len(rows) == 80, "the board is empty"
    yield "shortage.ms_list", (time.perf_counter() - started) * 1000, "ms"
