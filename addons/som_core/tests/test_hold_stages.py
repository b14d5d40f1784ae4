from odoo.exceptions import UserError
from odoo.tests import tagged

from .hold_common import HoldCommon


@tagged("post_install", "-at_install")
class TestHoldStages(HoldCommon):
    """What a hold keeps from happening, stage by stage, and what it does not."""

    def _confirmed(self, *lines, **values):
        order = self._order(*(lines or [(self.goods, 2)]), **values)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        return order

    def _condition(self, stage, **values):
        return self._check(stage=stage, domain="[('client_order_ref', '=', 'hold')]", message="Held for the test.",
                           **values)

    # allocation

    def test_allocation_waits_and_goes_on_when_waived(self):
        self._condition("allocated")
        order = self._confirmed(client_order_ref="hold")
        self.assertEqual((order.som_hold_status, order.picking_ids.state), ("held", "confirmed"))
        order.picking_ids.action_assign()
        self.assertEqual(order.picking_ids.move_ids.quantity, 0)
        self._holds(order).with_user(self.waiver).waive("Fine")
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_allocation_goes_on_when_the_cause_is_gone(self):
        self._condition("allocated")
        order = self._confirmed(client_order_ref="hold")
        order.client_order_ref = "free"
        self.assertEqual(order.picking_ids.state, "assigned")

    def test_only_the_held_line_is_not_reserved(self):
        self._check(stage="allocated", kind="line", domain="[('product_uom_qty', '>', 4)]", message="Too many.")
        order = self._confirmed((self.goods, 2), (self.more_goods, 5))
        reserved = {move.product_id: move.quantity for move in order.picking_ids.move_ids}
        self.assertEqual(reserved, {self.goods: 2, self.more_goods: 0})

    def test_the_scheduler_reserves_nothing_held(self):
        self._condition("allocated")
        held, free = self._confirmed(client_order_ref="hold"), self._confirmed()
        (held | free).picking_ids.do_unreserve()
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)
        self.assertEqual([order.picking_ids.move_ids.quantity for order in held | free], [0, 2])

    # shipping

    def test_a_held_delivery_stays_with_the_reason(self):
        self._condition("shipped")
        order = self._confirmed(client_order_ref="hold")
        picking = order.picking_ids
        picking.move_ids.picked = True
        answer = picking.button_validate()
        self.assertEqual((picking.state, order.som_hold_status), ("assigned", "held"))
        self.assertIn("Held for the test.", answer["params"]["message"])
        self.assertIn(picking.name, answer["params"]["message"])
        self.assertEqual(picking.som_hold_reason, "Held for the test.")

    def test_the_other_deliveries_of_the_batch_go(self):
        self._condition("shipped")
        held, free = self._confirmed(client_order_ref="hold"), self._confirmed()
        pickings = (held | free).picking_ids
        pickings.move_ids.picked = True
        pickings.with_context(skip_sms=True).button_validate()
        self.assertEqual((held.picking_ids.state, free.picking_ids.state), ("assigned", "done"))

    def test_a_held_delivery_goes_once_waived(self):
        self._condition("shipped")
        order = self._confirmed(client_order_ref="hold")
        self._validate(order.picking_ids)
        self._holds(order).with_user(self.waiver).waive("Fine")
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")

    def test_nothing_held_leaves_past_the_button(self):
        self._condition("shipped")
        order = self._confirmed(client_order_ref="hold")
        order._som_check(("shipped",))
        order.picking_ids.move_ids.picked = True
        with self.assertRaises(UserError):
            order.picking_ids._action_done()
        with self.assertRaises(UserError):
            order.picking_ids.move_ids._action_done()

    def test_the_background_run_finds_it_before_somebody_walks_to_it(self):
        self._condition("shipped")
        order = self._confirmed()
        order.action_som_check()
        self.env.cr.execute("UPDATE sale_order SET client_order_ref = 'hold' WHERE id = %s", [order.id])
        self.env.invalidate_all()
        self._run_cron("som_core.ir_cron_som_check")
        self.assertEqual(order.som_hold_status, "held")

    def test_picking_inside_the_house_goes_on(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._condition("shipped")
        order = self._confirmed(client_order_ref="hold")
        pick = order.picking_ids
        self._validate(pick)
        self.assertEqual(pick.state, "done")
        ship = order.picking_ids - pick
        self._validate(ship)
        self.assertNotEqual(ship.state, "done")

    def test_a_person_in_the_warehouse_without_a_sales_role_is_told(self):
        self._condition("shipped")
        order = self._confirmed(client_order_ref="hold")
        picker = self._user("picker", "stock.group_stock_user")
        picking = order.picking_ids.with_user(picker)
        picking.move_ids.picked = True
        answer = picking.button_validate()
        self.assertIn("Held for the test.", answer["params"]["message"])
        self.assertEqual(picking.som_hold_reason, "Held for the test.")

    def test_a_return_comes_in_although_its_order_is_held(self):
        order = self._confirmed()
        self._validate(order.picking_ids)
        self._condition("shipped")
        order.client_order_ref = "hold"
        wizard = self.env["stock.return.picking"].with_context(
            active_id=order.picking_ids.id, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = 2
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self._validate(back)
        self.assertEqual(back.state, "done")

    # invoicing

    def _delivered(self, **values):
        order = self._confirmed(**values)
        self._validate(order.picking_ids)
        return order

    def test_held_orders_are_not_invoiced_the_others_are(self):
        self._condition("invoiced")
        held, free = self._delivered(client_order_ref="hold"), self._delivered()
        invoices = (held | free)._create_invoices()
        self.assertEqual(invoices.invoice_line_ids.sale_line_ids.order_id, free)
        self.assertEqual(held.som_hold_status, "held")

    def test_nothing_to_invoice_but_held_orders_is_said_so(self):
        self._condition("invoiced")
        order = self._delivered(client_order_ref="hold")
        with self.assertRaises(UserError) as error:
            order._create_invoices()
        self.assertIn("Held for the test.", str(error.exception))
        self.assertFalse(order.with_context(raise_if_nothing_to_invoice=False)._create_invoices())

    def test_the_invoicing_wizard_keeps_the_hold_it_found(self):
        self._condition("invoiced")
        order = self._delivered(client_order_ref="hold")
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids).create(
            {"advance_payment_method": "delivered"})
        answer = wizard.create_invoices()
        self.assertIn("Held for the test.", answer["params"]["message"])
        self.assertEqual(order.som_hold_status, "held")

    def test_a_down_payment_may_be_asked_for_while_held(self):
        self._condition("invoiced")
        order = self._delivered(client_order_ref="hold")
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids).create(
            {"advance_payment_method": "fixed", "fixed_amount": 5})
        wizard.create_invoices()
        self.assertEqual(len(order.invoice_ids), 1)

    def test_a_held_line_is_left_out_of_the_invoice(self):
        self._check(stage="invoiced", kind="line", domain="[('product_uom_qty', '>', 4)]", message="Look.")
        order = self._confirmed((self.goods, 2), (self.more_goods, 5))
        self._validate(order.picking_ids)
        invoice = order._create_invoices()
        self.assertEqual(invoice.invoice_line_ids.product_id, self.goods)

    def test_who_invoices_is_told_that_all_there_is_to_invoice_is_held(self):
        self._check(stage="invoiced", kind="line", domain="[('product_uom_qty', '>', 4)]", message="Look.")
        order = self._confirmed((self.goods, 2), (self.service, 5))  # the goods are not delivered yet
        with self.assertRaisesRegex(UserError, "Engraving: Look."):
            order._create_invoices()
        wizard = self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids).create(
            {"advance_payment_method": "delivered"})
        self.assertIn("Engraving: Look.", wizard.create_invoices()["params"]["message"])
        self.assertFalse(order.with_context(raise_if_nothing_to_invoice=False)._create_invoices())

    def test_a_shipping_hold_does_not_stop_the_invoice(self):
        order = self._confirmed((self.service, 1), client_order_ref="hold")
        self._condition("shipped")
        order._som_check(("shipped",))
        self.assertEqual(order.som_hold_status, "held")
        self.assertTrue(order._create_invoices())

    # what is not held back

    def test_history_comes_in_as_it_was(self):
        self._check(domain="[('amount_total', '>', 0)]", message="Nothing passes.")
        [answer] = self._submit(self._sent("H-1", lines=[{
            "sku": "TP-1", "quantity": 2, "shipped_date": "2026-01-12", "shipped_quantity": 2}]), history=True)
        self.assertEqual((answer["status"], answer["state"]), ("created", "sale"))
