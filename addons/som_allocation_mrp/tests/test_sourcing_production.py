from odoo.tests import tagged

from . import test_promise_production


@tagged("post_install", "-at_install")
class TestSourcingProduction(test_promise_production.TestPromiseProduction):
    """Which warehouse ships what is made, and what is a kit; and all that holds for promises holds with sourcing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        cls.company.som_sourcing = True

    def test_stock_elsewhere_ships_before_anything_is_made(self):
        self._stock(self.board, 10)
        self.env["stock.quant"]._update_available_quantity(self.table, self.other.lot_stock_id, 5)
        order = self._order((self.table, 2))
        self.assertEqual(self._earliest(order), [0])
        order.action_confirm()
        self.assertEqual(order.order_line.move_ids.warehouse_id, self.other)
        self.assertEqual(self._promised(order), [0])

    def test_kits_leave_with_the_warehouse_of_the_order(self):
        kit = self._product("TP-KIT", 60.0, sale_delay=0)
        self._made(kit, [(self.scarce, 2), (self.board, 1)], type="phantom")
        self.env["stock.quant"]._update_available_quantity(self.board, self.other.lot_stock_id, 50)
        self._stock(self.board, 10)
        order = self._order((kit, 3), (self.board, 1))
        self.assertEqual(self._earliest(order), [0, 0])
        order.action_confirm()
        self.assertEqual(order.order_line[0].move_ids.warehouse_id, self.warehouse)
        self.assertEqual(self._promised(order), [0, 0])
