from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .bulk_common import BulkCommon


@tagged("post_install", "-at_install")
class TestBulkConfirm(BulkCommon):
    """Orders that are confirmed together come out as native code has them, and cost fewer questions."""

    def _mixed(self):
        return [
            self._sale((self.goods, 2), (self.more_goods, 1), (self.service, 1)),
            self._sale((self.goods, 1), (self.goods, 3)),  # the same product twice
            self._sale((self.more_goods, 1000)),  # more than there is
            self._sale((self.service, 4)),
            self._sale((self.goods, 0), (self.more_goods, 2))]

    def _everybody(self):
        self.env["som.allocation.policy"].create({
            "name": "All", "segment_ids": [(0, 0, {"name": "All", "sort_ids": [(0, 0, {"key": "age"})]})],
        }).action_activate()

    def _questions(self, table, few=2, many=7):
        """How often a table is read for few orders, and for many."""
        counts = []
        for number in (few, many):
            orders = [self._sale((self.goods, 1), (self.more_goods, 1)) for _n in range(number)]
            self._forget()
            with self._asked(table) as asked:
                self._confirmed_all(*orders)
            counts.append(len(asked))
        return counts

    def test_what_is_left_behind_is_the_same(self):
        left = self._assert_same_natively(lambda: self._confirmed_all(*self._mixed()))
        self.assertEqual(len(left["stock.picking"]), 4)
        self.assertTrue(left["mail.message"])

    def test_with_a_policy_too(self):
        self._everybody()
        left = self._assert_same_natively(lambda: self._confirmed_all(*self._mixed()))
        self.assertTrue(left["stock.move.line"])

    def test_in_two_steps_and_with_late_lines(self):
        self.warehouse.delivery_steps = "pick_ship"

        def act():
            orders = self._confirmed_all(*self._mixed())
            for order in orders:
                order.write({"order_line": [(0, 0, {"product_id": self.goods.id, "product_uom_qty": 5})]})
            orders[0].order_line[0].product_uom_qty = 1
            orders[1]._action_cancel()

        self._assert_same_natively(act)

    def test_a_line_that_comes_late_joins_the_transfer(self):
        order = self._confirmed_all(self._sale((self.goods, 1)), self._sale((self.goods, 1)))[0]
        order.write({"order_line": [(0, 0, {"product_id": self.more_goods.id, "product_uom_qty": 5})]})
        self.assertEqual(len(order.picking_ids), 1)
        self.assertEqual(order.picking_ids.move_ids.product_id, self.goods | self.more_goods)

    def test_rules_are_asked_for_once(self):
        few, many = self._questions("stock_rule")
        self.assertEqual(few, many)
        with self._natively():
            native_few, native_many = self._questions("stock_rule")
        self.assertGreater(native_many, native_few)

    def test_reordering_rules_are_asked_for_once(self):
        self._everybody()  # native reservation writes move by move, and asks each time
        few, many = self._questions("stock_warehouse_orderpoint")
        self.assertEqual(few, many)

    def test_distribution_models_are_asked_for_once(self):
        few, many = self._questions("account_analytic_distribution_model")
        self.assertEqual(few, many)

    def test_addresses_for_answers_are_asked_for_once(self):
        few, many = self._questions("mail_alias")
        self.assertEqual((few, many), (1, 0))  # once in a transaction

    def test_transfers_to_join_are_not_looked_for(self):
        few, many = self._questions("stock_picking")
        self.assertEqual(few, many)

    def test_a_rule_that_is_changed_counts_at_once(self):
        rule = self.env["stock.rule"]
        first = rule._get_rule(self.goods, self.customer.property_stock_customer, {"warehouse_id": self.warehouse})

        def change(procurements, raise_user_error=True):
            asked = rule._read_group([("id", "=", first.id)], [], ["__count"])
            first.active = False
            self.assertEqual((asked, rule._read_group([("id", "=", first.id)], [], ["__count"])), ([(1,)], [(0,)]))
            return True

        native = next(vars(kind)["run"] for kind in self.env.registry["stock.rule"].__mro__
                      if kind.__module__ == "odoo.addons.stock.models.stock_rule" and "run" in vars(kind))
        kind = next(kind for kind in self.env.registry["stock.rule"].__mro__ if vars(kind).get("run") is native)
        with patch.object(kind, "run", lambda _self, procurements, **kw: change(procurements)):
            rule.run([])

    def test_a_distribution_model_reaches_every_line(self):
        plan = self.env["account.analytic.plan"].create({"name": "Plan"})
        account = self.env["account.analytic.account"].create({"name": "Account", "plan_id": plan.id})
        self.env["account.analytic.distribution.model"].create({
            "product_id": self.goods.id, "analytic_distribution": {str(account.id): 100}})
        order = self.env["sale.order"].create(self._sale((self.goods, 1), (self.more_goods, 1), (self.goods, 2)))
        self.assertEqual(
            [bool(line.analytic_distribution) for line in order.order_line], [True, False, True])

    def test_automatic_reordering_is_triggered_for_the_same_products(self):
        Orderpoint = self.env["stock.warehouse.orderpoint"]
        Orderpoint.create([
            {"product_id": self.goods.id, "product_min_qty": 1, "product_max_qty": 1000, "trigger": "auto"},
            {"product_id": self.more_goods.id, "product_min_qty": 1, "product_max_qty": 1000, "trigger": "manual"}])
        triggered = []

        def confirm(orderpoints, **_kwargs):
            triggered[-1].append((orderpoints.product_id, len(orderpoints.env.context["origins"])))

        def act():
            triggered.append([])
            self._confirmed_all(*self._mixed())

        with patch.object(self.env.registry["stock.warehouse.orderpoint"], "_procure_orderpoint_confirm", confirm):
            self._assert_same_natively(act)
        self.assertEqual(triggered[0], triggered[1])
        self.assertEqual({product for product, _origins in triggered[0]}, {self.goods})

    def test_a_reordering_rule_made_meanwhile_is_seen(self):
        Orderpoint = self.env["stock.warehouse.orderpoint"]
        self.env.cr.precommit.data["som_allocation.automatic"] = {"products": set(), "known": {}}
        self.assertEqual(Orderpoint._som_automatic(self.goods), set())
        Orderpoint.create({
            "product_id": self.goods.id, "product_min_qty": 5, "product_max_qty": 5, "trigger": "auto"})
        self.assertEqual(Orderpoint._som_automatic(self.goods | self.more_goods), set(self.goods.ids))

    def test_what_belongs_to_another_company_is_refused_in_the_same_words(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        orders = self._confirmed_all(*self._mixed())
        moves = orders.picking_ids.move_ids
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_move SET location_id = %s WHERE id = ANY(%s)",
                            [foreign.lot_stock_id.id, moves[1:3].ids])
        self.env.invalidate_all()
        with self.assertRaises(UserError) as mine:
            moves._check_company()
        with self._natively(), self.assertRaises(UserError) as native:
            moves._check_company()
        self.assertEqual(str(mine.exception), str(native.exception))
        (moves - moves[1:3])._check_company()

    def test_a_document_with_an_address_of_its_own_is_answered_there(self):
        order, other = self._confirmed_all(self._sale((self.goods, 1)), self._sale((self.goods, 1)))
        domain = self.env["mail.alias.domain"].create({"name": "example.com"})
        before = order._notify_get_reply_to()[order.id]
        model = self.env["ir.model"]._get("sale.order")
        self.env["mail.alias"].create({
            "alias_name": "this-order", "alias_domain_id": domain.id, "alias_model_id": model.id,
            "alias_parent_model_id": model.id, "alias_parent_thread_id": order.id})
        self.assertIn("this-order@example.com", order._notify_get_reply_to()[order.id])
        self.assertNotEqual(before, order._notify_get_reply_to()[order.id])
        self.assertNotIn("this-order", str(other._notify_get_reply_to()[other.id]))

    def test_states_of_transfers_created_one_after_the_other(self):
        orders = self._confirmed_all(*(self._sale((self.goods, 1)) for _n in range(3)))
        moves = orders.picking_ids.move_ids
        new = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.out_type_id.id, "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.customer.property_stock_customer.id})
        moves.write({"state": "confirmed"})
        self.assertEqual(new.state, "draft")  # which works out no other
        self.assertEqual(set(orders.picking_ids.mapped("state")), {"confirmed"})
        moves[0].write({"picking_id": new.id})
        self.assertEqual(new.state, "confirmed")
        self.env.flush_all()
        self.env.cr.execute("SELECT state FROM stock_picking WHERE id = %s", [new.id])
        self.assertEqual(self.env.cr.fetchone(), ("confirmed",))

    def test_moves_are_compared_only_where_a_transfer_has_a_product_twice(self):
        compared = []

        def candidates(moves, _found):
            compared.append(moves)

        native = next(vars(kind)["_update_candidate_moves_list"] for kind in self.env.registry["stock.move"].__mro__
                      if kind.__module__ == "odoo.addons.stock.models.stock_move")
        kind = next(kind for kind in self.env.registry["stock.move"].__mro__
                    if vars(kind).get("_update_candidate_moves_list") is native)
        with patch.object(kind, "_update_candidate_moves_list", candidates):
            self._confirmed_all(self._sale((self.goods, 1), (self.more_goods, 1)), self._sale((self.goods, 1)))
            self.assertFalse(any(compared))
            self._confirmed_all(self._sale((self.goods, 1), (self.goods, 3)), self._sale((self.goods, 1)))
        self.assertTrue(any(compared))
