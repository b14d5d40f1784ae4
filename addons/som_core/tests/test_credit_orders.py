from odoo.tests import tagged

from .credit_common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditOrders(CreditCommon):
    """What confirmed orders add to what a customer owes, until invoices have it."""

    def _move_on(self, order, quantity=None):
        """Ship so many of the goods; the rest is a backorder."""
        pickings = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        self._validate(pickings, None if quantity is None else {self.goods: quantity})
        return order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))

    def test_a_quotation_does_not_count_a_confirmed_order_does(self):
        order = self._order((self.ordered, 10))
        self.assertEqual(self._parts(), (0, 0, 0))
        order.action_confirm()
        self.assertEqual(self._parts(), (0, 0, 100))
        order._action_cancel()
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_the_order_passes_from_orders_to_drafts_to_the_books_and_never_counts_twice(self):
        order = self._confirmed((self.ordered, 10))
        invoice = self._final_invoice(order, post=False)
        self.assertEqual(self._parts(), (0, 100, 0))
        invoice.action_post()
        self.assertEqual(self._parts(), (100, 0, 0))
        self._register(invoice)
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_taxes_discounts_and_units_count(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.env["sale.order"].create({"partner_id": self.customer.id, "order_line": [(0, 0, {
            "product_id": self.goods.id, "product_uom_id": dozen.id, "product_uom_qty": 2, "price_unit": 120,
            "discount": 10, "tax_ids": self.tax.ids})]}).action_confirm()
        self.assertEqual(self._parts(), (0, 0, 270))

    def test_delivered_and_not_yet_delivered_goods_count(self):
        order = self._confirmed((self.goods, 10))
        self.assertEqual(self._parts(), (0, 0, 100))
        self._move_on(order, 4)
        self.assertEqual(self._parts(), (0, 0, 100))
        self._final_invoice(order)
        self.assertEqual(self._parts(), (40, 0, 60))
        self._move_on(order)
        self.assertEqual(self._parts(), (40, 0, 60))

    def test_several_steps_count_once(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._confirmed((self.goods, 10))
        self.assertEqual(self._parts(), (0, 0, 100))
        self._move_on(order, 4)
        self.assertEqual(self._parts(), (0, 0, 100))

    def test_a_remainder_that_was_cancelled_does_not_count(self):
        order = self._confirmed((self.goods, 10))
        self._move_on(order, 4).action_cancel()
        self.assertEqual(self._parts(), (0, 0, 40))

    def test_a_remainder_of_which_a_part_was_cancelled_counts_for_the_rest(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.env["sale.order"].create({"partner_id": self.customer.id, "order_line": [(0, 0, {
            "product_id": self.goods.id, "product_uom_id": dozen.id, "product_uom_qty": 1, "price_unit": 120})]})
        order.action_confirm()
        left = self._move_on(order, 6)
        left.move_ids.product_uom_qty = 3
        self.assertEqual(self._parts(), (0, 0, 90))

    def test_all_cancelled_counts_nothing(self):
        order = self._confirmed((self.goods, 10))
        order.picking_ids.action_cancel()
        self.assertEqual(self._parts(), (0, 0, 0))

    def test_more_than_was_ordered_counts_where_it_is_invoiced(self):
        order = self._confirmed((self.goods, 10), (self.ordered, 10))
        self._validate(order.picking_ids, {self.goods: 13, self.ordered: 13})
        self.assertEqual(order.order_line.mapped("qty_delivered"), [13, 13])
        self.assertEqual(self._parts(), (0, 0, 230))
        self._final_invoice(order)
        self.assertEqual(self._parts(), (230, 0, 0))

    def test_goods_added_to_the_transfer_count_with_their_taxes(self):
        self.more_goods.taxes_id = self.tax
        order = self._confirmed((self.goods, 10))
        picking = order.picking_ids
        picking.move_ids.picked = True
        self.env["stock.move"].create({
            "picking_id": picking.id, "product_id": self.more_goods.id, "product_uom_qty": 2, "quantity": 2,
            "picked": True, "location_id": picking.location_id.id, "location_dest_id": picking.location_dest_id.id})
        picking.button_validate()
        added = order.order_line.filtered(lambda line: line.product_id == self.more_goods)
        self.assertEqual((added.product_uom_qty, added.qty_delivered), (0, 2))
        self.assertEqual(self._parts(), (0, 0, 150))
        self._final_invoice(order)
        self.assertEqual(self._parts(), (150, 0, 0))

    def test_goods_that_came_back_after_the_invoice_are_to_be_credited(self):
        order = self._confirmed((self.goods, 10))
        self._move_on(order)
        self._final_invoice(order)
        picking = order.picking_ids
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_ids=picking.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = 3
        returned = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.assertEqual(self._parts(), (100, 0, 0))
        self._validate(returned)
        self.assertEqual(self._parts(), (100, 0, -30))
        self._final_invoice(order)
        self.assertEqual(self._parts(), (70, 0, 0))

    def test_a_service_invoiced_on_delivery_counts_as_ordered_before_and_as_delivered_beyond(self):
        consulting = self.env["product.product"].create({
            "name": "Consulting", "type": "service", "list_price": 10.0, "invoice_policy": "delivery",
            "taxes_id": False})
        order = self._confirmed((consulting, 10))
        self.assertEqual(self._parts(), (0, 0, 100))
        order.order_line.qty_delivered = 12
        self.assertEqual(self._parts(), (0, 0, 120))

    def test_a_down_payment_is_part_of_the_order(self):
        order = self._confirmed((self.ordered, 100))
        draft = self._down_payment(order, 30, post=False)
        self.assertEqual(self._parts(), (0, 300, 700))
        draft.action_post()
        self.assertEqual(self._parts(), (300, 0, 700))
        self._register(draft)
        self.assertEqual(self._parts(), (0, 0, 700))
        self._final_invoice(order)
        self.assertEqual(self._parts(), (700, 0, 0))

    def test_a_down_payment_with_taxes_on_goods_invoiced_on_delivery(self):
        self.goods.taxes_id = self.tax
        order = self._confirmed((self.goods, 80))
        self._down_payment(order, 50)
        self.assertEqual(self._parts(), (500, 0, 500))
        self._move_on(order)
        self.assertEqual(self._parts(), (500, 0, 500))
        self._final_invoice(order)
        self.assertEqual(self._parts(), (1000, 0, 0))

    def test_a_cancelled_down_payment_counts_no_more(self):
        order = self._confirmed((self.ordered, 100))
        invoice = self._down_payment(order, 30)
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(self._parts(), (0, 0, 1000))

    def test_a_credited_down_payment_counts_no_more(self):
        order = self._confirmed((self.ordered, 100))
        invoice = self._down_payment(order, 30)
        invoice._reverse_moves([{"invoice_date": self.today}], cancel=True)
        self.assertEqual(self._of().total, 1000)

    def test_a_discount_line_takes_off(self):
        order = self._confirmed((self.ordered, 10))
        self.env["sale.order.discount"].create({
            "sale_order_id": order.id, "discount_type": "amount", "discount_amount": 15}).action_apply_discount()
        self.assertEqual(self._parts(), (0, 0, order.amount_total))
        self.assertLess(order.amount_total, 100)

    def test_the_debtor_is_who_gets_the_invoice(self):
        payer = self.env["res.partner"].create({"name": "Head Office", "is_company": True})
        address = self.env["res.partner"].create({"name": "Accounts", "parent_id": payer.id, "type": "invoice"})
        self._confirmed((self.ordered, 10), partner_invoice_id=address.id)
        self.assertEqual((self._of().total, self._of(payer).total), (0, 100))

    def test_a_foreign_order_counts_at_the_rate_of_the_day_asked_for(self):
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": self.foreign.id})
        order = self._confirmed((self.ordered, 10), pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, self.foreign)
        self.assertAlmostEqual(self._of().to_invoice, order.amount_total / 2)
        self._rate(self.company, 4.0, self._day(1))
        self.assertAlmostEqual(self._of(date=self._day(1)).to_invoice, order.amount_total / 4)

    def test_a_foreign_order_with_a_down_payment_adds_up(self):
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": self.foreign.id})
        order = self._confirmed((self.ordered, 100), pricelist_id=pricelist.id)
        self._down_payment(order, 30)
        self.assertAlmostEqual(self._of().total, order.amount_total / 2)

    def test_everything_together(self):
        self._invoice(1000, due=-20)
        self._invoice(200, move_type="out_refund")
        self._invoice(50, post=False)
        self._payment(100)
        self._payment(70, entry=False)
        order = self._confirmed((self.ordered, 100))
        self._down_payment(order, 30)
        self._move_on(self._confirmed((self.goods, 10)), 4).action_cancel()
        self.assertEqual(self._parts(), (1000 - 200 - 100 - 70 + 300, 50, 700 + 40))
        self.assertEqual((self._of().overdue, self._of().overdue_days), (630, 20))
