from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .purchase_common import PurchaseCommon


@tagged("post_install", "-at_install")
class TestShortagePurchase(PurchaseCommon):
    """The board knows what is asked for, and asks vendors for what is not: in the right request, once."""

    def _cures(self, kind, product=None):
        return self._board(product).cure_ids.filtered(lambda cure: cure.kind == kind)

    def test_a_request_would_cover_it(self):
        request = self._purchase(10, 6, discount=50)
        self._confirmed((self.scarce, 14))
        cure = self._cures("request")
        self.assertEqual((cure.ref, cure.quantity, cure.what, self._days(cure.date), cure.price),
                         (request.order_line.id, 4, f"{request.name}, Nordic Timber", 6, 1.5))
        self.assertEqual(cure.price_currency_id, request.currency_id)
        action = cure.action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("purchase.order", request.id))
        self.assertFalse(self._cures("purchase"))  # nothing is left to ask for
        request.button_confirm()
        self._look()
        self.assertFalse(self._cures("request"))

    def test_what_is_left_of_it_is_for_vendors(self):
        self._purchase(3, 6)
        self._confirmed((self.scarce, 14))
        self.assertEqual((self._cures("request").quantity, self._cures("purchase").quantity), (3, 1))

    def test_all_states_before_confirmation_but_not_those_after(self):
        request = self._purchase(4, 6)
        self._confirmed((self.scarce, 14))
        for state, found in (("draft", 1), ("sent", 1), ("to approve", 1), ("cancel", 0)):
            request.state = state
            self.assertEqual(len(self._cures("request")), found, state)

    def test_earlier_rows_come_first(self):
        self._purchase(6, 1)
        self._confirmed((self.scarce, 14), commitment_date=self._in(2))
        self._confirmed((self.scarce, 5), commitment_date=self._in(4))
        first, second = self._board().sorted("wanted_on")
        self.assertEqual([[(cure.kind, cure.quantity) for cure in row.cure_ids] for row in (first, second)],
                         [[("request", 4)], [("request", 2), ("purchase", 3)]])

    def test_requests_of_other_warehouses_and_companies_are_not_for_it(self):
        other = self.env["stock.warehouse"].create({"name": "South", "code": "SOU", "company_id": self.company.id})
        company = self.env["res.company"].create({"name": "Elsewhere"})
        away = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        self._purchase(4, 6).picking_type_id = other.in_type_id
        self.env["purchase.order"].with_company(company).create({
            "partner_id": self.vendor.id, "company_id": company.id, "picking_type_id": away.in_type_id.id,
            "order_line": [Command.create({"product_id": self.scarce.id, "product_qty": 4})]})
        self._confirmed((self.scarce, 14))
        self.assertFalse(self._cures("request"))

    def test_units_and_currencies_of_the_request(self):
        money = self.env["res.currency"].create({"name": "TPC", "symbol": "T", "rate_ids": [
            (0, 0, {"name": "2020-01-01", "rate": 2.0, "company_id": self.company.id})]})
        dozen = self.env.ref("uom.product_uom_dozen")
        request = self._purchase(1, 6, product_uom_id=dozen.id, price_unit=36)
        request.currency_id = money
        request.order_line.price_unit = 36
        self._confirmed((self.scarce, 25))
        cure = self._cures("request")
        self.assertEqual((cure.quantity, cure.price, cure.price_currency_id), (12, 3, money))

    def test_what_is_made_to_order_is_for_its_order_alone(self):
        self._make_to_order()
        order = self._confirmed((self.scarce, 4), commitment_date=self._in(2))
        request = self._requests()
        self.scarce.route_ids = [Command.clear()]
        self._confirmed((self.scarce, 13), commitment_date=self._in(2))
        cures = self._cures("request")
        self.assertEqual((cures.ref, cures.quantity), (request.id, 4))
        self.assertIn(order, cures.shortage_id.line_ids.order_id)
        self.assertEqual(sum(self._cures("purchase").mapped("quantity")), 3)

    def test_a_late_receipt_opens_its_purchase_order(self):
        purchase = self._ordered(8, 1)
        self._confirmed((self.scarce, 14))
        purchase.order_line.date_planned = self._in(9)
        cure = self._cures("receipt")
        self.assertEqual((cure.quantity, cure.days), (4, 8))
        self.assertIn(purchase.name, cure.what)
        action = cure.action_open()
        self.assertEqual((action["res_model"], action["res_id"]), ("purchase.order", purchase.id))

    def test_a_late_receipt_that_nobody_purchased_opens_itself(self):
        receipt = self._coming(8, 1)
        self._confirmed((self.scarce, 14))
        receipt.date = self._in(9)
        self.assertEqual(self._cures("receipt").action_open()["res_id"], receipt.picking_id.id)

    def test_a_vendor_opens_replenishment_that_ends_in_his_request(self):
        self.price.price = 9
        other = self.env["res.partner"].create({"name": "Second"})
        dozen = self.env.ref("uom.product_uom_dozen")
        second = self._vendor(5, partner_id=other.id, price=24, min_qty=1, product_uom_id=dozen.id, sequence=5)
        self.company.days_to_purchase = 2
        self._confirmed((self.scarce, 24), commitment_date=self._in(1))
        cure = self._cures("purchase").filtered(lambda cure: cure.ref == second.id)
        self.assertEqual((cure.quantity, cure.price, self._days(cure.date)), (14, 2, 7))
        action = cure.action_open()
        wizard = Form(self.env[action["res_model"]].with_context(**action["context"]).browse(action["res_id"])).save()
        wizard.launch_replenishment()
        line = self._requests()
        self.assertEqual((line.partner_id, line.product_qty, line.product_uom_id, line.price_unit, line.state),
                         (other, 2, dozen, 24, "draft"))
        self.assertEqual((self._days(line.date_planned), self._days(line.order_id.date_order)), (7, 2))
        self.assertEqual(line.order_id.picking_type_id, self.warehouse.in_type_id)
        with self.assertRaisesRegex(UserError, "since the board was opened"):
            cure.action_open()
        self.assertEqual(len(self._requests()), 1)

    def test_replenish_ends_in_the_right_request_once(self):
        self.company.days_to_purchase = 1
        self._vendor(9, price=2, min_qty=5)
        self._confirmed((self.scarce, 14))
        row = self._board()
        self.assertEqual(row.action_replenish()["params"]["type"], "success")
        line = self._requests()
        self.assertEqual((line.partner_id, line.product_qty, line.price_unit), (self.vendor, 4, 3))
        self.assertEqual(line.orderpoint_id.product_id, self.scarce)
        self.assertEqual(line.date_planned.date(), self._in(10).date())  # not sooner than can be
        told = row.action_replenish()["params"]
        self.assertIn("ordered already", told["message"])
        self.assertEqual((self._requests(), line.product_qty), (line, 4))
        self._confirmed((self.scarce, 3))
        self.assertEqual(self._board().action_replenish()["params"]["type"], "success")
        self.assertEqual((self._requests(), line.product_qty, line.price_unit), (line, 7, 2))

    def test_replenish_in_the_unit_of_the_vendor(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.price.write({"product_uom_id": dozen.id, "price": 30})
        self._confirmed((self.scarce, 14))
        self._board().action_replenish()
        line = self._requests()
        self.assertEqual((line.product_qty, line.product_uom_id, line.price_unit), (1, dozen, 30))

    def test_what_is_under_way_is_for_the_earlier_rows_first(self):
        self._confirmed((self.scarce, 14), commitment_date=self._in(2))
        self._confirmed((self.scarce, 5), commitment_date=self._in(4))
        first, second = self._board().sorted("wanted_on")
        first.action_replenish()
        self.assertEqual(second.action_replenish()["params"]["type"], "success")
        self.assertEqual(sum(self._requests().mapped("product_qty")), 9)

    def test_the_form_offers_what_is_not_asked_for(self):
        request = self._purchase(3, 6)
        self._confirmed((self.scarce, 14))
        self.assertEqual(self._board().action_replenish_form()["context"]["default_quantity"], 1)
        request.order_line.product_qty = 30
        with self.assertRaisesRegex(UserError, request.name):
            self._board().action_replenish_form()

    def test_where_nothing_buys_vendors_are_no_cure(self):
        self.warehouse.buy_to_resupply = False
        self._confirmed((self.scarce, 14))
        self.assertFalse(self._cures("purchase"))
        self.assertEqual(self._board().missing_qty, 4)

    def test_the_board_hears_of_requests(self):
        self._confirmed((self.scarce, 14))
        self.env["som.promise.event"]._som_happened(self.scarce)
        self._look()
        row = self.env["som.shortage"].search([("product_id", "=", self.scarce.id)])
        self.assertEqual(row.cure_ids.mapped("kind"), ["purchase"])
        request = self._purchase(10, 6)
        self._look()
        self.assertEqual(row.cure_ids.mapped("kind"), ["request"])
        request.order_line.unlink()
        self._look()
        self.assertEqual(row.cure_ids.mapped("kind"), ["purchase"])

    def test_queries_do_not_grow_with_requests(self):
        self._confirmed((self.scarce, 30))
        self._purchase(1, 5)

        def count():
            self._forget()
            before = self.env.cr.sql_log_count
            self.env["som.shortage"]._som_refresh(self.company, self.scarce)
            return self.env.cr.sql_log_count - before
        count()
        few = count()
        for number in range(8):
            self._purchase(1, 6 + number)
        self.assertLessEqual(count(), few)
        self.assertEqual(len(self._cures("request")), 9)
