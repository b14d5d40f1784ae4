"""Dates of order lines whose products are made, of what is made of what is made in turn: against Odoo's own dates."""
from datetime import timedelta

from tests.bench._dates import timed
from tools.bench_process import native

#: It needs the optional apps, and the glue that comes with them.
APPS = True

LINES, FEW = 1000, 100
#: How many products there are on each level, from what is bought to what is sold; each is made of two of the one below.
LEVELS = (60, 60, 60, 100)
STOCK, RECEIPTS = 40_000, 4
#: Orders that wait ahead, of so many lines; production under way.
WAITING, EACH, RUNNING = 5, 100, 20
TIMES = 3


class World:
    """Products of three levels of bills of materials, work centers, production under way and orders that wait."""

    def __init__(self, env):
        self.env = env
        self.partner = env["res.partner"].create({"name": "Bench"})
        self.warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
        centers = env["mrp.workcenter"].create([{"name": f"Bench {number}"} for number in range(2)])
        self.levels = [self._products(number, count) for number, count in enumerate(LEVELS)]
        for product in self.levels[0]:
            env["stock.quant"]._update_available_quantity(product, self.warehouse.lot_stock_id, STOCK)
        for level, (below, products) in enumerate(zip(self.levels, self.levels[1:], strict=False)):
            env["mrp.bom"].create([{
                "product_tmpl_id": product.product_tmpl_id.id, "produce_delay": 1,
                "bom_line_ids": [(0, 0, {"product_id": below[(place + step) % len(below)].id, "product_qty": 1 + step})
                                 for step in range(2)],
                "operation_ids": [(0, 0, {"name": "Bench", "time_cycle_manual": 1,
                                          "workcenter_id": centers[place % 2].id})] if level else [],
            } for place, product in enumerate(products)])
        for number in range(RECEIPTS):
            self._receive(3 + number, 100)
        self._produce()
        self._orders(WAITING, EACH).action_confirm()

    def _products(self, level, count):
        return self.env["product.product"].create([
            {"name": f"Bench {level} {number}", "type": "consu", "is_storable": True, "list_price": 10}
            for number in range(count)])

    def _receive(self, days, quantity):
        places = {"location_id": self.env.ref("stock.stock_location_suppliers").id,
                  "location_dest_id": self.warehouse.lot_stock_id.id}
        when = self.env.cr.now().replace(microsecond=0) + timedelta(days=days)
        self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.in_type_id.id, "scheduled_date": when, **places,
            "move_ids": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity, "date": when, **places})
                         for product in self.levels[0]]}).action_confirm()

    def _produce(self):
        boms = self.env["mrp.bom"]._bom_find(self.levels[-1], company_id=self.env.company.id)
        self.env["mrp.production"].create([
            {"product_id": product.id, "bom_id": boms[product].id, "product_qty": 5}
            for product in self.levels[-1][:RUNNING]]).action_confirm()

    def _orders(self, count, lines):
        sold = self.levels[-1]
        return self.env["sale.order"].create([{
            "partner_id": self.partner.id, "order_line": [
                (0, 0, {"product_id": sold[number % len(sold)].id, "product_uom_qty": 3}) for number in range(lines)],
        } for _number in range(count)])

    def ask(self, lines, confirmed=False):
        """An order of so many lines."""
        order = self._orders(1, lines)
        if confirmed:
            order.action_confirm()
        self.env.flush_all()
        self.env.cr.commit()
        return order.order_line


def run(env):
    env.company.som_promise = True
    world = World(env)
    many, few = world.ask(LINES), world.ask(FEW)
    seconds, queries = timed(env, many, "som_earliest_date", TIMES)
    _seconds, queries_few = timed(env, few, "som_earliest_date", TIMES)
    yield "production.ms_1000_lines", seconds * 1000, "ms"
    yield "production.queries", queries, "queries"
    yield "production.queries_growth", queries - queries_few, "queries"
    confirmed = world.ask(LINES, confirmed=True)
    ours, _queries = timed(env, confirmed, "som_earliest_date", TIMES)
    yield "production.ms_1000_confirmed", ours * 1000, "ms"
    with native(env) as bare:
        # Odoo's own knows no date of what is not under way yet
        other = World(bare).ask(LINES, confirmed=True)
        theirs, native_queries = timed(bare, other, "forecast_expected_date", TIMES, all_known=False)
    yield "production.ratio_native", theirs / ours, "ratio"
    yield "production.native_queries", native_queries, "queries"
