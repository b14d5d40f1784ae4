from odoo.tests import tagged

from .stock_race import StockRaceCase


@tagged("post_install", "-at_install")
class TestSourcingRace(StockRaceCase):
    """Orders confirmed at the same moment are not sourced from the same goods."""

    def setUp(self):
        super().setUp()
        self.product_id, = self._products(1)
        self._receive(self.product_id, 2)
        with self._env() as env:
            self.sourcing = env.company.som_sourcing
            env.company.som_sourcing = True
            other = env["stock.warehouse"].create({"name": "Raced", "code": "RACE"})
            self.other_id = other.id
            env["stock.quant"]._update_available_quantity(
                env["product.product"].browse(self.product_id), other.lot_stock_id, 2)

    def _clean_up(self):
        super()._clean_up()
        with self._env() as env:
            env.company.som_sourcing = self.sourcing
            env["som.sourcing.rule"].search([]).unlink()
            env["stock.warehouse"].browse(self.other_id).active = False
            env.cr.execute("DELETE FROM som_promise_key WHERE product_id = %s", [self.product_id])

    def test_each_piece_is_sourced_once(self):
        with self._env() as env:
            orders = [self._order(env, self.product_id, 1).id for _number in range(4)]

        def confirm(order_id):
            return lambda env: env["sale.order"].browse(order_id).action_confirm()
        self._race(*map(confirm, orders))
        self.assertEqual(self.errors, [])
        with self._env() as env:
            orders = env["sale.order"].browse(orders)
            self.assertEqual(orders.picking_ids.mapped("state"), ["assigned"] * 4)
            self.assertEqual(sorted(orders.warehouse_id.mapped("id")).count(self.other_id), 1)
            self.assertEqual(len(orders.filtered(lambda order: order.warehouse_id.id == self.other_id)), 2)
