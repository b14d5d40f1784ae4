from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestUndoUnits(RunCommon):
    """What an undone run gives back is kept in the unit of measure it was kept in before."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("stock.propagate_uom", "1")
        self.dozen, self.unit = self.env.ref("uom.product_uom_dozen"), self.scarce.uom_id

    def _ordered(self, product, quantity, unit):
        """The move of an order for so many of a unit."""
        order = self._order((product, quantity))
        order.order_line.product_uom_id = unit
        order.action_confirm()
        return order.order_line.move_ids

    def _shelf(self, name, quantity):
        shelf = self.env["stock.location"].create({"name": name, "location_id": self.warehouse.lot_stock_id.id})
        self.env["stock.quant"]._update_available_quantity(self.scarce, shelf, quantity)
        return shelf

    def _dozen_of_which_another_wants_some(self):
        """The move of a dozen that lies on one shelf, where an older order takes 7 from; 7 are on another by now."""
        older = self._confirmed((self.scarce, 7)).order_line.move_ids
        older.location_id = self._shelf("One", 12)
        move = self._ordered(self.scarce, 1, self.dozen)
        move._action_assign()
        self.assertEqual(self._lines(move), [(self.dozen, 1)])
        self._shelf("Other", 7)
        return move

    def _twelve_units_of_a_dozen(self):
        """The move of a dozen that holds all there is, kept in units, while an older order wants as many."""
        self._confirmed((self.scarce, 12))
        move = self._ordered(self.scarce, 1, self.dozen)
        self._stock(self.scarce, 12)
        move._action_assign()
        move.move_line_ids.write({"product_uom_id": self.unit.id, "quantity": 12})
        return move

    def _lines(self, move):
        return [(line.product_uom_id, line.quantity) for line in move.move_line_ids]

    def _applied_and_undone(self, move):
        """The move's lines after a run, and after its undoing."""
        run = self._applied()
        applied = self._lines(move)
        run.action_undo()
        self.assertEqual((run.state, move.quantity), ("undone", 1))
        self._assert_clean()
        return applied, self._lines(move)

    def _write_line_by_line(self):
        self.patch(self.env.registry["som.allocation.writer"], "_som_listeners", lambda self: ("somebody",))

    def test_a_dozen_that_was_split_is_a_dozen_again(self):
        """5 and 7 units are no hundredths of a dozen: the run keeps them in units."""
        move = self._dozen_of_which_another_wants_some()
        self.assertEqual(self._applied_and_undone(move), ([(self.unit, 5), (self.unit, 7)], [(self.dozen, 1)]))

    def test_line_by_line_a_dozen_that_was_split_is_a_dozen_again(self):
        move = self._dozen_of_which_another_wants_some()
        self._write_line_by_line()
        self.assertEqual(self._applied_and_undone(move), ([(self.unit, 5), (self.unit, 7)], [(self.dozen, 1)]))

    def test_twelve_units_that_were_all_taken_are_units_again(self):
        move = self._twelve_units_of_a_dozen()
        self.assertEqual(self._applied_and_undone(move), ([], [(self.unit, 12)]))

    def test_line_by_line_twelve_units_that_were_all_taken_are_units_again(self):
        move = self._twelve_units_of_a_dozen()
        self._write_line_by_line()
        self.assertEqual(self._applied_and_undone(move), ([], [(self.unit, 12)]))
