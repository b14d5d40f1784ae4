from odoo.exceptions import AccessError
from odoo.tests import tagged

from .shortage_common import ShortageCommon


@tagged("post_install", "-at_install")
class TestShortageBoard(ShortageCommon):
    """What is not covered stands on the board: how much, why, and what it is worth."""

    def test_what_is_in_stock_is_no_shortage(self):
        self._confirmed((self.scarce, 10))
        self.assertFalse(self._board())

    def test_what_nothing_covers(self):
        self._confirmed((self.scarce, 14))
        row = self._board()
        self.assertEqual((row.wanted_qty, row.short_qty, row.missing_qty, row.late_qty, row.to_order_qty),
                         (4, 4, 4, 0, 0))
        self.assertFalse(row.covered_at)
        self.assertEqual((row.order_count, row.partner_count, row.value), (1, 1, 40.0))

    def test_what_comes_late(self):
        receipt = self._coming(8, 5)
        order = self._confirmed((self.scarce, 14))
        receipt.date = self._in(9)
        row = self._board()
        self.assertEqual((row.short_qty, row.late_qty, row.missing_qty), (4, 4, 0))
        self.assertEqual(self._days(row.covered_at), 9)
        self.assertEqual(row.line_ids.order_id, order)
        cure = row.cure_ids
        self.assertEqual((cure.kind, cure.ref, cure.quantity, cure.days), ("receipt", receipt.id, 4, 4))
        self.assertEqual(cure.action_open()["res_id"], receipt.picking_id.id)

    def test_what_has_to_be_ordered(self):
        self._vendor(9, price=3)
        self._confirmed((self.scarce, 14))
        row = self._board()
        self.assertEqual((row.short_qty, row.to_order_qty, row.late_qty, row.missing_qty), (4, 4, 0, 0))
        self.assertEqual(row.vendor_id, self.vendor)
        self.assertEqual((row.cure_ids.kind, row.cure_ids.price, row.cure_ids.days), ("purchase", 3, 0))

    def test_without_promises_it_is_wanted_when_it_is_planned(self):
        self.company.som_promise = False
        order = self._confirmed((self.scarce, 14))
        order.picking_ids.move_ids.date = self._in(3)
        row = self._board()
        self.assertEqual((row.wanted_on, row.missing_qty), (self._in(3).date(), 4))

    def test_covered_leaves_the_board_and_what_stays_keeps_its_id(self):
        self._confirmed((self.scarce, 14))
        row = self._board()
        self._stock(self.scarce, 1)
        self.assertEqual((self._board(), self._board().missing_qty), (row, 3))
        self._stock(self.scarce, 3)
        self.assertFalse(self._board())

    def test_currency_and_discount_of_the_order(self):
        money = self.env["res.currency"].create({"name": "TSC", "symbol": "T", "rate_ids": [
            (0, 0, {"name": "2020-01-01", "rate": 2.0, "company_id": self.company.id})]})
        pricelist = self.env["product.pricelist"].create({"name": "T", "currency_id": money.id})
        order = self._order((self.scarce, 14), pricelist_id=pricelist.id)
        order.order_line.write({"price_unit": 20, "discount": 50})
        order.action_confirm()
        self.assertEqual(self._board().value, 4 * 20 * 0.5 / 2)

    def test_units_are_those_of_the_product(self):
        order = self._order((self.scarce, 2))
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.order_line.price_unit = 120
        order.action_confirm()
        row = self._board()
        self.assertEqual((row.missing_qty, row.value), (14, 140))

    def test_goods_to_spare_at_another_warehouse(self):
        other = self.env["stock.warehouse"].create({"name": "South", "code": "SOU", "company_id": self.company.id})
        self._stock(self.scarce, 5, warehouse=other)
        self._confirmed((self.scarce, 3), warehouse_id=other.id)
        self._confirmed((self.scarce, 14))
        cure = self._board().cure_ids
        self.assertEqual((cure.kind, cure.ref, cure.quantity), ("transfer", other.id, 2))
        form = cure.action_open()
        self.assertEqual(form["res_model"], "stock.picking")
        self.assertEqual(form["context"]["default_location_id"], other.lot_stock_id.id)

    def test_what_replaces_it(self):
        self.scarce.som_replacement_id = self.goods
        self._confirmed((self.scarce, 14))
        cure = self._board().cure_ids
        self.assertEqual((cure.kind, cure.ref, cure.quantity), ("substitute", self.goods.id, 4))
        self.assertEqual(cure.what, self.goods.display_name)

    def test_a_cure_that_is_gone_says_so(self):
        self._vendor(9)
        self._confirmed((self.scarce, 14))
        cure = self._board().cure_ids
        cure._som_about().unlink()
        with self.assertRaisesRegex(Exception, "Press Refresh"):
            cure.action_open()

    def test_opening_brings_it_up_to_date(self):
        self._confirmed((self.scarce, 14))
        action = self.env["som.shortage"].action_open_board()
        self.assertEqual(action["res_model"], "som.shortage")
        self.assertEqual(self.env["som.shortage"].search([("product_id", "=", self.scarce.id)]).missing_qty, 4)

    def test_what_slips_is_seen_when_promises_are_looked_at(self):
        receipt = self._coming(8, 5)
        self._confirmed((self.scarce, 14))
        self._run_cron("som_allocation.ir_cron_promise_event")
        self.assertFalse(self.env["som.shortage"].search([("product_id", "=", self.scarce.id)]))
        receipt.date = self._in(9)
        self._run_cron("som_allocation.ir_cron_promise_event")
        self.assertEqual(self.env["som.shortage"].search([("product_id", "=", self.scarce.id)]).late_qty, 4)

    def test_the_daily_job_looks_at_companies_without_promises_too(self):
        self.company.som_promise = False
        self._confirmed((self.scarce, 14))
        self._run_cron("som_allocation.ir_cron_shortage")
        self.assertEqual(self.env["som.shortage"].search([("product_id", "=", self.scarce.id)]).missing_qty, 4)

    def test_who_may_look(self):
        self._confirmed((self.scarce, 14))
        row = self._board()
        for login, group, money in (("sh-stock", "stock.group_stock_user", False),
                                    ("sh-lead", "sales_team.group_sale_salesman_all_leads", True)):
            user = self._user(login, group)
            self.assertEqual(row.with_user(user).missing_qty, 4)
            self.assertEqual("value" in row.with_user(user).fields_get(), money)
        seller = self._user("sh-seller", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            row.with_user(seller).read(["missing_qty"])
        with self.assertRaises(AccessError):
            self.env["som.shortage"].with_user(seller).action_refresh()

    def test_companies_have_their_own(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._user("sh-other", "stock.group_stock_user", company_ids=[(6, 0, other.ids)],
                              company_id=other.id)
        self._confirmed((self.scarce, 14))
        self._board()
        self.assertFalse(self._board(company=other))
        self.assertFalse(self.env["som.shortage"].with_user(stranger).search([("product_id", "=", self.scarce.id)]))

    def test_queries_do_not_grow(self):
        self._vendor(9)
        self._confirmed((self.scarce, 14))

        def count():
            self._forget()
            before = self.env.cr.sql_log_count
            self.env["som.shortage"]._som_refresh(self.company, self.scarce)
            return self.env.cr.sql_log_count - before
        few = count()
        for _number in range(8):
            self._confirmed((self.scarce, 3))
        self.assertLessEqual(count(), few)
        self.assertEqual(sum(self._board().mapped("order_count")), 9)


@tagged("post_install", "-at_install")
class TestShortageReplenish(ShortageCommon):
    """Shortages become native replenishment."""

    def setUp(self):
        super().setUp()
        self.other = self.env["stock.warehouse"].create({
            "name": "Reserve", "code": "RSV", "company_id": self.company.id})
        self.warehouse.resupply_wh_ids = [(4, self.other.id)]
        self.route = self.warehouse.resupply_route_ids
        self.scarce.route_ids = [(4, self.route.id)]

    def _here(self):
        """What is short at the warehouse that orders; it is the other one that lacks the goods then."""
        return self._board().filtered(lambda row: row.missing_qty and row.warehouse_id == self.warehouse)

    def test_replenish_orders_what_is_missing_once(self):
        self._confirmed((self.scarce, 14))
        rows = self._board()
        self.assertEqual(rows.action_replenish()["params"]["type"], "success")
        self.assertEqual(sum(self.env["stock.move"].search([
            ("product_id", "=", self.scarce.id), ("location_dest_id", "=", self.warehouse.lot_stock_id.id),
            ("state", "not in", ("done", "cancel", "draft"))]).mapped("product_uom_qty")), 4)
        self.assertFalse(self._here())

    def test_a_problem_stops_its_own_row_only(self):
        lonely = self._product("TP-LONELY", 5.0)
        self._confirmed((self.scarce, 14))
        self._confirmed((lonely, 2), warehouse_id=self.other.id)
        self.env["stock.rule"].search([("location_dest_id", "=", self.other.lot_stock_id.id)]).active = False
        rows = self._board() | self._board(lonely)
        told = rows.action_replenish()["params"]
        self.assertIn("TP-LONELY", told["message"])
        self.assertEqual(told["type"], "warning")
        self.assertFalse(self._here())
        self.assertEqual(self._board(lonely).missing_qty, 2)

    def test_the_form_is_filled_in(self):
        self._confirmed((self.scarce, 14))
        action = self._board().action_replenish_form()
        form = self.env["product.replenish"].with_context(**action["context"]).create({})
        self.assertEqual((form.product_id, form.quantity, form.warehouse_id), (self.scarce, 4, self.warehouse))

    def test_who_may_not_replenish(self):
        self._confirmed((self.scarce, 14))
        seller = self._user("sh-lead2", "sales_team.group_sale_salesman_all_leads")
        with self.assertRaises(AccessError):
            self._board().with_user(seller).action_replenish()

    def test_a_warehouse_worker_may(self):
        self._confirmed((self.scarce, 14))
        worker = self._user("sh-worker", "stock.group_stock_user")
        self.assertEqual(self._board().with_user(worker).action_replenish()["params"]["type"], "success")
        self.assertFalse(self._here())
