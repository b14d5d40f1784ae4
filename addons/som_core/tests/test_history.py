from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SomCommon


@tagged("post_install", "-at_install")
class TestHistory(SomCommon):
    """Past orders go through the real flows and keep their dates."""

    def _replayed(self, **values):
        [answer] = self._submit(self._sent(**values), history=True)
        self.assertEqual((answer["status"], answer["errors"]), ("created", []))
        return self.env["sale.order"].browse(answer["id"])

    def _line(self, **values):
        return {"sku": "TP-1", "quantity": 4, "shipped_quantity": 4, "shipped_date": "2026-01-15", **values}

    def _at(self, order, stage):
        return set(order.som_milestone_ids.filtered(lambda m: m.stage == stage).mapped("occurred_at"))

    def test_shipped_invoiced_and_paid_when_the_file_says(self):
        order = self._replayed(lines=[self._line()], paid_date="2026-02-01")
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.date_order, datetime(2026, 1, 10))
        self.assertEqual(order.delivery_status, "full")
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertEqual(order.invoice_ids.invoice_date, date(2026, 1, 15))
        self.assertIn(order.invoice_ids.payment_state, ("paid", "in_payment"))
        self.assertEqual(order.picking_ids.date_done, datetime(2026, 1, 15))
        expected = {"placed": 10, "confirmed": 10, "picked": 15, "shipped": 15, "invoiced": 15}
        for stage, day in expected.items():
            self.assertEqual(self._at(order, stage), {datetime(2026, 1, day)}, stage)
        self.assertEqual(self._at(order, "paid"), {datetime(2026, 2, 1)})

    def test_what_was_not_shipped_is_open(self):
        order = self._replayed(lines=[self._line(shipped_quantity=1)])
        self.assertEqual((self._net(order, "shipped"), self._net(order, "invoiced")), (1, 1))
        rest = order.picking_ids.filtered(lambda p: p.state != "done")
        self.assertEqual(rest.move_ids.product_uom_qty, 3)

    def test_an_order_that_went_nowhere_is_confirmed_then(self):
        order = self._replayed()
        self.assertEqual((order.state, order.date_order), ("sale", datetime(2026, 1, 10)))
        self.assertEqual(self._at(order, "confirmed"), {datetime(2026, 1, 10)})
        self.assertFalse(self._net(order, "shipped"))

    def test_through_a_warehouse_with_three_steps(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._replayed(lines=[self._line(), self._line(sku="TP-2", shipped_quantity=2)])
        self.assertEqual((self._net(order, "picked"), self._net(order, "shipped")), (6, 6))
        self.assertEqual(self._at(order, "shipped"), {datetime(2026, 1, 15)})

    def test_two_lines_of_one_product(self):
        order = self._replayed(lines=[self._line(), self._line(quantity=2, shipped_quantity=2)])
        self.assertEqual(order.order_line.mapped("qty_delivered"), [4, 2])

    def test_packs_are_shipped_as_packs(self):
        order = self._replayed(lines=[self._line(unit="Pack of 6", quantity=2, shipped_quantity=2)])
        self.assertEqual(order.order_line.qty_delivered, 2)
        self.assertEqual(self._net(order, "shipped"), 2)

    def test_the_past_is_not_announced_and_no_carrier_is_called(self):
        self.company.stock_move_email_validation = True
        self.channel.user_id = self._user("som_seller", "sales_team.group_sale_salesman")
        carrier = self.env["delivery.carrier"].create({
            "name": "Test Carrier", "product_id": self.service.id, "delivery_type": "fixed",
            "integration_level": "rate_and_ship"})
        booked = []
        self.patch(type(self.env["stock.picking"]), "send_to_shipper", lambda picking: booked.append(picking))
        mails = self.env["mail.mail"].search_count([])
        order = self._replayed(lines=[self._line()], carrier="Test Carrier", paid_date="2026-02-01")
        self.assertEqual(order.picking_ids.carrier_id, carrier)
        self.assertEqual((booked, self.env["mail.mail"].search_count([]) - mails), ([], 0))
        self.assertFalse(self.env["mail.notification"].search([("mail_message_id.res_id", "in", order.ids),
                                                               ("mail_message_id.model", "=", "sale.order")]))
        # the same delivery today is announced and booked
        order = self._order((self.goods, 1), carrier_id=carrier.id)
        order.action_confirm()
        self._validate(order.picking_ids)
        self.assertEqual(len(booked), 1)

    def test_one_that_cannot_be_replayed_rejects_itself_alone(self):
        Move = type(self.env["account.move"])
        native = Move.action_post

        def action_post(moves):
            if "2" in moves.invoice_line_ids.sale_line_ids.order_id.mapped("som_external_ref"):
                raise UserError("Journal closed")
            return native(moves)
        self.patch(Move, "action_post", action_post)
        answers = self._submit(*(self._sent(number, lines=[self._line()]) for number in "123"), history=True)
        self.assertEqual([answer["status"] for answer in answers], ["created", "rejected", "created"])
        self.assertEqual(answers[1]["errors"][0]["message"], "Journal closed")
        self.assertFalse(self.env["sale.order"].search([
            ("som_external_ref", "=", "2"), ("som_channel_id", "=", self.channel.id)]))
