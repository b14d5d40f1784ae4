from odoo.tests import freeze_time, tagged

from .protection_common import ProtectionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 12:00:00")
class TestProtection(ProtectionCommon):
    """Who may have protected stock, and who may not, whoever reserves it."""

    def test_without_a_protection_anybody_has_it(self):
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [10])

    def test_another_channel_is_given_what_is_left_at_confirmation(self):
        self._protect(6)
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [4])
        self._assert_clean()

    def test_orders_without_a_channel_are_bound_too(self):
        self._protect(6)
        order = self._ordered(self.shop.browse(), 10)
        self.assertFalse(order.som_channel_id)
        self.assertEqual(self._held(order), [4])

    def test_its_own_channel_has_it_and_what_is_free(self):
        self._protect(6)
        self.assertEqual(self._held(self._ordered(self.web, 9)), [9])

    def test_another_channel_by_the_button(self):
        self._by_hand()
        self._protect(6)
        order = self._ordered(self.shop, 10)
        self.assertEqual(self._held(order), [0])
        order.picking_ids.action_assign()
        self.assertEqual(self._held(order), [4])
        order.picking_ids.action_assign()
        self.assertEqual(self._held(order), [4])

    def test_another_channel_by_the_scheduler(self):
        self._protect(6)
        order = self._ordered(self.shop, 10)
        order.picking_ids.do_unreserve()
        self.env["stock.rule"].run_scheduler()
        self.assertEqual(self._held(order), [4])

    def test_another_channel_when_stock_comes_in(self):
        self._protect(12)
        order = self._ordered(self.shop, 10)
        self.assertEqual(self._held(order), [0])
        receipt = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.in_type_id.id, "move_ids": [(0, 0, {
                "product_id": self.scarce.id, "product_uom_qty": 5})]})
        receipt.action_confirm()
        self._validate(receipt)
        self.assertEqual(self._held(order), [3])

    def test_two_orders_at_once_in_the_order_they_are_reserved(self):
        self._protect(6)
        self._by_hand()
        first, second, web = (self._ordered(channel, 3) for channel in (self.shop, self.shop, self.web))
        moves = (web + second + first).order_line.move_ids.sorted(
            key=lambda move: [second, web, first].index(move.sale_line_id.order_id))
        moves._action_assign()
        self.assertEqual(self._held(first, second, web), [1, 3, 3])
        self._assert_clean()

    def test_used_up_it_protects_nothing_more(self):
        protection = self._protect(6)
        self._ordered(self.web, 6)
        self.assertEqual(self._figures(protection), (6, 6, 0))
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [4])
        self._stock(self.scarce, 8)
        self.assertEqual(self._held(self._ordered(self.shop, 8)), [8])

    def test_partly_used_it_protects_the_rest(self):
        self._protect(6)
        self._ordered(self.web, 2)
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [4])

    def test_expedited_orders_where_it_is_open_to_them(self):
        protection = self._protect(6)
        self.assertEqual(self._held(self._ordered(self.shop, 10, som_expedited=True)), [4])
        self.env["sale.order"].search([("som_channel_id", "=", self.shop.id)])._action_cancel()
        protection.open_to_expedited = True
        self.assertEqual(self._held(self._ordered(self.shop, 10, som_expedited=True)), [10])
        self.assertEqual(self._figures(protection), (6, 6, 0))

    def test_customers_of_a_tier_whatever_their_channel(self):
        gold = self.env["som.customer.tier"].create({"name": "Gold"})
        self._protect(6, channel_ids=False, tier_ids=[(6, 0, gold.ids)])
        self.assertEqual(self._held(self._ordered(self.web, 5)), [4])
        self.customer.som_tier_id = gold
        contact = self.env["res.partner"].create({"name": "Buyer of Ada", "parent_id": self.customer.id})
        self.env["sale.order"].search([("partner_id", "=", self.customer.id)])._action_cancel()
        self.assertEqual(self._held(self._ordered(self.web, 7, partner_id=contact.id)), [7])

    def test_archived_it_protects_nothing(self):
        self._protect(6).active = False
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [10])

    def test_what_is_protected_twice_adds_up(self):
        self._protect(3)
        self._protect(4, channel_ids=[(6, 0, self.web.ids)])
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [3])

    def test_an_order_uses_one_of_two_protections_not_both(self):
        first, second = self._protect(3), self._protect(4)
        self._ordered(self.web, 5)
        self.assertEqual(self._figures(first), (3, 3, 0))
        self.assertEqual(self._figures(second), (4, 2, 2))
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [3])

    def test_other_products_are_reserved_natively(self):
        self._protect(6)
        order = self._order((self.scarce, 10), (self.goods, 5), som_channel_id=self.shop.id)
        order.action_confirm()
        self.assertEqual({move.product_id: move.quantity for move in order.order_line.move_ids},
                         {self.scarce: 4, self.goods: 5})

    def test_orders_that_ship_complete_hold_what_they_can_as_in_odoo(self):
        self._protect(6)
        order = self._ordered(self.shop, 10, picking_policy="one")
        self.assertEqual(self._held(order), [4])
        self.assertEqual(order.picking_ids.state, "confirmed")

    def test_quantities_typed_on_a_transfer_stay_possible(self):
        self._protect(6)
        order = self._ordered(self.shop, 10)
        order.picking_ids.move_ids.quantity = 10
        self._ship(order)
        self.assertEqual(order.order_line.qty_delivered, 10)

    def test_transfers_that_are_not_for_sale_are_not_bound(self):
        self._protect(6)
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.warehouse.lot_stock_id.id})
        move = self.env["stock.move"].create({
            "product_id": self.scarce.id, "product_uom_qty": 10, "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": shelf.id})
        move._action_confirm()
        move._action_assign()
        self.assertEqual(move.quantity, 10)

    def test_the_first_of_three_steps_is_bound_and_the_last_is_not(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        self._protect(6)
        order = self._ordered(self.shop, 10)
        self.assertEqual(self._held(order), [4])
        for _step in range(3):
            self._validate(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(order.order_line.qty_delivered, 4)

    def test_what_only_native_code_reserves_is_bound_too(self):
        self.scarce.categ_id = self.env["product.category"].create({
            "name": "In packages", "removal_strategy_id": self.env.ref("stock.removal_least_packages").id})
        package = self.env["stock.package"].create({"name": "P-1"})
        self._stock(self.scarce, 5, package_id=package)
        protection = self._protect(6)
        self.assertEqual(self._held(self._ordered(self.shop, 12)), [9])
        self.assertEqual(self._held(self._ordered(self.web, 8)), [6])
        self.assertEqual(self._figures(protection), (6, 6, 0))
        self._assert_clean()

    def test_full_packagings_that_only_native_code_reserves(self):
        self.scarce.categ_id = self.env["product.category"].create({
            "name": "In dozens", "removal_strategy_id": self.env.ref("stock.removal_least_packages").id,
            "packaging_reserve_method": "full"})
        self._stock(self.scarce, 10)
        self._protect(6)
        order = self._order((self.scarce, 18), som_channel_id=self.shop.id)
        order.action_confirm()
        move = order.order_line.move_ids
        move._do_unreserve()
        move.packaging_uom_id = self.dozen
        move._action_assign()
        self.assertEqual(move.quantity, 12)

    def test_lots_are_protected_together(self):
        tracked = self._product("TP-LOT", 5, tracking="lot")
        for name, quantity in (("L1", 4), ("L2", 6)):
            self._stock(tracked, quantity, lot_id=self.env["stock.lot"].create(
                {"name": name, "product_id": tracked.id}))
        self._protect(7, product_id=tracked.id)
        self.assertEqual(self._held(self._ordered(self.shop, 10, tracked), self._ordered(self.web, 9, tracked)), [3, 7])
        self._assert_clean(tracked)

    def test_a_policy_that_governs_keeps_to_it_too(self):
        self.env["som.allocation.policy"].create({
            "name": "All", "starve_days": 0, "segment_ids": [(0, 0, {"name": "All"})]}).action_activate()
        self._protect(6)
        shop, web = self._ordered(self.shop, 10), self._ordered(self.web, 3)
        self.assertEqual(self._held(shop, web), [4, 3])
        run = self.env["som.allocation.run"].create({
            "policy_id": self.env["som.allocation.policy"].search([], limit=1).id,
            "product_ids": [(6, 0, self.scarce.ids)]})
        run.action_preview()
        run.action_apply()
        self.assertEqual(run.state, "applied")
        self.assertEqual(self._held(shop, web), [4, 3])

    def test_moves_that_the_policys_segments_leave_out(self):
        self.env["som.allocation.policy"].create({
            "name": "Web only", "starve_days": 0, "segment_ids": [(0, 0, {
                "name": "Web", "domain": f"[('sale_line_id.order_id.som_channel_id', '=', {self.web.id})]"})],
        }).action_activate()
        self._protect(6)
        self.assertEqual(self._held(self._ordered(self.shop, 10), self._ordered(self.web, 10)), [4, 6])
