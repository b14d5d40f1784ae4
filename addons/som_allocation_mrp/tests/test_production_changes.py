from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged("post_install", "-at_install")
class TestProductionChanges(ProductionCommon):
    """Production is planned anew, or made otherwise: promises follow, both ways."""

    def _waiting(self, **values):
        """An order that waits for two tables; there are components for no third."""
        self.bom.bom_line_ids[0].product_qty = 5
        self._stock(self.board, 2)
        production = self._production(2, 5)
        order = self._confirmed((self.table, 2), **values)
        self._look()
        return order, production

    def _with_work(self, minutes):
        center = self.env["mrp.workcenter"].create({
            "name": "Saw", "resource_calendar_id": self.company.resource_calendar_id.id})
        self.bom.operation_ids = [(0, 0, {"name": "Saw", "workcenter_id": center.id, "time_cycle_manual": minutes})]
        return center

    def test_work_orders_planned_anew(self):
        self._with_work(120)
        order, production = self._waiting()
        production.button_plan()
        self._look()
        planned = order.order_line.som_promised_date
        self.assertEqual(planned.date(), production.date_finished.date())
        production.workorder_ids.write({"date_start": self._in(20), "date_finished": self._in(20.2)})
        self._look()
        self.assertEqual(order.order_line.som_promised_date.date(), self._in(20).date())
        self.assertEqual((order.som_promise_state, production.date_finished.date()), ("later", self._in(20).date()))
        self.assertIn(production.name, self._rows(order)[-1][2])
        production.button_unplan()
        production.date_start = self._in(5)
        production.button_plan()
        self._look()
        self.assertEqual((order.order_line.som_promised_date.date(), order.som_promise_state), (planned.date(), "kept"))

    def test_a_work_center_that_is_planned_full_makes_another_later(self):
        center = self._with_work(480)
        self._stock(self.scarce, 100)
        self._stock(self.board, 100)
        [before] = self._earliest(self._order((self.table, 1)))
        production = self._production(6, 0)
        production.button_plan()
        self.assertGreater(len(center.resource_calendar_id.leave_ids | self.env["resource.calendar.leaves"].search(
            [("resource_id", "=", center.resource_id.id)])), 0)
        [after] = self._earliest(self._order((self.table, 7)))
        self.assertGreater(after, before)

    def test_a_bill_of_materials_that_is_changed_is_followed_at_once(self):
        self._stock(self.board, 2)
        order = self._confirmed((self.table, 2))
        self._look()
        self.assertEqual(self._promised(order), [2])
        self.bom.produce_delay = 6
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([6], "later"))
        self.bom.produce_delay = 2
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([2], "kept"))
        self.bom.bom_line_ids[1].product_qty = 2  # a second board, that nobody has
        self._look()
        self.assertEqual(order.som_promise_state, "unknown")
        self._coming(2, 8, self.board)
        self._look()
        self.assertEqual(self._promised(order), [10])
        self.bom.bom_line_ids[1].unlink()
        self._look()
        self.assertEqual(self._promised(order), [2])

    def test_operations_that_are_changed_are_followed_at_once(self):
        self._stock(self.board, 2)
        self._with_work(60)
        order = self._confirmed((self.table, 2))
        self._look()
        self.assertEqual(self._promised(order), [2])
        self.bom.operation_ids.time_cycle_manual = 3000
        self._look()
        self.assertGreater(self._promised(order)[0], 7)
        self.bom.operation_ids.unlink()
        self._look()
        self.assertEqual(self._promised(order), [2])

    def test_another_way_of_making_it_comes_first(self):
        self._stock(self.board, 2)
        order = self._confirmed((self.table, 2))
        other = self._made(self.table, [(self.board, 1)], produce_delay=9, sequence=-1)
        self._look()
        self.assertEqual(self._promised(order), [9])
        other.active = False
        self._look()
        self.assertEqual(self._promised(order), [2])

    def test_a_company_that_promises_nothing_notes_nothing(self):
        self.env["res.company"].search([]).som_promise = False
        self.env["som.promise.event"].search([]).unlink()
        self.bom.produce_delay = 6
        self.assertFalse(self.env["som.promise.event"].search([]))

    def test_a_draft_is_no_order_yet(self):
        production = self.env["mrp.production"].create({
            "product_id": self.table.id, "bom_id": self.bom.id, "product_qty": 2, "date_start": self._in(5)})
        order = self._order((self.table, 2))
        self.assertEqual(self._earliest(order), [None])
        self._stock(self.board, 2)
        self.assertEqual(self._earliest(order), [2])
        production.action_confirm()  # which takes the boards
        self.assertEqual(self._earliest(order), [7])

    def test_a_draft_in_a_chain_is_planned(self):
        """Nothing goes into the board, so Odoo leaves its production to be confirmed by hand."""
        mto = self.warehouse.mto_pull_id.route_id
        mto.active = True
        self.board.route_ids = mto | self.warehouse.manufacture_pull_id.route_id
        self._made(self.board, [], produce_delay=1)
        self.bom.bom_line_ids[0].product_qty = 5
        production = self._production(2, 5)
        board = self.env["mrp.production"].search([("product_id", "=", self.board.id)])
        self.assertEqual((board.state, len(board)), ("draft", 1))
        order = self._confirmed((self.table, 2))
        self._look()
        self.assertEqual(self._promised(order), [7])
        board.write({"date_start": self._in(8), "date_finished": self._in(9)})
        self._look()
        self.assertEqual(self._promised(order), [11])
        self.assertIn(board.name, self._rows(order)[-1][2])
        self.assertIn(production.name, self._rows(order)[-1][2])
        board.write({"date_start": self._in(2), "date_finished": self._in(3)})
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([7], "kept"))
