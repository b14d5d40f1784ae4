from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .stock_race import StockRaceCase


@tagged("post_install", "-at_install")
class TestPromiseRace(StockRaceCase):
    """Orders confirmed at the same moment are not promised the same goods."""

    ORDERS = 4

    def setUp(self):
        super().setUp()
        self.product_id, = self._products(1)
        with self._env() as env:
            self.promised = env.company.som_promise
            env.company.som_promise = True
            self._coming(env, 5)
            self._coming(env, 9)
        self.addCleanup(self._remove_promises)

    def _remove_promises(self):
        with self._env() as env:
            env.company.som_promise = self.promised
            env.cr.execute("DELETE FROM som_promise_key WHERE product_id = %s", [self.product_id])
            env.cr.execute("DELETE FROM som_promise_event WHERE product_id = %s", [self.product_id])

    def _coming(self, env, days):
        """Two pieces that are still on their way, so that no quant tells who counts on them."""
        places = {"location_id": env.ref("stock.stock_location_suppliers").id, "location_dest_id": self.stock_id}
        warehouse = env["stock.location"].browse(self.stock_id).warehouse_id
        when = fields.Datetime.now() + timedelta(days=days)
        env["stock.picking"].create({
            "picking_type_id": warehouse.in_type_id.id, "scheduled_date": when, **places,
            "move_ids": [(0, 0, {"product_id": self.product_id, "product_uom_qty": 2, "date": when, **places})],
        }).action_confirm()

    def test_each_piece_is_promised_once(self):
        with self._env() as env:
            orders = [self._order(env, self.product_id, 1).id for _number in range(self.ORDERS)]

        def confirm(order_id):
            return lambda env: env["sale.order"].browse(order_id).action_confirm()
        self._race(*map(confirm, orders))
        self.assertEqual(self.errors, [])
        with self._env() as env:
            now = fields.Datetime.now()
            dates = env["sale.order"].browse(orders).order_line.mapped("som_promised_date")
        self.assertEqual(sorted(round((date - now) / timedelta(days=1)) for date in dates), [5, 5, 9, 9])
