from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged("post_install", "-at_install")
class TestPromiseKit(ProductionCommon):
    """Kits are told in kits, whatever their parts are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kit = cls._product("TP-KIT", 60.0, sale_delay=0)
        cls._made(cls.kit, [(cls.scarce, 2), (cls.board, 1)], type="phantom")
        cls._stock(cls.board, 1)

    def _told(self, line):
        line.invalidate_recordset(["som_promise_info"])
        info = line.som_promise_info
        return [tuple(part.values()) for part in info["parts"]], info["missing"], info.get("kit", False)

    def test_the_part_that_comes_last_tells_when(self):
        receipt = self._coming(10, 7, self.board).picking_id.name
        line = self._order((self.kit, 3)).order_line
        self.assertEqual(self._told(line), (
            [("1 Units", "in stock", "03/04/2026"), ("2 Units", receipt, "03/11/2026")], False, True))
        line.order_id.action_confirm()
        self.assertEqual(self._told(line), ([("2 Units", receipt, "03/11/2026")], False, True))
        self.assertEqual(self._promised(line.order_id), [7])

    def test_what_is_missing_is_so_many_kits(self):
        self._stock(self.board, 10)
        line = self._order((self.kit, 6)).order_line
        self.assertEqual(self._told(line), ([("5 Units", "in stock", "03/04/2026")], "1 Units", True))
        line.order_id.action_confirm()
        self.assertEqual(self._told(line), ([], "1 Units", True))

    def test_sold_by_the_dozen(self):
        self._stock(self.board, 11)
        receipt = self._coming(14, 4).picking_id.name
        line = self._order((self.kit, 1)).order_line
        line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.assertEqual(self._told(line), (
            [("0.42 Dozens", "in stock", "03/04/2026"), ("0.58 Dozens", receipt, "03/08/2026")], False, True))

    def test_of_one_part_alone(self):
        pair = self._product("TP-PAIR", 20.0, sale_delay=0)
        self._made(pair, [(self.scarce, 2)], type="phantom")
        line = self._order((pair, 6)).order_line
        self.assertEqual(self._told(line), ([("5 Units", "in stock", "03/04/2026")], "1 Units", True))

    def test_kits_of_kits_and_parts_that_are_made(self):
        case = self._product("TP-CASE", 60.0, sale_delay=0)
        self._made(case, [(self.kit, 2), (self.table, 1)], type="phantom")
        self._stock(self.board, 4)
        line = self._order((case, 1)).order_line
        self.assertEqual(self._told(line), ([("1 Units", "to be produced", "03/06/2026")], False, True))

    def test_others_are_told_as_before(self):
        line = self._order((self.scarce, 3)).order_line
        self.assertEqual(self._told(line), ([("3 Units", "in stock", "03/04/2026")], False, False))

    def test_carts_are_told_in_kits(self):
        self._coming(10, 7, self.board)
        [answer] = self.env["som.promise"].what_if([
            {"channel": "test-web", "lines": [{"sku": "TP-KIT", "quantity": 3}]}])
        self.assertEqual([part["quantity"] for part in answer["lines"][0]["parts"]], [1, 2])

    def test_what_was_delivered_is_no_longer_told(self):
        order = self._confirmed((self.kit, 3))
        self._validate(order.picking_ids, {self.scarce: 2, self.board: 1})
        self.assertEqual(order.order_line.qty_delivered, 1)
        self.assertEqual(self._told(order.order_line), ([], "2 Units", True))
        receipt = self._coming(1, 3, self.board).picking_id.name
        self.assertEqual(self._told(order.order_line), ([("1 Units", receipt, "03/07/2026")], "1 Units", True))
