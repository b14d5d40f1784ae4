from odoo.fields import Command
from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseTransfer(PromiseCommon):
    """South is resupplied from North, which takes two days: dates beyond what is in South's stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.north, cls.south = (cls.env["stock.warehouse"].create({
            "name": name, "code": name[:3].upper(), "company_id": cls.company.id}) for name in ("North", "South"))
        cls.south.resupply_wh_ids = cls.north
        cls.route = cls.south.resupply_route_ids
        cls.route.rule_ids[0].delay = 2
        cls.scarce.route_ids = cls.route
        cls._stock(cls.scarce, 4, cls.south)
        cls._stock(cls.scarce, 6, cls.north)

    def _of(self, warehouse, quantity, **values):
        return self._order((self.scarce, quantity), warehouse_id=warehouse.id, **values)

    def _vendor(self, delay):
        self.env["product.supplierinfo"].create({
            "partner_id": self.customer.id, "product_tmpl_id": self.scarce.product_tmpl_id.id, "delay": delay})

    def test_it_is_brought_from_there_in_its_time(self):
        self.assertEqual(self._earliest(self._of(self.south, 4)), [0])
        self.assertEqual(self._earliest(self._of(self.south, 10)), [2])
        self.assertEqual(self._earliest(self._of(self.south, 11)), [None])

    def test_handling_there_counts(self):
        self.north.som_handling_days = 1
        self.assertEqual(self._earliest(self._of(self.south, 10)), [3])

    def test_what_comes_there_is_brought_on(self):
        self._coming(5, 6, warehouse=self.north)
        self.assertEqual(self._earliest(self._of(self.south, 15)), [8])

    def test_it_is_ordered_there(self):
        self._vendor(9)
        self.assertEqual(self._earliest(self._of(self.south, 12)), [11])
        self.assertEqual(self._earliest(self._of(self.north, 12)), [9])

    def test_nobody_there_counts_on_what_is_to_be_brought(self):
        self._of(self.south, 9).action_confirm()
        self.assertEqual(self._earliest(self._of(self.north, 1)), [0])
        self.assertEqual(self._earliest(self._of(self.north, 2)), [None])

    def test_who_was_first_there_keeps_it(self):
        self._of(self.north, 5).action_confirm()
        self.assertEqual(self._earliest(self._of(self.south, 5)), [2])
        self.assertEqual(self._earliest(self._of(self.south, 6)), [None])

    def test_it_is_not_brought_where_no_route_of_the_product_leads(self):
        self.scarce.route_ids = False
        self.assertEqual(self._earliest(self._of(self.south, 5)), [None])
        self.south.route_ids |= self.route
        self.assertEqual(self._earliest(self._of(self.south, 5)), [2])

    def test_a_route_that_is_off_brings_nothing(self):
        self.south.resupply_wh_ids = False
        self.assertEqual(self._earliest(self._of(self.south, 5)), [None])

    def test_warehouses_that_resupply_each_other(self):
        self.north.resupply_wh_ids = self.south
        self.scarce.route_ids |= self.north.resupply_route_ids
        self.assertEqual(self._earliest(self._of(self.south, 10)), [2])
        self.assertEqual(self._earliest(self._of(self.north, 10)), [0])
        self.assertEqual(self._earliest(self._of(self.north, 11)), [None])

    def test_another_company_brings_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        self.south.resupply_wh_ids |= theirs
        self.scarce.route_ids = self.south.resupply_route_ids - self.route
        self.assertEqual(self._earliest(self._of(self.south, 5)), [None])

    def test_it_says_from_where(self):
        order = self._of(self.south, 10)
        parts = self.env["som.promise"]._som_tell(self.env["som.promise"]._som_promise(order.order_line))[
            order.order_line]["parts"]
        self.assertEqual([part["source"] for part in parts], ["in stock", "to be brought from North"])

    def test_a_receipt_there_that_slips_moves_it_and_says_why(self):
        receipt = self._coming(5, 3, warehouse=self.north)
        order = self._of(self.south, 15)
        order.action_confirm()
        self.assertEqual(self._promised(order), [5])
        receipt.date = self._in(6)
        self._run_cron("som_allocation.ir_cron_promise_event")
        self.assertEqual(self._promised(order), [8])
        cause = self._rows(order)[-1][2]
        self.assertIn("It has to be brought from North: ", cause)
        self.assertIn(receipt.picking_id.name, cause)
        self.assertEqual(order.som_promise_state, "later")

    def test_it_is_had_sent_from_the_board_and_the_promise_holds(self):
        self._of(self.south, 10).action_confirm()
        self.env["som.shortage"]._som_refresh_all(self.company)
        row = self.env["som.shortage"].search(
            [("product_id", "=", self.scarce.id), ("warehouse_id", "=", self.south.id)])
        cure = row.cure_ids.filtered(lambda cure: cure.kind == "transfer" and cure.ref == self.north.id)
        self.assertEqual((row.to_order_qty, cure.quantity, cure.days), (6, 6, 0))
        action = cure.action_open()
        wizard = self.env["product.replenish"].with_context(**action["context"]).create({})
        self.assertEqual((wizard.route_id, wizard.quantity), (self.route, 6))
        wizard.launch_replenishment()
        sent = self.env["stock.move"].search(
            [("product_id", "=", self.scarce.id), ("location_id", "=", self.north.lot_stock_id.id)])
        self.assertEqual(sent.product_uom_qty, 6)
        self.env["som.shortage"]._som_refresh_all(self.company)
        self.assertFalse(row.exists().to_order_qty)

    def test_queries_do_not_depend_on_how_much_is_brought(self):
        def queries(orders):
            self.env.invalidate_all()
            self._earliest(*orders)  # what is looked up once is known
            before = self.env.cr.sql_log_count
            self.env.invalidate_all()
            self._earliest(*orders)
            return self.env.cr.sql_log_count - before
        products = [self._product(f"TP-BRING-{number}", 10.0, sale_delay=0, route_ids=[
            Command.set(self.route.ids)]) for number in range(8)]
        for product in products:
            self._stock(product, 5, self.north)
        orders = [self._order((product, 3), warehouse_id=self.south.id) for product in products]
        self.assertEqual(queries(orders[:2]), queries(orders))
