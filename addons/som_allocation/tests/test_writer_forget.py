from odoo.tests import tagged

from .writer_common import WriterCommon


@tagged("post_install", "-at_install")
class TestWriterForget(WriterCommon):
    """After reservations were written, memory says what the database says, and still knows the rest."""

    def _filled_memory(self):
        moves = self._open((self.goods, 5)) | self._open((self.goods, 3), (self.more_goods, 500))
        self.env.flush_all()
        orders = moves.sale_line_id.order_id
        seen = [
            orders.mapped("name"), moves.mapped("quantity"), moves.mapped("state"), moves.mapped("move_line_ids"),
            moves.picking_id.mapped("state"), moves.picking_id.mapped("shipping_weight"),
            moves.picking_id.mapped("message_ids"), moves.picking_id.mapped("products_availability"),
            moves.product_id.stock_quant_ids.mapped("reserved_quantity"), moves.product_id.mapped("free_qty")]
        self.assertTrue(all(map(len, seen[:2])))
        return orders, moves

    def test_memory_says_what_the_database_says(self):
        orders, moves = self._filled_memory()
        for act in (self._reserve, self._give_back, self._reserve):
            act(moves)
            with self.assertNoLogs("odoo.api", "WARNING"):
                self.env.cache.check(self.env)
            remembered = self._shown(orders, moves)
            self.env.invalidate_all()
            self.assertEqual(remembered, self._shown(orders, moves))

    def _shown(self, orders, moves):
        return [
            moves.mapped("quantity"), moves.mapped("state"), moves.move_line_ids.ids,
            moves.mapped("forecast_availability"), moves.picking_id.mapped("state"),
            moves.picking_id.move_line_ids.ids, len(moves.picking_id.message_ids),
            moves.product_id.stock_quant_ids.mapped("reserved_quantity"), moves.product_id.mapped("free_qty"),
            orders.order_line.mapped("qty_available_today")]

    def test_what_was_not_written_is_still_known(self):
        orders, moves = self._filled_memory()
        moves.mapped("product_uom_qty")
        self._reserve(moves)
        with self.assertQueryCount(0):
            orders.mapped("name")
            moves.mapped("product_uom_qty")
            moves.product_id.mapped("default_code")
