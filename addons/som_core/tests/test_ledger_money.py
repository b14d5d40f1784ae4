from odoo.fields import Command
from odoo.tests import tagged

from .common import SomCommon


@tagged("post_install", "-at_install")
class TestLedgerOfMoney(SomCommon):
    """Invoiced and paid, by real invoices and payments."""

    def _delivered(self, quantity=5, done=None):
        order = self._order((self.goods, quantity))
        order.action_confirm()
        self._validate(order.picking_ids, {self.goods: done or quantity})
        return order

    def _invoice(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def _pay(self, invoice, amount=None):
        values = {"amount": amount} if amount else {}
        return self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids).create(values)._create_payments()

    def test_a_draft_is_not_invoiced_a_posted_invoice_is(self):
        order = self._delivered()
        invoice = order._create_invoices()
        self.assertEqual(self._net(order, "invoiced"), 0)
        invoice.action_post()
        self.assertEqual(self._net(order, "invoiced"), 5)
        row = order.som_milestone_ids.filtered(lambda m: m.stage == "invoiced")
        self.assertEqual((row.document, row.action_open_document()["res_id"]), (invoice.name, invoice.id))

    def test_partial_invoices_add_up(self):
        order = self._delivered(done=2)
        self._invoice(order)
        self._validate(order.picking_ids.filtered(lambda p: p.state != "done"))
        self._invoice(order)
        self.assertEqual(self._net(order, "invoiced"), 5)

    def test_a_credit_note_takes_back(self):
        order = self._delivered()
        invoice = self._invoice(order)
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids).create({"journal_id": invoice.journal_id.id})
        refund = self.env["account.move"].browse(wizard.reverse_moves()["res_id"])
        refund.invoice_line_ids.quantity = 2
        refund.action_post()
        self.assertEqual(self._net(order, "invoiced"), 3)

    def test_reset_to_draft_withdraws(self):
        order = self._delivered()
        invoice = self._invoice(order)
        invoice.button_draft()
        self.assertEqual(self._net(order, "invoiced"), 0)
        invoice.action_post()
        self.assertEqual(self._net(order, "invoiced"), 5)

    def test_cancelled_invoice_withdraws(self):
        order = self._delivered()
        invoice = self._invoice(order)
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(self._net(order, "invoiced"), 0)

    def test_paid_when_paid_and_not_before(self):
        order = self._delivered()
        invoice = self._invoice(order)
        self._pay(invoice, 20)
        self.assertEqual(self._net(order, "paid"), 0)
        self._pay(invoice)
        self.assertEqual(invoice.payment_state in ("paid", "in_payment"), True)
        self.assertEqual(self._net(order, "paid"), 1)

    def test_a_payment_taken_off_leaves_the_order_unpaid(self):
        order = self._delivered()
        invoice = self._invoice(order)
        self._pay(invoice)
        invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable").remove_move_reconcile()
        self.assertEqual(self._net(order, "paid"), 0)
        self._pay(invoice)
        self.assertEqual(self._net(order, "paid"), 1)

    def test_the_hook_called_again_records_nothing_more(self):
        order = self._delivered()
        invoice = self._invoice(order)
        self._pay(invoice)
        invoice._invoice_paid_hook()
        self.assertEqual(self._net(order, "paid"), 1)

    def test_one_invoice_of_two_orders_pays_both(self):
        orders = self._delivered() | self._delivered()
        invoice = self._invoice(orders)
        self.assertEqual(len(invoice), 1)
        self._pay(invoice)
        for order in orders:
            self.assertEqual(self._net(order, "paid"), 1)

    def test_a_down_payment_invoices_no_quantity(self):
        order = self._order((self.goods, 5))
        order.action_confirm()
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids).create(
                {"advance_payment_method": "fixed", "fixed_amount": 10, "sale_order_ids": [Command.set(order.ids)]})
        wizard.create_invoices()
        order.invoice_ids.action_post()
        self.assertEqual(self._net(order, "invoiced"), 0)

    def test_invoices_without_orders_leave_no_trace(self):
        before = self.env["som.milestone"].search_count([])
        self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": self.customer.id,
            "invoice_line_ids": [Command.create({"name": "x", "quantity": 1, "price_unit": 1, "tax_ids": False})],
        }).action_post()
        self.assertEqual(self.env["som.milestone"].search_count([]), before)
