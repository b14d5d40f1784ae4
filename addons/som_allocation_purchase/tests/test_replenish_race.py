from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.som_allocation.tests.stock_race import StockRaceCase


@tagged("post_install", "-at_install")
class TestReplenishRace(StockRaceCase):
    """Two who replenish the same shortage at the same moment order it once."""

    def setUp(self):
        super().setUp()
        self.product_id, = self._products(1)
        self._moves((self.product_id, 5))
        with self._env() as env:
            product = env["product.product"].browse(self.product_id)
            env["product.supplierinfo"].create({
                "partner_id": self.partner_id, "product_tmpl_id": product.product_tmpl_id.id, "price": 2})
            env["som.shortage"]._som_refresh(env.company, product)

    def _clean_up(self):
        with self._env() as env:
            lines = env["purchase.order.line"].search([("product_id", "=", self.product_id)])
            lines.order_id.button_cancel()
            lines.order_id.unlink()
            env["stock.warehouse.orderpoint"].with_context(active_test=False).search(
                [("product_id", "=", self.product_id)]).unlink()
            for table in ("som_shortage", "som_promise_key", "som_promise_event"):
                env.cr.execute(SQL("DELETE FROM %s WHERE product_id = %s", SQL.identifier(table), self.product_id))
        super()._clean_up()

    def test_it_is_ordered_once(self):
        told = []

        def replenish(env):
            rows = env["som.shortage"].search([("product_id", "=", self.product_id)])
            told.append(rows.action_replenish()["params"]["type"])
        self._race(replenish, replenish, replenish)
        self.assertEqual(self.errors, [])
        with self._env() as env:
            lines = env["purchase.order.line"].search([("product_id", "=", self.product_id)])
            self.assertEqual(lines.mapped("product_qty"), [5], told)
