from datetime import timedelta
from functools import partialmethod
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .backorder_common import BackorderCommon


@tagged("post_install", "-at_install")
class TestBackorderList(BackorderCommon):
    """The list of backorders; old ones are proposed for cancellation, then kept or cancelled."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._user("seller", "sales_team.group_sale_salesman")
        cls.colleague = cls._user("colleague", "sales_team.group_sale_salesman")

    def _backorder(self, *lines, days=0, **values):
        order = self._ship_short("backorder", *lines, user_id=self.seller.id, **values)
        if days:
            self._open(order).move_ids.som_backorder_since = fields.Datetime.now() - timedelta(days=days)
        return order

    def _rows(self, orders):
        self.env.flush_all()
        self.env["som.backorder"].invalidate_model()
        return self.env["som.backorder"].search([("order_id", "in", orders.ids)])

    def _cancel(self, orders, user=None, tell=False):
        rows = self._rows(orders).with_user(user or self.seller)
        with Form.from_action(rows.env, rows.action_cancel_rest()) as form:
            form.reason = "No longer made"
            form.tell = tell
        return form.record.action_cancel_rest()

    def _activities(self, order):
        return order.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref("som_allocation.mail_activity_backorder"))

    def _propose(self):
        self._run_cron("som_allocation.ir_cron_backorder_propose")

    def test_open_quantity_age_and_value(self):
        order = self._backorder(days=3)
        row = self._rows(order)
        self.assertEqual((row.line_id, row.quantity, row.age, row.value), (order.order_line, 4, 3, 40))
        self.assertEqual((row.partner_id, row.product_id, row.reserved), (self.customer, self.scarce, 0))

    def test_value_in_the_companys_currency_and_quantity_in_the_lines_unit(self):
        currency = self.env["res.currency"].create({"name": "TST", "symbol": "T", "rate_ids": [
            (0, 0, {"name": "2020-01-01", "rate": 2.0})]})
        pricelist = self.env["product.pricelist"].create({"name": "T", "currency_id": currency.id})
        self._stock(self.scarce, 6)
        order = self._order((self.scarce, 2), pricelist_id=pricelist.id, som_rest_policy="backorder")
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.order_line.price_unit = 200
        order.action_confirm()
        self._press_validate(self._open(order))
        row = self._rows(order)
        self.assertEqual((row.quantity, row.value), (1, 100))

    def test_each_unit_is_listed_once_in_a_chain(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._backorder()
        self.assertEqual(self._rows(order).quantity, 4)
        self._stock(self.scarce, 4)
        self._open(order).action_assign()
        first, rest = self._open(order).sorted(lambda picking: picking.picking_type_id == self.warehouse.pick_type_id)
        self._press_validate(first)  # packed, and on its way
        self._press_validate(rest)
        self.assertEqual(self._rows(order).quantity, 4)

    def test_what_catches_up_with_the_first_is_no_backorder_any_more(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._backorder()
        self._stock(self.scarce, 4)
        self._open(order).action_assign()
        self._press_validate(self._open(order).filtered(
            lambda picking: picking.picking_type_id == self.warehouse.pick_type_id))
        self.assertEqual(self._open(order).move_ids.mapped("product_uom_qty"), [10], "they ship together")
        self.assertFalse(self._rows(order))

    def test_cancel_the_rest(self):
        order = self._backorder()
        self._stock(self.scarce, 1)
        self._open(order).action_assign()
        waiting = self._confirmed((self.scarce, 1))
        self.assertEqual(waiting.picking_ids.move_ids.quantity, 0)
        self._cancel(order)
        line = order.order_line
        self.assertFalse(self._open(order))
        self.assertEqual((line.product_uom_qty, line.som_cancelled_qty), (6, 4))
        self.assertEqual(order.som_cancellation_ids.reason, "No longer made")
        self.assertEqual(waiting.picking_ids.move_ids.quantity, 1, "what the rest held is offered to others")
        self.assertFalse(self._rows(order))
        order._create_invoices()
        self.assertEqual((order.invoice_status, order.delivery_status), ("invoiced", "full"))

    def test_the_ledger_stays_true(self):
        order = self._backorder()
        self._stock(self.scarce, 2)
        self._open(order).action_assign()
        self.env.cr.flush()
        self.env.cr.precommit.run()
        self.assertEqual(self._net(order, "allocated"), 8)
        self._cancel(order)
        self.env.cr.precommit.run()
        self.assertEqual(self._net(order, "allocated"), 6)
        self.assertEqual(self._net(order, "shipped"), order.order_line.product_uom_qty)

    def test_several_orders_at_once(self):
        first = self._backorder()
        self._stock(self.scarce, 2)
        second = self._backorder((self.scarce, 5))
        self._cancel(first + second)
        self.assertEqual((first + second).order_line.mapped("product_uom_qty"), [6, 2])

    def test_only_what_was_left_behind_goes(self):
        self.warehouse.delivery_steps = "pick_ship"
        order = self._backorder()
        self._cancel(order)
        shipping = self._open(order)
        self.assertEqual((shipping.move_ids.product_uom_qty, shipping.state), (6, "assigned"))
        self.assertEqual(order.order_line.product_uom_qty, 6)

    def test_what_is_picked_is_not_cancelled(self):
        order = self._backorder()
        self._stock(self.scarce, 4)
        self._open(order).action_assign()
        self._open(order).move_ids.picked = True
        with self.assertRaisesRegex(UserError, "picked already"):
            self._cancel(order)

    def test_twice_is_told(self):
        order = self._backorder()
        rows = self._rows(order)
        wizard = self.env["som.backorder.cancel"].create({"line_ids": rows.line_id.ids, "reason": "No"})
        wizard.action_cancel_rest()
        with self.assertRaisesRegex(UserError, "Nothing of this is open"):
            wizard.action_cancel_rest()

    def test_telling_the_customer(self):
        order = self._backorder()
        self._cancel(order, tell=True)
        self._send_notices()
        mail = order.message_ids.filtered(lambda message: message.message_type == "comment")
        self.assertIn("Not available, and cancelled", mail.body)
        self.assertNotIn("Shipped now", mail.body)
        self.customer.som_tell_shipped_in_part = "no"
        self._stock(self.scarce, 1)
        other = self._backorder((self.scarce, 5))
        self._cancel(other, tell=True)
        self.assertFalse(other.som_shipping_notice_ids)

    def test_rights(self):
        order = self._backorder()
        self.assertTrue(self.env["som.backorder"].with_user(self.seller).search([("order_id", "=", order.id)]))
        self.assertFalse(self.env["som.backorder"].with_user(self.colleague).search([("order_id", "=", order.id)]))
        with self.assertRaises(AccessError):
            self.env["som.backorder.cancel"].with_user(self.colleague).create(
                {"line_ids": order.order_line.ids, "reason": "Mine now", "tell": False}).action_cancel_rest()
        with self.assertRaises(AccessError):
            order.order_line.with_user(self.colleague)._som_keep_backorder(fields.Date.today())
        self.assertEqual(order.order_line.product_uom_qty, 10)

    def test_companies(self):
        order = self._backorder()
        other = self.env["res.company"].create({"name": "Other"})
        manager = self._user("boss", "sales_team.group_sale_manager", company_ids=[(6, 0, (self.company + other).ids)])
        rows = self.env["som.backorder"].with_user(manager)
        self.env.flush_all()
        mine = [("order_id", "=", order.id)]
        self.assertTrue(rows.with_context(allowed_company_ids=self.company.ids).search(mine))
        self.assertFalse(rows.with_context(allowed_company_ids=other.ids).search(mine))

    def test_old_ones_are_proposed_once(self):
        self.company.som_backorder_days = 10
        more = self._product("TP-MORE", 10.0)
        self._stock(more, 1)
        old = self._backorder((self.scarce, 10), (more, 2), days=11)
        self._stock(self.scarce, 1)
        young = self._backorder((self.scarce, 5), days=9)
        for _run in range(2):
            self._propose()
        self.assertEqual(self._rows(old).mapped("proposed"), [True, True])
        self.assertFalse(self._rows(young).proposed)
        self.assertEqual(self._activities(old).user_id, self.seller)
        self.assertEqual(len(self._activities(old)), 1)
        self.assertFalse(self._activities(young))

    def test_never_unless_a_company_wants_it(self):
        order = self._backorder(days=1000)
        self._propose()
        self.assertFalse(self._rows(order).proposed)

    def test_in_batches(self):
        self.company.som_backorder_days = 10
        orders = self.env["sale.order"]
        for _number in range(3):
            self._stock(self.scarce, 1)
            orders |= self._backorder((self.scarce, 20), days=11)
        Backorder = self.registry["som.backorder"]
        with patch.object(Backorder, "_som_propose", partialmethod(Backorder._som_propose, size=1)):
            self._propose()
        self.assertTrue(all(self._rows(orders).mapped("proposed")))

    def test_kept_until(self):
        self.company.som_backorder_days = 10
        order = self._backorder(days=11)
        self._propose()
        rows = self._rows(order).with_user(self.seller)
        with Form.from_action(rows.env, rows.action_keep()) as form:
            form.until = fields.Date.today() + timedelta(days=7)
        form.record.action_keep()
        self._propose()
        self.assertFalse(self._rows(order).proposed)
        self.assertFalse(self._activities(order))
        order.order_line.som_backorder_keep_until = fields.Date.today() - timedelta(days=1)
        self._propose()
        self.assertTrue(self._rows(order).proposed)
        self.assertEqual(len(self._activities(order)), 1)

    def test_a_proposal_is_decided_by_cancelling(self):
        self.company.som_backorder_days = 10
        order = self._backorder(days=11)
        self._propose()
        self._cancel(order)
        self.assertFalse(self._activities(order))

    def test_the_list_costs_the_same_for_few_and_many(self):
        orders = self.env["sale.order"]
        counts = []
        for _round in range(2):
            for _number in range(1 + 3 * _round):
                self._stock(self.scarce, 1)
                orders |= self._backorder((self.scarce, 20))
            self._forget()
            before = self.env.cr.sql_log_count
            self.env["som.backorder"].search([("order_id", "in", orders.ids)]).read(["quantity", "value", "since"])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
