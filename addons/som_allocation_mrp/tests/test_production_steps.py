from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged("post_install", "-at_install")
class TestProductionOneStep(ProductionCommon):
    """Components are used out of the stock. The same holds where they are picked first, and goods stored after it."""

    def test_components_are_taken_from_stock(self):
        self._coming(10, 7, self.board)
        self.assertEqual(self._earliest(self._order((self.table, 2)), self._order((self.table, 3))), [9, None])

    def test_nobody_else_counts_on_components_under_way(self):
        self._stock(self.board, 10)
        self._production(2, 5)
        self.assertEqual(self._earliest(self._order((self.scarce, 3))), [None])
        self.assertEqual(self._earliest(self._order((self.scarce, 2))), [0])

    def test_production_under_way_is_counted_once(self):
        self.bom.bom_line_ids[0].product_qty = 5  # nothing is left for another
        self._stock(self.board, 2)
        self._production(2, 5)
        self.assertEqual(self._earliest(self._order((self.table, 2))), [7])
        self.assertEqual(self._earliest(self._order((self.table, 3))), [None])

    def test_a_component_that_slips_moves_the_promise_both_ways(self):
        coming = self._coming(2, 4, self.board)
        production = self._production(2, 5)
        order = self._confirmed((self.table, 2))
        self._look()
        self.assertEqual(self._promised(order), [7])
        coming.date = self._in(9)
        self._look()
        self.assertEqual(self._promised(order), [11])
        self.assertIn(production.name, self._rows(order)[-1][2])
        coming.date = self._in(4)
        self._look()
        self.assertEqual(self._promised(order), [7])

    def test_from_the_components_to_the_customer(self):
        self._stock(self.board, 2)
        production = self._production(2, 5)
        order = self._confirmed((self.table, 2))
        self._look()
        self.assertEqual(self._promised(order), [7])
        for picking in production.picking_ids:
            self._validate(picking)
        self.assertEqual(self._earliest(order), [7])
        production.qty_producing = 2
        production.move_raw_ids.picked = True
        production.button_mark_done()
        self.assertEqual(production.state, "done")
        stored = self.env["stock.move"].search([
            ("product_id", "=", self.table.id), ("state", "not in", ("done", "cancel")),
            ("location_dest_id", "=", self.warehouse.lot_stock_id.id)])
        self.assertEqual(len(self._promised(order)), 1)
        if self.warehouse.manufacture_steps == "pbm_sam":
            self.assertEqual(len(stored), 1)
            self._look()
            self.assertNotEqual(self._earliest(order), [None])
            self._validate(stored.picking_id)
        self._look()
        self.assertEqual(self._earliest(order), [0])
        self.assertEqual(order.som_promise_state, "kept")

    def test_rules_of_components(self):
        for product in (self.scarce, self.board):
            self._vendor(5, product)
        rules = self._rule(self.table) | self._rule(self.scarce) | self._rule(self.board)
        self._confirmed((self.table, 3))
        for _turn in ("to be made", "under way"):
            self.env.flush_all()
            rules._compute_qty_to_order_computed()
            self.assertEqual(rules.mapped("qty_to_order"), [0 if _turn == "under way" else 3, 2, 3])
            rules[0].action_replenish()


@tagged("post_install", "-at_install")
class TestProductionTwoSteps(TestProductionOneStep):
    """Components are picked before they are used."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse.manufacture_steps = "pbm"


@tagged("post_install", "-at_install")
class TestProductionThreeSteps(TestProductionOneStep):
    """Components are picked, and what was made is stored in a step of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse.manufacture_steps = "pbm_sam"
