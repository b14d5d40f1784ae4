"""Dates of order lines: as things stand, against Odoo's own availability dates on the same orders."""
from datetime import timedelta

from tests.bench._dates import timed
from tools.bench_process import native

PRODUCTS, LINES, FEW = 100, 100, 10
#: Orders that wait ahead, of as many lines as there are products; each product has so many receipts on its way.
WAITING, RECEIPTS = 20, 4
TIMES = 5


class World:
    """Products with some stock and receipts on their way, orders that wait for them, and an order to ask about."""

    def __init__(self, env):
        self.env = env
        self.partner = env["res.partner"].create({"name": "Bench"})
        self.products = env["product.product"].create([
            {"name": f"Bench {n}", "type": "consu", "is_storable": True, "list_price": 10} for n in range(PRODUCTS)])
        self.warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        for product in self.products:
            env["stock.quant"]._update_available_quantity(product, self.warehouse.lot_stock_id, 10)
        for number in range(RECEIPTS):
            self._receive(3 + number, 20)
        self._orders(WAITING, PRODUCTS).action_confirm()

    def _receive(self, days, quantity):
        places = {"location_id": self.env.ref("stock.stock_location_suppliers").id,
                  "location_dest_id": self.warehouse.lot_stock_id.id}
        when = self.env.cr.now().replace(microsecond=0) + timedelta(days=days)
        self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.in_type_id.id, "scheduled_date": when, **places,
            "move_ids": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity, "date": when, **places})
                         for product in self.products]}).action_confirm()

    def _orders(self, count, lines):
        return self.env["sale.order"].create([{
            "partner_id": self.partner.id, "order_line": [
                (0, 0, {"product_id": self.products[n % PRODUCTS].id, "product_uom_qty": 3}) for n in range(lines)],
        } for _number in range(count)])

    def ask(self, lines, confirmed=False):
        """An order of so many lines."""
        order = self._orders(1, lines)
        if confirmed:
            order.action_confirm()
        self.env.flush_all()
        self.env.cr.commit()
        return order


def run(env):
    env.company.som_promise = True
    world = World(env)
    many, few = world.ask(LINES).order_line, world.ask(FEW).order_line
    seconds, queries = timed(env, many, "som_earliest_date", TIMES)
    _seconds, queries_few = timed(env, few, "som_earliest_date", TIMES)
    yield "promise.ms_100_lines", seconds * 1000, "ms"
    yield "promise.queries", queries, "queries"
    yield "promise.queries_growth", queries - queries_few, "queries"
    confirmed = world.ask(LINES, confirmed=True).order_line
    ours, _queries = timed(env, confirmed, "som_earliest_date", TIMES)
    with native(env) as bare:
        other = World(bare).ask(LINES, confirmed=True).order_line
        theirs, native_queries = timed(bare, other, "forecast_expected_date", TIMES)
    yield "promise.ratio_native", theirs / ours, "ratio"
    yield "promise.native_queries", native_queries, "queries"
