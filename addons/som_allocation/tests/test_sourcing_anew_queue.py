from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .sourcing_anew_common import SourcingAnewCommon


@tagged("post_install", "-at_install")
class TestSourcingAnewQueue(SourcingAnewCommon):
    """What happened is looked at once, order by order, and moves nothing twice."""

    def test_what_was_just_moved_is_not_moved_again(self):
        order = self._confirmed((self.scarce, 8), user_id=self.seller.id)
        self._close()
        for _again in range(3):
            self._look()
        self.assertEqual((self._from(order), len(order.som_decision_ids)), ({"North": 8}, 2))

    def test_two_causes_at_once_move_it_once(self):
        self._stock(self.scarce, 20, self.south)
        orders = self._order((self.scarce, 8)) | self._order((self.scarce, 9))
        orders.action_confirm()
        self.assertEqual([set(self._from(order)) for order in orders], [{self.warehouse.name}, {"North"}])
        self._close()
        self._close(self.north)
        for _again in range(2):
            self._look()
        self.assertEqual([self._from(order) for order in orders], [{"South": 8}, {"South": 9}])
        self.assertEqual([len(order.som_decision_ids) for order in orders], [2, 2])

    def test_what_happened_before_it_moved_is_no_cause_to_move_it_on(self):
        self._stock(self.scarce, 20, self.south)
        order = self._confirmed((self.scarce, 8))
        event = {"order_id": order.id, "cause": "Water", "warehouse_id": self.north.id}
        self.env["som.sourcing.event"]._som_happened([event])
        self.env["som.sourcing.event"]._som_happened([{**event, "warehouse_id": self.warehouse.id}])
        order.picking_ids._som_source_elsewhere("Fire")
        self._rule("line", amount=50, warehouse_ids=self.north.ids)  # South would be chosen now
        self._look()
        self.assertEqual((self._from(order), len(order.som_decision_ids)), ({"North": 8}, 2))
        self.assertFalse(self._events())
        self.env["som.sourcing.event"]._som_happened([event])
        self._look()
        self.assertEqual(self._from(order), {"South": 8})

    def test_another_cause_moves_it_on(self):
        self._stock(self.scarce, 20, self.south)
        order = self._confirmed((self.scarce, 8))
        self._count(0)
        self._look()
        self.assertEqual(self._from(order), {"North": 8})
        self._count(0, self.north)
        self._look()
        self.assertEqual(self._from(order), {"South": 8})
        self.assertEqual(len(order.som_decision_ids), 3)

    def test_one_that_fails_stops_no_other_and_is_told(self):
        orders = self._order((self.scarce, 3), user_id=self.seller.id) | self._order((self.scarce, 4))
        orders.action_confirm()
        self._close()
        event = type(self.env["som.sourcing.event"])
        source = event._som_source_order

        def fail(record):
            if record.order_id == orders[0]:
                record.order_id.note = "Half done"
                record.env.flush_all()
                raise ValueError("Something else went wrong")
            return source(record)
        self.patch(event, "_som_source_order", fail)
        with self.assertLogs("odoo.addons.som_allocation.models.sourcing.som_sourcing_event", "ERROR"):
            self._look()
        self.assertEqual([self._from(order) for order in orders], [{self.warehouse.name: 3}, {"North": 4}])
        self.assertIn("Something else went wrong", self._alerts(orders[0]).note)
        self.assertNotIn("Half done", orders[0].note or "")
        self.assertFalse(self._events())

    def test_it_goes_on_where_time_ran_out(self):
        orders = self.env["sale.order"].union(*(self._order((self.scarce, 1)) for _number in range(3)))
        orders.action_confirm()
        self._close()
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress", lambda *args, **kwargs: 0):
            self._look()  # a row for each order
            self.assertEqual(self._events().order_id, orders)
            self._look()
        self.assertEqual([set(self._from(order)) for order in orders], [
            {"North"}, {self.warehouse.name}, {self.warehouse.name}])
        self._look()
        self.assertEqual([set(self._from(order)) for order in orders], [{"North"}] * 3)

    def test_queries_do_not_grow_with_orders_and_lines(self):
        rule = self._close(active=False)
        counts = []
        for more in (1, 5):
            for _number in range(more):
                self._confirmed((self.scarce, 1), (self.goods, 1))
            rule.write({"active": True})
            event = self._events()
            for _twice in range(2):
                with self.env.cr.savepoint() as savepoint:
                    self._forget()
                    start = self.env.cr.sql_log_count
                    event._som_tell_orders()
                    self.env.flush_all()
                    count = self.env.cr.sql_log_count - start
                    savepoint.rollback()
            counts.append(count)
            event.unlink()
            rule.active = False
        self.assertEqual(*counts)

    def test_other_companies_are_left_alone(self):
        other = self.env["res.company"].create({"name": "Other", "som_sourcing": True})
        theirs = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        self.env["som.sourcing.rule"].create({
            "company_id": other.id, "kind": "off", "warehouse_ids": theirs.ids})
        self.assertFalse(self._events())
        order = self._confirmed((self.scarce, 3))
        self._close(date_until=self._in(-0.1) + timedelta(seconds=1))
        self.assertFalse(self._events())
        self.assertEqual(self._from(order), {self.warehouse.name: 3})
