"""Orders from intake to reserved, against bare Odoo creating, confirming and reserving the same, in turn."""
import time

from tools.bench_process import native

#: 1,000 orders of each side are measured: so many at once, so many times.
ORDERS, LINES, ROUNDS = 200, 5, 5
PARTNERS, PRODUCTS = 50, 200
#: Every fourth product is short: there is half of what a round asks for.
SHORT = 4


class World:
    """Customers, products and stock, the same on both sides."""

    def __init__(self, env):
        self.env = env
        self.partners = env["res.partner"].create([
            {"name": f"Bench {n}", "ref": f"BENCH-{n}"} for n in range(PARTNERS)])
        self.products = env["product.product"].create([{
            "name": f"Bench {n}", "default_code": f"BENCH-{n}", "type": "consu", "is_storable": True,
            "list_price": 10 + n, "weight": 0.1,
        } for n in range(PRODUCTS)])
        self.location = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id

    def wanted(self, start):
        """What each order of a round asks for: (number, customer, (product, quantity) of each line)."""
        return [
            (number, self.partners[number % PARTNERS],
             [(self.products[(number * LINES + line) % PRODUCTS], line + 1) for line in range(LINES)])
            for number in range(start, start + ORDERS)]

    def stock(self, wanted):
        """Bring in what a round asks for; half of it where it is short."""
        demand = dict.fromkeys(self.products, 0)
        for _number, _partner, lines in wanted:
            for product, quantity in lines:
                demand[product] += quantity
        for place, (product, quantity) in enumerate(demand.items()):
            self.env["stock.quant"]._update_available_quantity(
                product, self.location, quantity // 2 if place % SHORT == 0 else quantity)

    def reserved(self):
        quants = self.env["stock.quant"].search([
            ("product_id", "in", self.products.ids), ("location_id", "=", self.location.id)])
        return sum(quants.mapped("reserved_quantity"))


def _prepare_suite(env):
    env["som.channel"].create({"name": "Bench", "code": "bench", "confirm": "yes"})
    env["som.allocation.policy"].create({
        "name": "First come, first served",
        "segment_ids": [(0, 0, {"name": "Everybody", "sort_ids": [(0, 0, {"key": "age"})]})],
    }).action_activate()


def _prepare_sent(wanted):
    """The orders as a channel sends them."""
    return [{
        "order": str(number), "channel": "bench", "customer": partner.ref,
        "lines": [{"sku": product.default_code, "quantity": quantity, "price": 9.5} for product, quantity in lines],
    } for number, partner, lines in wanted]


def _submit(env, sent):
    """Through intake, which checks, confirms and reserves them."""
    answers = env["som.intake"].submit(sent)
    assert {(answer["status"], answer["state"]) for answer in answers} == {("created", "sale")}


def _prepare_values(wanted):
    """The same orders as values for plain ``create``."""
    return [{
        "partner_id": partner.id, "user_id": False, "client_order_ref": str(number),
        "order_line": [(0, 0, {
            "product_id": product.id, "product_uom_qty": quantity, "price_unit": 9.5, "technical_price_unit": 0.0,
        }) for product, quantity in lines],
    } for number, partner, lines in wanted]


def _create(env, values):
    """By plain ``create`` and the button: two calls of a client, hence two transactions."""
    orders = env["sale.order"].create(values)
    env.flush_all()
    env.cr.commit()
    orders.action_confirm()


def _timed(world, start, prepare, work):
    """Seconds that a round takes, everything written and committed."""
    env, wanted = world.env, world.wanted(start)
    world.stock(wanted)
    values = prepare(wanted)
    env.flush_all()
    env.cr.commit()
    env.invalidate_all()
    started = time.perf_counter()
    work(env, values)
    env.flush_all()
    env.cr.commit()
    return time.perf_counter() - started


def run(env):
    _prepare_suite(env)
    with native(env) as bare:
        sides = {"suite": (World(env), _prepare_sent, _submit), "native": (World(bare), _prepare_values, _create)}
        seconds = {name: [] for name in sides}
        for number in range(ROUNDS + 1):
            for name, (world, prepare, work) in sides.items():
                took = _timed(world, 10_000 * number, prepare, work)
                if number:  # the first round warms caches
                    seconds[name].append(took)
            suite, plain = (world.reserved() for world, *_work in sides.values())
            assert suite == plain > 0, (suite, plain)
    yield "order_to_allocated.ratio_native", sum(seconds["native"]) / sum(seconds["suite"]), "ratio"
    yield "order_to_allocated.orders_per_s", ORDERS * ROUNDS / sum(seconds["suite"]), "orders/s"
