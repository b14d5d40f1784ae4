from odoo import fields
from odoo.tests import tagged

from .stock_race import StockRaceCase


@tagged("post_install", "-at_install")
class TestProtectionRace(StockRaceCase):
    """Orders that are reserved at the same moment are not given, together, what none of them may have."""

    def setUp(self):
        super().setUp()
        self.product_id, = self._products(1)
        with self._env() as env:
            shelves = env["stock.location"].create([
                {"name": f"Raced shelf {number}", "location_id": self.stock_id} for number in range(2)])
            self.shelf_ids = shelves.ids
            for shelf in shelves:  # each order could take from a quant that the other does not touch
                env["stock.quant"]._update_available_quantity(
                    env["product.product"].browse(self.product_id), shelf, 5)
            self.channel_id = env["som.channel"].create({"name": "Raced", "code": "raced"}).id
            self.protection_id = env["som.allocation.protection"].create({
                "name": "Raced", "product_id": self.product_id, "quantity": 6,
                "channel_ids": [(6, 0, [self.channel_id])], "date_from": fields.Date.today()}).id
        self.addCleanup(self._remove_all)

    def _remove_all(self):
        with self._env() as env:
            env["som.allocation.protection"].browse(self.protection_id).unlink()
            env["som.channel"].browse(self.channel_id).unlink()
            env.cr.execute("DELETE FROM stock_move_line WHERE product_id = %s", [self.product_id])
            env.cr.execute("DELETE FROM stock_move WHERE product_id = %s", [self.product_id])
            env.cr.execute("DELETE FROM stock_quant WHERE product_id = %s", [self.product_id])
            env["stock.location"].browse(self.shelf_ids).unlink()

    def _reserved_at_once(self):
        """Two orders that each take from a shelf of their own; how much they are given together."""
        moves = []
        for shelf_id in self.shelf_ids:
            with self._env() as env:
                order = self._order(env, self.product_id, 5)
                order.action_confirm()
                move = order.order_line.move_ids
                move._do_unreserve()
                move.location_id = shelf_id
                moves.append(move.id)

        def reserve(env, move_id):
            env["stock.move"].browse(move_id)._action_assign()
        self._race(*(lambda env, move_id=move_id: reserve(env, move_id) for move_id in moves))
        self.assertEqual(self.errors, [])
        return sum(self._reserved(*moves))

    def test_reserved_at_once_through_the_engine(self):
        self.assertEqual(self._reserved_at_once(), 4)

    def test_reserved_at_once_where_native_code_reserves(self):
        with self._env() as env:
            env["stock.location"].browse(self.stock_id).removal_strategy_id = env.ref("stock.removal_least_packages")
        self.addCleanup(self._fifo_again)
        self.assertEqual(self._reserved_at_once(), 4)

    def _fifo_again(self):
        with self._env() as env:
            env["stock.location"].browse(self.stock_id).removal_strategy_id = False
