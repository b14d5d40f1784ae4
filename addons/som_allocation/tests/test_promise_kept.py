from datetime import timedelta
from random import Random

from freezegun import freeze_time

from odoo.tests import tagged

from .promise_common import NOW, PromiseCommon

DAYS = 12


@tagged("post_install", "-at_install", "som_apps")
class TestPromiseKept(PromiseCommon):
    """Streams of orders and receipts, played forward by Odoo's own transfers: nothing changes, every promise holds."""

    def _draw(self, random):
        """(day, what happens) in order of day: receipts were planned before the first day."""
        products = [self._product(f"TP-KEPT-{random.random()}", 10.0, sale_delay=0) for _number in range(2)]
        for product in products:
            self._stock(product, random.randint(1, 8))
        receipts = [self._coming(random.randint(1, 9), random.randint(1, DAYS), random.choice(products)).picking_id
                    for _number in range(random.randint(2, 6))]
        carriers = [self.env["delivery.carrier"], self.env["delivery.carrier"].create({
            "name": "Van", "product_id": self.service.id, "som_transit_days": 2})]
        orders = sorted(((random.randint(0, DAYS), [
            (random.choice(products), random.randint(1, 6)) for _line in range(random.randint(1, 3))], {
            "picking_policy": random.choice(["direct", "direct", "one"]),
            "carrier_id": random.choice(carriers).id}) for _number in range(6)), key=lambda order: order[0])
        return receipts, orders

    def _play(self, receipts, orders):
        """:return: order lines → day on which all of it had left"""
        sold, left = self.env["sale.order"], {}
        for day in range(DAYS + 1):
            with freeze_time(NOW + timedelta(days=day)):
                for receipt in receipts:
                    if receipt.scheduled_date <= NOW + timedelta(days=day) and receipt.state != "done":
                        self._validate(receipt)
                self._ship(sold, left, day)
                for _day, lines, values in [order for order in orders if order[0] == day]:
                    sold |= self._confirmed(*lines, **values)
                    self._ship(sold, left, day)
        return sold, left

    def _ship(self, sold, left, day):
        for picking in sold.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")):
            ready = picking.move_ids.filtered("quantity")
            if ready and (picking.state == "assigned" or picking.move_type == "direct"):
                ready.picked = True
                picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        for line in sold.order_line.filtered(lambda line: line not in left and line.qty_delivered):
            if line.qty_delivered >= line.product_uom_qty:
                left[line] = day

    def _check(self, seed):
        sold, left = self._play(*self._draw(Random(seed)))
        for line in sold.order_line.filtered("som_first_promised_date"):
            transit = line.order_id.carrier_id.som_transit_days
            promised = self._days(line.som_first_promised_date)
            self.assertEqual(line.som_promised_date, line.som_first_promised_date, "nothing changed")
            if promised <= DAYS + transit:
                self.assertIn(line, left)
                self.assertLessEqual(left[line] + transit, promised)
        return len(left)

    def test_every_promise_is_kept_while_nothing_changes(self):
        kept = 0
        for seed in range(8):
            with self.subTest(seed=seed):
                kept += self._check(seed)
        self.assertGreater(kept, 30, "hardly anything was promised")

    def test_every_promise_is_kept_where_a_policy_serves_the_oldest_first(self):
        self.env["som.allocation.policy"].create({
            "name": "Oldest first", "starve_days": 0, "segment_ids": [(0, 0, {"name": "All", "sort_ids": [
                (0, 0, {"key": "age", "sequence": 1})]})]}).action_activate()
        kept = 0
        for seed in (50, 51, 54, 69):  # the last two: an order that ships complete, a backorder of equal rank
            with self.subTest(seed=seed):
                kept += self._check(seed)
        self.assertGreater(kept, 10, "hardly anything was promised")

    def test_who_was_promised_nothing_takes_nothing_from_who_was(self):
        receipt = self._coming(4, 6)
        promised, unpromised = self._confirmed((self.scarce, 14)), self._confirmed((self.scarce, 8))
        self.assertEqual(self._promised(promised, unpromised), [6, None])
        self._validate(receipt.picking_id)
        self.assertEqual([order.order_line.move_ids.quantity for order in (promised, unpromised)], [14, 0])

    def test_who_gets_a_date_later_is_planned_for_it(self):
        self._coming(4, 6)
        promised, unpromised = self._confirmed((self.scarce, 14)), self._confirmed((self.scarce, 8))
        self._coming(8, 7)
        self._run_cron("som_allocation.ir_cron_promise_event")
        self.assertEqual(self._promised(promised, unpromised), [6, 7])
        self.assertEqual(self._days(unpromised.order_line.move_ids.date), 7)
        self.assertEqual(self._earliest(promised), [6])

    def test_backorders_stand_first_where_they_get_goods_first(self):
        self.company.som_backorders_first = True
        old = self._confirmed((self.scarce, 15))
        self._validate(old.picking_ids, {self.scarce: 10})
        young = self._confirmed((self.scarce, 5), commitment_date=self._in(-1))
        receipt = self._coming(5, 6)
        self.assertEqual(self._earliest(old, young), [6, None])
        self._validate(receipt.picking_id)
        self.assertEqual(old.order_line.move_ids.filtered(lambda move: move.state != "done").quantity, 5)

    def _reserve_by_date(self):
        self.warehouse.out_type_id.write({"reservation_method": "by_date", "reservation_days_before": 1})

    def test_who_was_promised_nothing_leaves_what_is_reserved_later(self):
        self._reserve_by_date()
        promised = self._confirmed((self.scarce, 8), commitment_date=self._in(20))
        unpromised = self._confirmed((self.scarce, 5))
        self.assertEqual(self._promised(promised, unpromised), [20, None])
        self.assertEqual(unpromised.order_line.move_ids.quantity, 2)
        unpromised.picking_ids.action_assign()
        self.assertEqual(unpromised.order_line.move_ids.quantity, 2)
        self._coming(3, 10)
        unpromised.picking_ids.action_assign()
        self.assertEqual(unpromised.order_line.move_ids.quantity, 5)

    def test_who_was_promised_takes_what_he_was_promised(self):
        self._reserve_by_date()
        self._coming(8, 10)
        self._confirmed((self.scarce, 8), commitment_date=self._in(20))
        order = self._confirmed((self.scarce, 10))
        self.assertEqual((self._promised(order), order.order_line.move_ids.quantity), ([0], 10))

    def test_where_nobody_is_reserved_later_native_reservation_is_as_it_was(self):
        self._confirmed((self.scarce, 8), commitment_date=self._in(20))
        order = self._confirmed((self.scarce, 5))
        self.assertEqual((self._promised(order), order.order_line.move_ids.quantity), ([None], 2))
