from odoo.exceptions import UserError
from odoo.tests import tagged

from .stock_race import StockRaceCase


@tagged("post_install", "-at_install")
class TestSourcingRace(StockRaceCase):
    """Orders sourced at the same moment do not get the same goods, and none gets them twice."""

    def setUp(self):
        super().setUp()
        self.product_id, = self._products(1)
        self._receive(self.product_id, 2)
        with self._env() as env:
            self.sourcing, self.again = env.company.som_sourcing, env.company.som_source_again
            env.company.som_sourcing = True
            other = env["stock.warehouse"].create({
                "name": f"Raced {self.product_id}", "code": f"R{self.product_id % 10000}"})
            self.other_id = other.id
            env["stock.quant"]._update_available_quantity(
                env["product.product"].browse(self.product_id), other.lot_stock_id, 2)

    def _clean_up(self):
        super()._clean_up()
        with self._env() as env:
            env.company.write({"som_sourcing": self.sourcing, "som_source_again": self.again})
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

    def test_a_warehouse_says_no_while_it_is_switched_off(self):
        """The delivery moves once, whoever is first; the other finds nothing left to move."""
        for _again in range(3):
            with self._env() as env:
                order = self._order(env, self.product_id, 1)
                order.action_confirm()
                order_id, home = order.id, order.warehouse_id
                self.assertNotEqual(home.id, self.other_id)
                env.company.som_source_again = True
                rule_id = env["som.sourcing.rule"].create({"kind": "off", "warehouse_ids": home.ids}).id
            self._race(
                lambda env, order_id=order_id: env["sale.order"].browse(order_id).picking_ids._som_source_elsewhere(
                    "Lost") and True,
                lambda env: env["som.sourcing.event"]._som_look())
            self.assertFalse([error for error in self.errors if not isinstance(error, UserError)])
            with self._env() as env:
                order = env["sale.order"].browse(order_id)
                moves = order.order_line.move_ids.filtered(lambda move: move.state != "cancel")
                self.assertEqual((moves.picking_type_id.warehouse_id.id, moves.mapped("state")), (
                    self.other_id, ["assigned"]))
                self.assertEqual((sum(moves.mapped("product_uom_qty")), len(order.som_decision_ids)), (1, 2))
                self.assertFalse(env["som.sourcing.event"].search([("order_id", "=", order_id)]))
                env["som.sourcing.rule"].browse(rule_id).unlink()
                order.with_context(disable_cancel_warning=True)._action_cancel()
            self.errors.clear()
