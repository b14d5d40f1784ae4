from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.som_allocation.tests.stock_race import StockRaceCase


@tagged("post_install", "-at_install")
class TestProductionRace(StockRaceCase):
    """Who replenishes or promises what is made meets others who do, in transactions of their own."""

    def setUp(self):
        super().setUp()
        self.table_id, self.board_id = self._products(2)
        self.addCleanup(self._remove_production)
        with self._env() as env:
            self.promised = env.company.som_promise
            env.company.som_promise = True
            table = env["product.product"].browse(self.table_id)
            env["mrp.bom"].create({"product_tmpl_id": table.product_tmpl_id.id, "produce_delay": 1, "bom_line_ids": [
                (0, 0, {"product_id": self.board_id, "product_qty": 1})]})

    def _clean_up(self):
        """After production is gone."""
        with self._env() as env:
            env.company.som_promise = self.promised
            for table in ("som_promise_key", "som_promise_event", "som_shortage", "stock_warehouse_orderpoint"):
                env.cr.execute(f"DELETE FROM {table} WHERE product_id = ANY(%s)", [self.product_ids])  # noqa: S608
        super()._clean_up()

    def _remove_production(self):
        with self._env() as env:
            for table, column in (("stock_move_line", "product_id"), ("stock_move", "product_id"),
                                  ("mrp_production", "product_id")):
                env.cr.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s)", [self.product_ids])  # noqa: S608
            env["mrp.bom"].search([("product_tmpl_id.product_variant_ids", "in", self.product_ids)]).unlink()

    def _orders(self, env, *quantities):
        orders = env["sale.order"].concat(*(self._order(env, self.table_id, quantity) for quantity in quantities))
        orders.action_confirm()
        return orders

    def test_two_replenish_at_once_and_it_is_made_once(self):
        self._receive(self.board_id, 10)
        with self._env() as env:
            self._orders(env, 3)
            env["som.shortage"]._som_refresh_all(env.company)
            rows = env["som.shortage"].search([("product_id", "=", self.table_id)]).ids
        self.assertEqual(len(rows), 1)

        def replenish(env):
            env["som.shortage"].browse(rows).action_replenish()
        self._race(replenish, replenish)
        with self._env() as env:
            made = env["mrp.production"].search([("product_id", "=", self.table_id)])
            self.assertEqual(made.mapped("product_qty"), [3])
        self.assertEqual(self.errors, [])

    def test_components_are_promised_once(self):
        """One wants the board itself, the other what is made of it: it is on its way, so that nobody reserves it."""
        with self._env() as env:
            places = {"location_id": env.ref("stock.stock_location_suppliers").id, "location_dest_id": self.stock_id}
            env["stock.picking"].create({
                "picking_type_id": env["stock.location"].browse(self.stock_id).warehouse_id.in_type_id.id, **places,
                "move_ids": [(0, 0, {"product_id": self.board_id, "product_uom_qty": 1, **places,
                                     "date": fields.Datetime.now() + timedelta(days=5)})]}).action_confirm()
            orders = [self._order(env, product, 1).id for product in (self.table_id, self.board_id)]

        def confirm(order_id):
            return lambda env: env["sale.order"].browse(order_id).action_confirm()
        self._race(*map(confirm, orders))
        self.assertEqual(self.errors, [])
        with self._env() as env:
            dates = env["sale.order"].browse(orders).order_line.mapped("som_promised_date")
        self.assertEqual(sorted(map(bool, dates)), [False, True])
