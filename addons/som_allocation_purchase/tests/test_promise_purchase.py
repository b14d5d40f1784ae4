from odoo.fields import Command
from odoo.tests import Form, tagged

from .purchase_common import PurchaseCommon


@tagged("post_install", "-at_install")
class TestPromisePurchase(PurchaseCommon):
    """Promises from vendors, as native purchasing plans, and from purchase orders, as they stand."""

    def _lead(self, product=None, **values):
        [days] = self._earliest(self._order((product or self.scarce, 14), **values))
        return days

    def test_vendors_take_their_days_and_the_company_its_own(self):
        self.assertEqual(self._lead(), 9)
        self.company.days_to_purchase = 2.5
        self.assertEqual(self._lead(), 11.5)
        rule = self._rule()
        self.assertEqual(rule.lead_days, 11.5)  # as native has it

    def test_the_vendor_that_a_reordering_rule_names(self):
        other = self.env["res.partner"].create({"name": "Fast"})
        rule = self._rule(supplier_id=self._vendor(4, partner_id=other.id, sequence=9).id)
        self.assertEqual((self._lead(), rule.lead_days), (4, 4))

    def test_where_nothing_buys_no_vendor_delivers(self):
        self.warehouse.buy_to_resupply = False
        self.assertEqual(self._lead(), None)
        self.warehouse.buy_to_resupply = True
        self.assertEqual(self._lead(), 9)

    def test_routes_of_the_product_decide(self):
        other = self.env["stock.warehouse"].create({"name": "Reserve", "code": "RSV", "company_id": self.company.id})
        self.warehouse.resupply_wh_ids = [Command.link(other.id)]
        route = self.warehouse.resupply_route_ids
        self.scarce.route_ids = [Command.link(route.id)]
        route.rule_ids.delay = 1
        self.assertEqual(self._lead(), 9 + sum(route.rule_ids.mapped("delay")))  # the reserve buys
        other.buy_to_resupply = False
        self.assertEqual(self._lead(), None)

    def test_companies_have_their_own_days(self):
        other = self.env["res.company"].create({"name": "Elsewhere", "som_promise": True, "days_to_purchase": 5})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        self._vendor(3, company_id=other.id, sequence=-1)
        order = self._order((self.scarce, 14), company_id=other.id, warehouse_id=warehouse.id)
        self.assertEqual(self._earliest(order), [8])
        self.assertEqual(self._lead(), 9)

    def test_a_purchase_order_that_slips_and_comes_back(self):
        purchase = self._ordered(4, 5)
        order = self._confirmed((self.scarce, 14))
        self._look()
        self.assertEqual(self._promised(order), [5])
        purchase.order_line.date_planned = self._in(8)
        self.assertEqual(self._days(purchase.picking_ids.move_ids.date), 8)
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([8], "later"))
        self.assertTrue(order.activity_ids)
        self.assertEqual(
            self._rows(order)[-1][::2], (8, f"{purchase.name} ({purchase.picking_ids.name}) is planned for 03/12/2026"))
        purchase.order_line.date_planned = self._in(3)
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([3], "kept"))
        self.assertFalse(order.activity_ids)

    def test_the_date_of_the_whole_order_and_what_the_vendor_answers(self):
        purchase = self._ordered(4, 5)
        order = self._confirmed((self.scarce, 14))
        with Form(purchase) as form:
            form.date_planned = self._in(7)
        self._look()
        self.assertEqual(self._promised(order), [7])
        purchase._update_date_planned_for_lines([(purchase.order_line, self._in(6))])
        self._look()
        self.assertEqual(self._promised(order), [6])

    def test_whoever_speaks_last_is_right(self):
        purchase = self._ordered(4, 5)
        receipt = purchase.picking_ids
        order = self._confirmed((self.scarce, 14))
        receipt.scheduled_date = self._in(6)
        self._look()
        self.assertEqual(self._promised(order), [6])
        purchase.order_line.date_planned = purchase.order_line.date_planned  # says nothing new
        self._look()
        self.assertEqual(self._promised(order), [6])
        purchase.order_line.date_planned = self._in(4)
        self._look()
        self.assertEqual(self._promised(order), [4])

    def test_without_promises_receipts_keep_their_date_as_native(self):
        self.company.som_promise = False
        purchase = self._ordered(4, 5)
        purchase.order_line.date_planned = self._in(8)
        move = purchase.picking_ids.move_ids
        self.assertEqual((self._days(move.date), self._days(move.date_deadline)), (5, 8))

    def test_a_purchase_order_that_is_cancelled(self):
        purchase = self._ordered(4, 5)
        order = self._confirmed((self.scarce, 14))
        purchase.button_cancel()
        self._look()
        self.assertEqual(self._promised(order), [9])
        self.assertEqual(self._rows(order)[-1][2], "It has to be ordered from the vendor")
        self.scarce.seller_ids.unlink()
        self.env["som.promise.event"]._som_happened(self.scarce)
        self._look()
        self.assertEqual(order.som_promise_state, "unknown")

    def test_less_that_is_ordered_moves_the_promise(self):
        purchase = self._ordered(4, 5)
        order = self._confirmed((self.scarce, 14))
        purchase.order_line.product_qty = 2
        self._look()
        self.assertEqual(self._promised(order), [9])

    def test_make_to_order(self):
        self._make_to_order()
        self.company.days_to_purchase = 1
        order = self._order((self.scarce, 4))
        self.assertEqual(self._earliest(order), [10])  # there are ten, for others
        order.action_confirm()
        request = self._requests()
        self.assertEqual((request.state, request.product_qty), ("draft", 4))
        self.assertEqual(self._promised(order), [10])
        request.date_planned = self._in(6)
        self._look()
        self.assertEqual(self._promised(order), [10])  # nobody has ordered it
        request.order_id.button_confirm()
        self._look()
        self.assertEqual(self._promised(order), [6])
        self.assertIn(request.order_id.name, self._rows(order)[-1][2])
        request.date_planned = self._in(12)
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([12], "later"))
        self.assertEqual(self._rows(order)[-1][2],
                         f"{request.order_id.name} ({request.move_ids.picking_id.name}) is planned for 03/16/2026")
        request.order_id.button_cancel()
        self._look()
        self.assertEqual(self._promised(order), [0])  # Odoo takes it from stock then

    def test_make_to_order_waits_for_a_request_to_be_confirmed(self):
        self._make_to_order()
        order = self._confirmed((self.scarce, 4))
        request = self._requests().order_id
        self.price.delay = 15
        self.env["som.promise.event"]._som_happened(self.scarce)
        self._look()
        self.assertEqual(self._promised(order), [15])
        self.assertEqual(self._rows(order)[-1][2], f"Request for quotation {request.name} has to be confirmed")

    def test_a_request_that_is_cancelled_leaves_stock_to_promise_from(self):
        self._make_to_order()
        order = self._confirmed((self.scarce, 4))
        self.assertEqual(self._promised(order), [9])
        self._requests().order_id.button_cancel()
        self._look()
        self.assertEqual(self._promised(order), [0])

    def test_receipts_in_several_steps(self):
        self.warehouse.reception_steps = "two_steps"
        purchase = self._ordered(4, 5)
        order = self._confirmed((self.scarce, 14))
        self.assertEqual(self._promised(order), [5])
        purchase.order_line.date_planned = self._in(7)
        self._look()
        self.assertEqual(self._promised(order), [7])

    def test_units_of_the_vendor(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self._ordered(1, 5, product_uom_id=dozen.id)
        self.assertEqual(self._earliest(self._order((self.scarce, 22)), self._order((self.scarce, 23))), [5, 9])

    def test_the_widget_names_the_purchase_order(self):
        purchase = self._ordered(4, 5)
        line = self._order((self.scarce, 14)).order_line
        self.assertIn(f"{purchase.name} ({purchase.picking_ids.name})",
                      [part["source"] for part in line.som_promise_info["parts"]])

    def test_sellers_need_no_rights_in_purchasing(self):
        self._ordered(4, 5)
        seller = self._user("pu-seller", "sales_team.group_sale_salesman")
        order = self.env["sale.order"].with_user(seller).create({
            "partner_id": self.customer.id, "order_line": [Command.create({
                "product_id": self.scarce.id, "product_uom_qty": 14})]})
        self.assertEqual(self._days(order.order_line.som_earliest_date), 5)
        order.action_confirm()
        self.assertEqual(self._days(order.order_line.som_promised_date), 5)

    def test_queries_do_not_depend_on_products(self):
        products = [self._product(f"TP-P{number}", 5.0, sale_delay=0) for number in range(8)]
        for product in products:
            self._vendor(3, product)
        few, many = self._order((products[0], 1)), self._order(*[(product, 1) for product in products])
        counts = []
        for order in (few, few, many):
            self._forget()
            start = self.env.cr.sql_log_count
            self.assertTrue(order.order_line.mapped("som_promise_info"))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts[1:])
