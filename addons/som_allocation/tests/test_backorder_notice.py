from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .backorder_common import BackorderCommon


@tagged("post_install", "-at_install")
class TestBackorderNotice(BackorderCommon):
    """The customer is told once of each transfer that ships his order in part, in his language."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.som_tell_shipped_in_part = True

    def _mails(self, order):
        return order.message_ids.filtered(lambda message: message.message_type == "comment")

    def test_what_shipped_what_follows_and_when(self):
        promised = fields.Datetime.now() + timedelta(days=5)
        order = self._ship_short("backorder", commitment_date=promised)
        self.assertFalse(self._mails(order), "nothing is sent while goods leave")
        self._send_notices()
        mail = self._mails(order)
        self.assertIn(self.customer, mail.partner_ids)
        text = mail.body
        self.assertIn("Shipped now", text)
        self.assertRegex(text, r"\s6\s+Units\s+Goods TP-SCARCE")
        self.assertRegex(text, r"\s4\s+Units\s+Goods TP-SCARCE:\s+expected on " + promised.strftime("%m/%d/%Y"))
        self.assertEqual(order.som_shipping_notice_ids.state, "sent")

    def test_no_promise_that_has_passed(self):
        order = self._ship_short("backorder")
        self._open(order).move_ids.date_deadline = fields.Datetime.now() - timedelta(days=1)
        self._send_notices()
        self.assertIn("we will let you know when", self._mails(order).body)

    def test_what_was_cancelled(self):
        order = self._ship_short("cancel")
        self._send_notices()
        text = self._mails(order).body
        self.assertIn("Not available, and cancelled", text)
        self.assertNotIn("Still to come", text)
        self.assertEqual(order.som_cancellation_ids.notice_id, order.som_shipping_notice_ids)

    def test_cancelled_when_picked_told_when_shipped(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._ship_short("cancel")
        self.assertFalse(order.som_shipping_notice_ids)
        self._press_validate(self._open(order))
        self._send_notices()
        self.assertIn("Not available, and cancelled", self._mails(order).body)

    def test_complete_shipments_say_nothing(self):
        order = self._ship_short("backorder", (self.scarce, 6))
        self.assertFalse(order.som_shipping_notice_ids)
        order = self._ship_short("backorder", (self.goods, 101))
        self._stock(self.goods, 1)
        self._open(order).action_assign()
        self._press_validate(self._open(order))
        self.assertEqual(len(order.som_shipping_notice_ids), 1, "the last transfer completes the order")

    def test_a_rest_that_left_meanwhile_needs_no_mail(self):
        order = self._ship_short("backorder")
        self._stock(self.scarce, 4)
        self._open(order).action_assign()
        self._press_validate(self._open(order))
        self._send_notices()
        self.assertEqual(order.som_shipping_notice_ids.state, "skipped")
        self.assertFalse(self._mails(order))

    def test_once_for_each_transfer(self):
        order = self._ship_short("backorder")
        self._send_notices()
        self._send_notices()
        self.assertEqual(len(self._mails(order)), 1)
        self._stock(self.scarce, 1)
        self._open(order).action_assign()
        self._press_validate(self._open(order))
        self._send_notices()
        self.assertEqual(len(self._mails(order)), 2)

    def test_who_is_told(self):
        for company, customer, told in (
                (False, False, False), (False, "yes", True), (True, "no", False), (True, False, True)):
            with self.subTest(company=company, customer=customer):
                self.company.som_tell_shipped_in_part = company
                self.customer.som_tell_shipped_in_part = customer
                self._stock(self.scarce, 1)
                self.assertEqual(bool(self._ship_short("backorder").som_shipping_notice_ids), told)

    def test_in_the_customers_language_and_the_readers(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.scarce.with_context(lang="fr_FR").name = "Denrée rare"
        self.customer.lang = "fr_FR"
        order = self._ship_short("backorder")
        self._send_notices()
        self.assertIn("Denrée rare", self._mails(order).body)
        self.assertIn("Goods TP-SCARCE", order.with_context(lang="en_US").som_shipping_news)
        self.assertIn("Denrée rare", order.with_context(lang="fr_FR").som_shipping_news)

    def test_the_notice_keeps_what_was_told(self):
        order = self._ship_short("backorder")
        self._send_notices()
        told = order.som_shipping_news
        self._stock(self.scarce, 4)
        self._open(order).action_assign()
        self._press_validate(self._open(order))
        self.assertEqual(order.som_shipping_news, told)

    def test_one_that_cannot_be_sent_stops_no_other_and_no_goods(self):
        first = self._ship_short("backorder")
        self._stock(self.scarce, 1)
        second = self._ship_short("backorder", (self.scarce, 5))
        Notice = self.registry["som.shipping.notice"]
        post = Notice._som_post

        def failing(notice):
            if notice.order_id == first:
                raise ValueError("no such thing")
            return post(notice)

        with patch.object(Notice, "_som_post", failing), self.assertLogs("odoo.addons.som_allocation", "WARNING"):
            self._send_notices()
        self.assertEqual(first.som_shipping_notice_ids.state, "failed")
        self.assertEqual(second.som_shipping_notice_ids.state, "sent")
        self.assertIn("no such thing", first.message_ids[0].body)

    def test_several_orders_in_one_transfer_are_told_each_of_their_own(self):
        other = self._product("TP-OTHER", 10.0)
        self._stock(other, 6)
        first = self._confirmed(som_rest_policy="backorder")
        second = self._confirmed((other, 10), som_rest_policy="backorder")
        second.picking_ids.move_ids.picking_id = first.picking_ids
        self._press_validate(first.picking_ids)
        self._send_notices()
        self.assertNotIn("TP-OTHER", self._mails(first).body)
        self.assertIn("TP-OTHER", self._mails(second).body)

    def test_a_portal_customer_reads_the_same(self):
        order = self._ship_short("backorder")
        self._send_notices()
        portal = self._user("portal-ada", "base.group_portal", partner_id=self.customer.id)
        self.assertIn("Still to come", order.with_user(portal).som_shipping_news)

    def test_history_tells_nobody(self):
        order = self._confirmed(som_rest_policy="backorder")
        self._press_validate(self._open(order).with_context(som_history=True))
        self.assertFalse(order.som_shipping_notice_ids)
