from markupsafe import Markup
from psycopg2.errors import CheckViolation

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .backorder_common import BackorderCommon


@tagged("post_install", "-at_install")
class TestShippingPolicy(BackorderCommon):
    """When an order ships and what becomes of its rest: where it comes from, how it reads, what it does."""

    def test_the_customers_policy_stands_above_the_companys(self):
        self.assertFalse(self._order((self.goods, 1)).som_rest_policy)
        self.company.som_rest_policy = "backorder"
        self.assertEqual(self._order((self.goods, 1)).som_rest_policy, "backorder")
        self.customer.som_rest_policy = "cancel"
        self.assertEqual(self._order((self.goods, 1)).som_rest_policy, "cancel")
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.customer.id})
        self.assertEqual(self._order((self.goods, 1), partner_id=contact.id).som_rest_policy, "cancel")

    def test_what_is_chosen_on_the_order_stays(self):
        order = self._order((self.goods, 1), som_rest_policy="backorder")
        order.action_confirm()
        self.customer.som_rest_policy = "cancel"
        self.assertEqual(order.som_rest_policy, "backorder")

    def test_each_company_has_its_own(self):
        other = self.env["res.company"].create({"name": "Other", "som_rest_policy": "backorder"})
        self.customer.som_rest_policy = "cancel"
        self.assertFalse(self.customer.with_company(other).som_rest_policy)
        self.assertEqual(self._order((self.goods, 1), company_id=other.id).som_rest_policy, "backorder")

    def test_the_four_choices_read_as_one_sentence(self):
        self.company.som_rest_policy = "backorder"
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.customer
            self.assertEqual(form.som_shipping_text, "Ships what is there. The rest follows as a backorder.")
            form.som_minimum_fill = 60
            self.assertEqual(form.som_shipping_text, "Ships as soon as 60 % of the open value can ship together."
                                                     " The rest follows as a backorder.")
            form.som_rest_policy = "cancel"
            form.picking_policy = "one"
            self.assertEqual(form.som_shipping_text, "Ships when everything is there. The rest is cancelled.")
            form.som_rest_policy = False
            self.assertIn("operation type decides", form.som_shipping_text)
        self.customer.som_picking_policy = "one"
        self.assertEqual(
            self.customer.som_shipping_text, "Ships when everything is there. The rest follows as a backorder.")

    def test_nothing_configured_native_code_asks(self):
        order = self._confirmed()
        asked = self._press_validate(self._open(order))
        self.assertEqual(asked["res_model"], "stock.backorder.confirmation")
        Form.from_action(self.env, asked).save().process()
        self.assertEqual(self._open(order).move_ids.product_uom_qty, 4)
        self.assertEqual(order.order_line.product_uom_qty, 10)

    def test_nothing_configured_no_backorder_leaves_the_line_as_it_was(self):
        order = self._confirmed()
        asked = self._press_validate(self._open(order))
        Form.from_action(self.env, asked).save().process_cancel_backorder()
        self.assertFalse(self._open(order))
        self.assertEqual(order.order_line.product_uom_qty, 10)
        self.assertFalse(order.som_cancellation_ids)

    def test_a_backorder_is_made_without_a_question(self):
        order = self._ship_short("backorder")
        self.assertEqual(order.order_line.qty_delivered, 6)
        self.assertEqual(self._open(order).move_ids.product_uom_qty, 4)
        self.assertEqual(order.order_line.product_uom_qty, 10)

    def test_the_rest_is_cancelled_and_settled(self):
        order = self._ship_short("cancel", (self.scarce, 10), (self.goods, 3))
        line = order.order_line[0]
        self.assertFalse(self._open(order))
        self.assertEqual((line.product_uom_qty, line.qty_delivered, line.som_cancelled_qty), (6, 6, 4))
        self.assertEqual(order.order_line[1].som_cancelled_qty, 0)
        self.assertEqual(order.som_cancellation_ids.mapped("quantity"), [4])
        self.assertIn(order.picking_ids.name, order.som_cancellation_ids.reason)
        self.assertIn("Goods TP-SCARCE: Not there when", Markup(order.message_ids[0].body).striptags())
        self.assertEqual(order.amount_untaxed, 6 * 10 + 3 * 10)
        order._create_invoices().action_post()
        self.assertEqual(order.invoice_status, "invoiced")

    def test_a_line_that_is_not_there_at_all_is_cancelled(self):
        nothing = self._product("TP-NONE", 5.0)
        order = self._ship_short("cancel", (self.scarce, 2), (nothing, 3))
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [2, 0])
        self.assertEqual(order.order_line.mapped("som_cancelled_qty"), [0, 3])
        order._create_invoices()
        self.assertEqual(order.invoice_status, "invoiced")

    def test_the_order_stands_above_the_operation_type(self):
        self.warehouse.out_type_id.create_backorder = "never"
        order = self._ship_short("backorder")
        self.assertEqual(self._open(order).move_ids.product_uom_qty, 4)
        self.warehouse.out_type_id.create_backorder = "always"
        self._stock(self.scarce, 1)
        order = self._ship_short("cancel", (self.scarce, 5))
        self.assertFalse(self._open(order))

    def test_pickings_validated_together_follow_their_own_orders(self):
        plenty = {rest: self._product(f"TP-{rest}", 10.0) for rest in ("backorder", "cancel", "native")}
        orders = {}
        for rest, product in plenty.items():
            self._stock(product, 6)
            orders[rest] = self._confirmed((product, 10), som_rest_policy=rest if rest != "native" else False)
        pickings = self._open(self.env["sale.order"].union(*orders.values()))
        asked = self._press_validate(pickings)
        wizard = Form.from_action(self.env, asked).save()
        self.assertEqual(wizard.pick_ids, orders["native"].picking_ids, "only what nobody has decided is asked")
        wizard.process_cancel_backorder()
        self.assertEqual(set(pickings.mapped("state")), {"done"})
        self.assertEqual(self._open(orders["backorder"]).move_ids.product_uom_qty, 4)
        self.assertFalse(self._open(orders["cancel"] + orders["native"]))
        self.assertEqual(
            [orders[rest].order_line.product_uom_qty for rest in ("backorder", "cancel", "native")], [10, 6, 10])

    def test_one_transfer_for_several_orders(self):
        other = self._product("TP-OTHER", 10.0)
        self._stock(other, 6)
        cancels = self._confirmed((self.scarce, 10), som_rest_policy="cancel")
        keeps = self._confirmed((other, 10), som_rest_policy="backorder")
        together = cancels.picking_ids
        keeps.picking_ids.move_ids.picking_id = together
        self.assertIs(self._press_validate(together), True)
        self.assertEqual(cancels.order_line.product_uom_qty, 6)
        self.assertEqual(keeps.order_line.product_uom_qty, 10)
        rest = together.backorder_ids.move_ids
        self.assertEqual((rest.sale_line_id, rest.product_uom_qty), (keeps.order_line, 4))

    def test_an_order_that_ships_nothing_in_a_transfer_has_no_rest_there(self):
        nothing = self._product("TP-NONE", 5.0)
        ships = self._confirmed((self.scarce, 10), som_rest_policy="cancel")
        waits = self._confirmed((nothing, 3), som_rest_policy="cancel")
        together = ships.picking_ids
        waits.picking_ids.move_ids.picking_id = together
        self._press_validate(together)
        self.assertEqual(waits.order_line.product_uom_qty, 3)
        self.assertEqual(together.backorder_ids.move_ids.sale_line_id, waits.order_line)

    def test_several_moves_of_one_line(self):
        order = self._confirmed(som_rest_policy="cancel")
        order.order_line.product_uom_qty = 12  # a second move, or a larger one
        move = order.picking_ids.move_ids[0]
        self.env["stock.move"].create(move._split(3))._action_confirm(merge=False)
        self._press_validate(self._open(order))
        self.assertEqual((order.order_line.product_uom_qty, order.order_line.som_cancelled_qty), (6, 6))

    def test_a_line_in_two_transfers_validated_together(self):
        order = self._confirmed(som_rest_policy="cancel")
        first = order.picking_ids
        second = first.copy({"move_ids": []})
        rest = self.env["stock.move"].create(first.move_ids._split(5))
        rest.picking_id = second
        rest._action_confirm(merge=False)
        self._press_validate(first + second, {self.scarce: 3})
        self.assertEqual(order.order_line.qty_delivered, 6)
        self.assertEqual((order.order_line.product_uom_qty, order.order_line.som_cancelled_qty), (6, 4))

    def test_dozens(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order((self.scarce, 1))
        order.order_line.product_uom_id = dozen
        order.som_rest_policy = "cancel"
        order.action_confirm()
        self._press_validate(self._open(order))
        line = order.order_line
        self.assertEqual((line.product_uom_qty, line.qty_delivered, line.som_cancelled_qty), (0.5, 0.5, 0.5))

    def test_lots(self):
        tracked = self._product("TP-LOT", 10.0, tracking="lot")
        for name in ("A", "B"):
            lot = self.env["stock.lot"].create({"name": name, "product_id": tracked.id})
            self._stock(tracked, 3, lot_id=lot)
        order = self._ship_short("cancel", (tracked, 10))
        done = order.picking_ids.move_line_ids.filtered(lambda line: line.state == "done")
        self.assertEqual(sorted(done.lot_id.mapped("name")), ["A", "B"])
        self.assertEqual((order.order_line.product_uom_qty, order.order_line.som_cancelled_qty), (6, 4))

    def test_wait_for_all_and_a_rest_all_the_same(self):
        order = self._confirmed(som_rest_policy="cancel", picking_policy="one")
        self.assertEqual(order.picking_ids.state, "confirmed")
        self._press_validate(order.picking_ids, {self.scarce: 6})
        self.assertEqual(order.order_line.product_uom_qty, 6)

    def test_a_return_asks_for_nothing(self):
        order = self._ship_short("cancel", (self.scarce, 6))
        wizard = self.env["stock.return.picking"].with_context(
            active_id=order.picking_ids.id, active_ids=order.picking_ids.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = 6
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": 2, "picked": True})
        back.with_context(skip_backorder=True).button_validate()
        self.assertEqual(order.order_line.product_uom_qty, 6)
        self.assertFalse(order.som_cancellation_ids)

    def test_three_steps_cancel_what_is_not_picked(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._ship_short("cancel")
        self.assertEqual(order.order_line.product_uom_qty, 6, "cancelled where it was left behind")
        for _step in ("pack", "ship"):
            self._press_validate(self._open(order))
        self.assertFalse(self._open(order))
        line = order.order_line
        self.assertEqual((line.qty_delivered, line.product_uom_qty, line.som_cancelled_qty), (6, 6, 4))

    def test_three_steps_backorder_at_every_step(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._ship_short("backorder")
        packing = self._open(order).filtered(lambda picking: picking.picking_type_id == self.warehouse.pack_type_id)
        self._press_validate(packing, {self.scarce: 5})
        open_moves = self._open(order).move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        self.assertEqual(sum(open_moves.mapped("product_uom_qty")), 4 + 1 + 5)
        self.assertEqual(order.order_line.product_uom_qty, 10)

    def test_steps_that_pull_shorten_what_comes_after(self):
        self.warehouse.delivery_steps = "pick_ship"
        out, pick = self.warehouse.out_type_id, self.warehouse.pick_type_id
        output, customers = self.warehouse.wh_output_stock_loc_id, self.env.ref("stock.stock_location_customers")
        route = self.env["stock.route"].create({"name": "Pull", "sale_selectable": True, "rule_ids": [
            (0, 0, {"name": "Ship", "action": "pull", "picking_type_id": out.id, "location_src_id": output.id,
                    "location_dest_id": customers.id, "procure_method": "make_to_order"}),
            (0, 0, {"name": "Pick", "action": "pull", "picking_type_id": pick.id,
                    "location_src_id": self.warehouse.lot_stock_id.id, "location_dest_id": output.id,
                    "procure_method": "make_to_stock"})]})
        order = self._order((self.scarce, 10), som_rest_policy="cancel")
        order.order_line.route_ids = route
        order.action_confirm()
        picking = self._open(order).filtered(lambda picking: picking.picking_type_id == pick)
        shipping = self._open(order) - picking
        self.assertEqual(shipping.move_ids.product_uom_qty, 10, "not the chain that this test is about")
        self._press_validate(picking)
        going = shipping.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual((going.product_uom_qty, going.state), (6, "assigned"))
        self.assertEqual((order.order_line.product_uom_qty, order.order_line.som_cancelled_qty), (6, 4))
        self._press_validate(shipping)
        self.assertEqual(order.order_line.qty_delivered, 6)

    def test_the_warehouse_needs_no_rights_on_orders(self):
        order = self._confirmed(som_rest_policy="cancel")
        packer = self._user("packer", "stock.group_stock_user")
        self._press_validate(self._open(order).with_user(packer))
        self.assertEqual(order.order_line.product_uom_qty, 6)
        self.assertEqual(order.som_cancellation_ids.create_uid, packer)

    def test_stock_that_a_cancelled_rest_held_goes_to_others(self):
        order = self._confirmed((self.scarce, 4), (self.goods, 1), som_rest_policy="cancel")
        other = self._confirmed((self.scarce, 5))
        self.assertEqual((order.picking_ids.move_ids[0].quantity, other.picking_ids.move_ids.quantity), (4, 2))
        order.picking_ids.move_ids[1].picked = True  # only the goods are taken along
        self._open(order).button_validate()
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [0, 1])
        self.assertEqual(other.picking_ids.move_ids.quantity, 5)

    def test_replayed_history_is_left_as_it_was(self):
        order = self._confirmed(som_rest_policy="cancel")
        pickings = self._open(order).with_context(som_history=True, skip_backorder=True)
        pickings.move_ids.picked = True
        pickings.button_validate()
        self.assertEqual(order.order_line.product_uom_qty, 10)
        self.assertEqual(self._open(order).move_ids.product_uom_qty, 4)

    def test_a_negative_limit_is_refused(self):
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            self.company.som_backorder_days = -1
            self.env.flush_all()
