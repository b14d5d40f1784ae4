from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.stock.models.stock_move import StockMove

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install")
class TestPolicyPriority(PolicyCommon):
    """An expedited order's transfers are starred, whenever they are made; natively the star is lost."""

    def _priorities(self, order):
        """Of the open transfers and their moves."""
        moves = order.order_line.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        return moves.picking_id.mapped("priority"), moves.mapped("priority")

    def test_an_order_that_is_expedited_before_its_confirmation(self):
        order = self._order((self.goods, 1), (self.more_goods, 1), som_expedited=True)
        order.action_confirm()
        self.assertEqual(self._priorities(order), (["1"], ["1", "1"]))

    def test_without_us_odoo_loses_the_priority_of_a_procurement(self):
        order = self._order((self.goods, 1), som_expedited=True)
        with patch.object(type(self.env["stock.move"]), "_get_new_picking_values",
                          StockMove._get_new_picking_values):
            order.action_confirm()
        self.assertEqual(order.order_line._prepare_procurement_values()["priority"], "1")
        self.assertEqual(self._priorities(order), (["0"], ["0"]))

    def test_an_order_like_any_other_has_no_star(self):
        order = self._order((self.goods, 1))
        order.action_confirm()
        self.assertNotIn("priority", order.order_line._prepare_procurement_values())
        self.assertEqual(self._priorities(order), (["0"], ["0"]))

    def test_expediting_stars_what_is_open_and_takes_the_star_away_again(self):
        order = self._order((self.goods, 4), (self.more_goods, 1))
        order.action_confirm()
        done = order.picking_ids
        self._validate(done, {self.goods: 1})
        order.som_expedited = True
        self.assertEqual(self._priorities(order), (["1"], ["1", "1"]))
        self.assertEqual(done.priority, "0")
        order.som_expedited = False
        self.assertEqual(self._priorities(order), (["0"], ["0", "0"]))

    def test_many_orders_at_once(self):
        orders = self._order((self.goods, 1)) | self._order((self.goods, 1))
        orders.action_confirm()
        orders.som_expedited = True
        self.assertEqual(orders.picking_ids.mapped("priority"), ["1", "1"])

    def test_a_star_that_somebody_gave_stays_when_nothing_turns(self):
        order = self._order((self.goods, 1))
        order.action_confirm()
        order.picking_ids.priority = "1"
        order.write({"som_expedited": False, "client_order_ref": "x"})
        self.assertEqual(self._priorities(order), (["1"], ["1"]))

    def test_lines_that_come_later_and_backorders_keep_it(self):
        order = self._order((self.goods, 4), som_expedited=True)
        order.action_confirm()
        self._validate(order.picking_ids, {self.goods: 1})
        self.assertEqual(self._priorities(order), (["1"], ["1"]))
        order.write({"order_line": [(0, 0, {"product_id": self.more_goods.id, "product_uom_qty": 1})]})
        self.assertEqual(set(self._priorities(order)[1]), {"1"})

    def test_every_step_of_a_delivery_keeps_it(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        order = self._order((self.goods, 2), som_expedited=True)
        order.action_confirm()
        for _step in range(3):
            self.assertEqual(self._priorities(order), (["1"], ["1"]))
            step = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
            step.action_assign()
            self._validate(step, {self.goods: 2})
        self.assertEqual(order.order_line.qty_delivered, 2)

    def test_a_return_is_not_starred(self):
        order = self._order((self.goods, 1))
        order.action_confirm()
        self._validate(order.picking_ids)
        wizard = self.env["stock.return.picking"].with_context(
            active_model="stock.picking", active_id=order.picking_ids.id).create({})
        wizard.product_return_moves.quantity = 1
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        order.som_expedited = True
        self.assertEqual(back.priority, "0")

    def test_a_salesperson_without_rights_on_transfers_expedites(self):
        seller = self._user(
            "expediter", "sales_team.group_sale_salesman_all_leads", "som_allocation.group_som_expedite")
        order = self._order((self.goods, 1))
        order.action_confirm()
        order.with_user(seller).som_expedited = True
        self.assertEqual(self._priorities(order), (["1"], ["1"]))
