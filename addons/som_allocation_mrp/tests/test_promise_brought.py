from odoo.tests import tagged

from odoo.addons.som_allocation.tests.promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseBrought(PromiseCommon):
    """South is resupplied from North in two days, and components, or what is made of them, are there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north, cls.south = (cls.env["stock.warehouse"].create({
            "name": name, "code": name[:3].upper(), "company_id": cls.company.id}) for name in ("North", "South"))
        cls.south.resupply_wh_ids = cls.north
        cls.route = cls.south.resupply_route_ids
        cls.route.rule_ids[0].delay = 2
        cls.table = cls._product("TP-TABLE", 50.0, sale_delay=0)
        cls.bom = cls.env["mrp.bom"].create({
            "product_tmpl_id": cls.table.product_tmpl_id.id, "product_qty": 1, "produce_delay": 3,
            "bom_line_ids": [(0, 0, {"product_id": cls.scarce.id, "product_qty": 4})]})
        cls._stock(cls.scarce, 12, cls.north)

    def _of_south(self, quantity):
        return self._order((self.table, quantity), warehouse_id=self.south.id)

    def test_components_are_brought_and_it_is_made_here(self):
        self.scarce.route_ids = self.route
        self.assertEqual(self._earliest(self._of_south(3), self._of_south(4)), [5, None])
        line = self._of_south(3).order_line
        self.assertEqual([part["source"] for part in line.som_promise_info["parts"]], ["to be produced"])

    def test_it_is_made_there_and_brought(self):
        self.table.route_ids = self.route
        self.assertEqual(self._earliest(self._of_south(3), self._of_south(4)), [5, None])
        line = self._of_south(3).order_line
        self.assertEqual([part["source"] for part in line.som_promise_info["parts"]], ["to be brought from North"])

    def test_the_cause_names_what_is_at_the_end_of_it(self):
        self.table.route_ids = self.route
        receipt = self._coming(4, 6, warehouse=self.north)
        order = self._of_south(4)
        order.action_confirm()
        self.assertEqual(self._promised(order), [11])
        receipt.date = self._in(9)
        self._run_cron("som_allocation.ir_cron_promise_event")
        self.assertEqual(self._promised(order), [14])
        self.assertEqual(self._rows(order)[-1][2].split(": ")[0], "It has to be brought from North")
        self.assertIn(receipt.picking_id.name, self._rows(order)[-1][2])

    def test_what_is_brought_is_not_made_by_the_board(self):
        self.table.route_ids = self.route
        self._of_south(3).action_confirm()
        self.env["som.shortage"]._som_refresh_all(self.company)
        row = self.env["som.shortage"].search([("product_id", "=", self.table.id)])
        self.assertEqual([(cure.kind, cure.ref, cure.quantity) for cure in row.cure_ids], [
            ("transfer", self.north.id, 3)])
