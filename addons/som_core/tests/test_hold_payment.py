from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.account_payment.tests.common import AccountPaymentCommon
from odoo.addons.sale.tests.common import SaleCommon

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


class BigOrders:
    """An order that a check holds, in a company that asks customers to sign and pay."""

    def _hold_everything(self):
        self.env["som.check"].search([]).active = False
        return self.env["som.check"].create({
            "name": "Nothing passes", "message": "A person looks at it first.", "kind": "order",
            "domain": "[('amount_total', '>', 0)]"})


@tagged("post_install", "-at_install")
class TestHoldPayment(BigOrders, AccountPaymentCommon, SaleCommon):
    """A paid order that is held is accepted: the money is booked, the order waits, nothing breaks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold_everything(cls)

    def _paid(self, order):
        transaction = self._create_transaction(
            "direct", sale_order_ids=[(6, 0, order.ids)], amount=order.amount_total, currency_id=order.currency_id.id,
            state="done")
        transaction._post_process()
        return transaction

    def test_the_payment_stands_and_the_order_waits(self):
        order = self.sale_order
        transaction = self._paid(order)
        self.assertEqual((transaction.state, transaction.is_post_processed), ("done", True))
        self.assertEqual((order.som_hold_status, order.som_awaits_release, order.som_release_email),
                         ("held", True, True))
        self.assertIn(order.state, ("draft", "sent"))

    def test_the_customer_hears_that_the_money_came_in_not_that_the_order_is_confirmed(self):
        order = self.sale_order
        self._paid(order)
        mails = self._mails(order)
        self.assertIn("A payment with reference", mails)
        self.assertNotIn("Your order", mails)

    def test_released_it_is_confirmed_and_the_customer_told(self):
        order = self.sale_order
        self._paid(order)
        self.env.user.sudo().group_ids += self.env.ref("som_core.group_som_waive")
        order.som_hold_ids.waive("Looked at it")
        self.assertEqual((order.state, order.som_awaits_release), ("sale", False))
        self.assertIn("Your order", self._mails(order))

    def _mails(self, order):
        return " ".join(filter(None, order.message_ids.mapped("body")))

    def test_with_automatic_invoices_the_payment_stands_too(self):
        self.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", "True")
        order = self.sale_order
        transaction = self._paid(order)
        self.assertTrue(transaction.is_post_processed)
        self.assertEqual(order.som_hold_status, "held")

    def test_cash_on_delivery_is_held_too(self):
        order = self.sale_order
        order.with_context(send_email=True).action_confirm()
        self.assertEqual(order.som_hold_status, "held")


@tagged("post_install", "-at_install")
class TestHoldPortal(BigOrders, HttpCase, SaleCommon):
    """A customer who signs gets a calm page, not an error."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._hold_everything(cls)
        cls.sale_order.write({
            "require_signature": True, "require_payment": False, "state": "sent",
            "validity_date": fields.Date.add(fields.Date.today(), days=10)})

    def test_a_signed_order_is_accepted_and_held(self):
        order = self.sale_order
        token = order._portal_ensure_token()
        self.assertIn("#modalaccept", self.url_open(f"/my/orders/{order.id}?access_token={token}").text)
        answer = self.make_jsonrpc_request(
            f"/my/orders/{order.id}/accept", {"access_token": token, "name": "Ada", "signature": PIXEL})
        self.assertTrue(answer["force_refresh"])
        self.env.invalidate_all()
        self.assertEqual((order.state, order.signed_by, order.som_hold_status, order.som_awaits_release),
                         ("sent", "Ada", "held", True))
        page = self.url_open(f"/my/orders/{order.id}?access_token={token}&message=sign_ok").text
        self.assertIn("We have received your order", page)
        self.assertNotIn("A person looks at it first", page)
        self.assertNotIn("#modalaccept", page, "nothing is asked twice")
        order.som_hold_ids.waive("Looked at it")
        self.assertEqual(order.state, "sale")
        page = self.url_open(f"/my/orders/{order.id}?access_token={token}").text
        self.assertNotIn("We have received your order", page)
