from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseDate(PromiseCommon):
    """The earliest date that can be kept, of quotations and of orders."""

    def test_what_is_there_can_be_had_now(self):
        self.assertEqual(self._earliest(self._order((self.scarce, 10))), [0])

    def test_nobody_knows_of_more(self):
        self.assertEqual(self._earliest(self._order((self.scarce, 11))), [None])

    def test_the_rest_waits_for_what_completes_it(self):
        self._coming(1, 3)
        self._coming(4, 8)
        self.assertEqual(self._earliest(self._order((self.scarce, 11)), self._order((self.scarce, 12))), [3, 8])

    def test_lines_of_an_order_share_what_there_is(self):
        self._coming(10, 5)
        self.assertEqual(self._earliest(self._order((self.scarce, 6), (self.scarce, 6))), [0, 5])

    def test_quotations_do_not_take_from_each_other(self):
        self._coming(10, 5)
        self.assertEqual(self._earliest(self._order((self.scarce, 8)), self._order((self.scarce, 8))), [0, 0])

    def test_orders_that_wait_come_first(self):
        self._coming(10, 5)
        self._coming(10, 9)
        self._confirmed((self.scarce, 18))
        self.assertEqual(self._earliest(self._order((self.scarce, 2)), self._order((self.scarce, 3))), [5, 9])

    def test_what_somebody_ahead_takes_later_is_not_taken(self):
        """He takes what comes in time for him, and leaves the shelf to others."""
        self.warehouse.out_type_id.write({"reservation_method": "by_date", "reservation_days_before": 0})
        self._confirmed((self.scarce, 10), commitment_date=self._in(20))
        quotation = self._order((self.scarce, 4))
        self.assertEqual(self._earliest(quotation), [None])
        self._coming(10, 15)
        self.assertEqual(self._earliest(quotation), [0])

    def test_who_takes_at_once_takes_what_comes_first(self):
        """As reservation does it, whenever he wants it."""
        self._coming(10, 15)
        self._coming(10, 18)
        self._confirmed((self.scarce, 20), commitment_date=self._in(20))
        self.assertEqual(self._earliest(self._order((self.scarce, 4))), [18])

    def test_other_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._coming(2, 5)
        order = self._order((self.scarce, 1))
        order.order_line.product_uom_id = dozen
        self.assertEqual(self._earliest(order), [5])

    def test_lead_time_of_the_product_is_the_least(self):
        self.scarce.sale_delay = 3
        self.assertEqual(self._earliest(self._order((self.scarce, 1))), [3])

    def test_other_warehouses_do_not_count(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        self._stock(self.scarce, 50, other)
        order = self._order((self.scarce, 11))
        self.assertEqual(self._earliest(order), [None])
        order.warehouse_id = other
        self.assertEqual(self._earliest(order), [0])

    def test_vendor_delivers_beyond_what_is_on_its_way(self):
        self.scarce.seller_ids = [(0, 0, {"partner_id": self.customer.id, "delay": 7})]
        self._coming(1, 20)
        order = self._order((self.scarce, 11))
        self.assertEqual(self._earliest(order), [7])
        self.company.som_promise_vendor_lead = False
        self.assertEqual(self._earliest(order), [20])

    def test_what_is_overdue_comes_after_the_margin(self):
        self._coming(1, -4)
        self.company.som_promise_overdue_days = 2
        self.assertEqual(self._earliest(self._order((self.scarce, 11))), [2])

    def test_what_customers_send_back_is_not_counted_on(self):
        move = self._coming(5, 2)
        move.location_id = self.env.ref("stock.stock_location_customers")
        self.assertEqual(self._earliest(self._order((self.scarce, 11))), [None])

    def test_what_is_protected_is_for_its_channel(self):
        self.env["som.allocation.protection"].create({
            "name": "Web", "product_id": self.scarce.id, "quantity": 8, "channel_ids": [(6, 0, self.channel.ids)]})
        theirs = self._order((self.scarce, 5), som_channel_id=self.channel.id)
        others = self._order((self.scarce, 5), som_channel_id=False)
        self._coming(3, 6)
        self.assertEqual(self._earliest(theirs), [0])
        self.assertEqual(self._earliest(others), [6])

    def test_goods_without_stock_can_be_had_now(self):
        self.scarce.is_storable = False
        self.assertEqual(self._earliest(self._order((self.scarce, 500))), [0])

    def test_services_have_no_date(self):
        self.assertEqual(self._earliest(self._order((self.service, 1))), [None])

    def test_an_order_is_there_when_all_of_it_is(self):
        self._coming(10, 5)
        order = self._order((self.scarce, 3), (self.scarce, 12))
        self.assertEqual(self._days(order.som_earliest_date), 5)
        self.assertEqual(self._days(order.expected_date), 0)
        order.picking_policy = "one"
        self.assertEqual(self._days(order.expected_date), 5)

    def test_where_nothing_is_promised_all_is_native(self):
        self.company.som_promise = False
        order = self._order((self.scarce, 50))
        self.assertEqual(self._earliest(order), [None])
        self.assertEqual(self._days(order.expected_date), 0)
        order.action_confirm()
        self.assertFalse(order.order_line.som_promised_date)
        self.assertFalse(self._rows(order))

    def test_a_quotation_that_is_being_written(self):
        order = self.env["sale.order"].new({
            "partner_id": self.customer.id,
            "order_line": [(0, 0, {"product_id": self.scarce.id, "product_uom_qty": 12})]})
        self._coming(2, 4)
        self.assertEqual(self._days(order.order_line.som_earliest_date), 4)

    def test_queries_do_not_depend_on_lines(self):
        few = self._order((self.scarce, 1), (self.goods, 1))
        many = self._order(*[(product, 1) for product in (self.scarce, self.goods, self.more_goods)] * 20)
        counts = []
        for order in (few, few, many):  # what is looked up once and for all is by the first
            self._forget()
            start = self.env.cr.sql_log_count
            self.assertTrue(order.order_line.mapped("som_earliest_date"))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts[1:])

    def test_a_line_says_from_what_it_is_met(self):
        name = self._coming(5, 4).picking_id.name
        line = self._order((self.scarce, 12)).order_line
        self.assertEqual(line.som_promise_info, {
            "date": "03/08/2026", "wanted": False, "late": False, "missing": False, "parts": [
                {"quantity": "10 Units", "date": "03/04/2026", "source": "in stock"},
                {"quantity": "2 Units", "date": "03/08/2026", "source": name}]})
        line.order_id.som_requested_date = self._in(2)
        self.assertTrue(line.som_promise_info["late"])
        line.product_uom_qty = 17
        self.assertEqual(line.som_promise_info["missing"], "2 Units")

    def test_the_check_of_requested_dates_knows_it(self):
        self._coming(5, 4)
        check = self.env["som.check"].create({
            "name": "Too early", "kind": "builtin", "builtin": "requested_too_early", "stage": "confirmed",
            "severity": "hold"})
        soon = self._order((self.scarce, 12), som_requested_date=self._in(2))
        late = self._order((self.scarce, 12), som_requested_date=self._in(6))
        (soon + late).action_confirm()
        self.assertEqual((soon.som_hold_ids.check_id, late.som_hold_ids.check_id), (check, self.env["som.check"]))

    def test_what_is_ordered_for_whoever_wants_it_is_not_taken_from_stock(self):
        route = self.warehouse.mto_pull_id.route_id
        route.active = True
        self.scarce.write({
            "route_ids": [(4, route.id)], "seller_ids": [(0, 0, {"partner_id": self.customer.id, "delay": 7})]})
        self.assertEqual(self._earliest(self._order((self.scarce, 1))), [7])
        self.company.som_promise_vendor_lead = False
        self.assertEqual(self._earliest(self._order((self.scarce, 1))), [None])

    def test_expected_dates_follow_what_is_changed(self):
        self._coming(10, 5)
        order = self._order((self.scarce, 5))
        self.assertEqual(self._days(order.expected_date), 0)
        order.order_line.product_uom_qty = 12
        self.assertEqual(self._days(order.expected_date), 5)
