"""Orders through intake against the same orders by plain ``create``, in turn on one database."""
import time

ORDERS, LINES, ROUNDS = 200, 5, 5


def _setting(env):
    channel = env["som.channel"].create({"name": "Bench", "code": "bench"})
    partners = env["res.partner"].create([{"name": f"Bench {n}", "ref": f"BENCH-{n}"} for n in range(50)])
    products = env["product.product"].create([
        {"name": f"Bench {n}", "default_code": f"BENCH-{n}", "type": "consu", "is_storable": True, "list_price": 10 + n}
        for n in range(100)])
    env.cr.commit()
    return channel, partners, products


def _sent(start, partners, products):
    """Orders as a channel sends them."""
    return [{
        "order": str(number), "channel": "bench", "customer": partners[number % 50].ref,
        "lines": [{"sku": products[(number * LINES + line) % 100].default_code, "quantity": line + 1, "price": 9.5}
                  for line in range(LINES)],
    } for number in range(start, start + ORDERS)]


def _values(start, channel, partners, products):
    """The same orders as values for plain ``create``."""
    return [{
        "partner_id": partners[number % 50].id, "company_id": channel.company_id.id, "user_id": False,
        "order_line": [(0, 0, {
            "product_id": products[(number * LINES + line) % 100].id, "product_uom_qty": line + 1, "price_unit": 9.5,
            "technical_price_unit": 0.0}) for line in range(LINES)],
    } for number in range(start, start + ORDERS)]


def _timed(env, work):
    env.flush_all()
    env.invalidate_all()
    started = time.perf_counter()
    work()
    env.flush_all()
    env.cr.commit()
    return time.perf_counter() - started


def run(env):
    channel, partners, products = _setting(env)
    intake_seconds, native_seconds = [], []
    for number in range(ROUNDS + 1):
        sent = _sent(10_000 * number, partners, products)
        answers = []
        took = _timed(env, lambda sent=sent, answers=answers: answers.extend(env["som.intake"].submit(sent)))
        assert [answer["status"] for answer in answers] == ["created"] * ORDERS
        values = _values(10_000 * number, channel, partners, products)
        plain = _timed(env, lambda values=values: env["sale.order"].create(values))
        if number:  # the first round warms caches
            intake_seconds.append(took)
            native_seconds.append(plain)
    ratios = sorted(plain / took for took, plain in zip(intake_seconds, native_seconds, strict=True))
    yield "intake.orders_per_s", round(ORDERS * ROUNDS / sum(intake_seconds), 1), "orders/s"
    yield "intake.ratio_native", round(ratios[len(ratios) // 2], 3), "ratio"
