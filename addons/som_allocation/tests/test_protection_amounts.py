from odoo.tests import Form, freeze_time, tagged

from .protection_common import ProtectionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 12:00:00")
class TestProtectionAmounts(ProtectionCommon):
    """How much is protected, where and when, and what counts as used."""

    def _returned(self, order, quantity):
        """Goods of a delivered order that come back into stock."""
        done = order.picking_ids.filtered(lambda picking: picking.state == "done")[:1]
        wizard = self.env["stock.return.picking"].with_context(
            active_id=done.id, active_ids=done.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = quantity
        back = wizard._create_return()
        self._validate(back)
        return back

    def test_shipped_goods_have_used_it(self):
        protection = self._protect(6)
        self._ship(self._ordered(self.web, 4))
        self.assertEqual(self._figures(protection), (6, 4, 2))
        self.assertEqual(self._held(self._ordered(self.shop, 6)), [4])

    def test_goods_that_came_back_are_kept_again(self):
        protection = self._protect(6)
        order = self._ordered(self.web, 4)
        self._ship(order)
        back = self._returned(order, 3)
        self.assertEqual(back.move_ids.location_dest_id, self.warehouse.lot_stock_id)
        self.assertEqual(self._figures(protection), (6, 1, 5))

    def test_goods_of_other_channels_use_nothing(self):
        protection = self._protect(6)
        order = self._ordered(self.shop, 4)
        self._ship(order)
        self._returned(order, 2)
        self.assertEqual(self._figures(protection), (6, 0, 6))

    def test_what_was_shipped_before_the_first_day_does_not_count(self):
        protection = self._protect(6, date_from="2026-03-10")
        with freeze_time("2026-03-09 12:00:00"):
            self._ship(self._ordered(self.web, 3))
        self.assertEqual(self._figures(protection), (6, 0, 6))
        self._ship(self._ordered(self.web, 3))
        self.assertEqual(self._figures(protection), (6, 3, 3))

    def test_shipped_in_three_steps_counts_once(self):
        self.warehouse.delivery_steps = "pick_pack_ship"
        protection = self._protect(6)
        order = self._ordered(self.web, 4)
        for _step in range(3):
            self.assertEqual(self._figures(protection), (6, 4, 2))
            self._validate(order.picking_ids.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(self._figures(protection), (6, 4, 2))
        self.assertEqual(order.order_line.qty_delivered, 4)

    def test_orders_in_dozens(self):
        self.env["ir.config_parameter"].sudo().set_param("stock.propagate_uom", "1")
        protection = self._protect(30)
        self._stock(self.scarce, 40)
        order = self._order(som_channel_id=self.web.id)
        order.order_line = [(0, 0, {
            "product_id": self.scarce.id, "product_uom_qty": 2, "product_uom_id": self.dozen.id})]
        order.action_confirm()
        self.assertEqual(self._figures(protection), (30, 24, 6))
        other = self._order(som_channel_id=self.shop.id)
        other.order_line = [(0, 0, {
            "product_id": self.scarce.id, "product_uom_qty": 4, "product_uom_id": self.dozen.id})]
        other.action_confirm()
        self.assertEqual(other.order_line.move_ids.product_uom, self.dozen)
        self.assertAlmostEqual(other.order_line.move_ids.quantity, 1.66)
        self._ship(order)
        self.assertEqual(self._figures(protection), (30, 24, 6))

    def test_a_share_follows_receipts_and_shipments(self):
        protection = self._share(50)
        self.assertEqual(self._figures(protection), (5, 0, 5))
        self._stock(self.scarce, 10)
        self.assertEqual(self._figures(protection), (10, 0, 10))
        self.assertEqual(self._held(self._ordered(self.shop, 20)), [10])
        self._ship(self._ordered(self.web, 4))
        self.assertEqual(self._figures(protection), (8, 0, 8))

    def test_a_share_is_used_by_what_is_reserved(self):
        protection = self._share(50)
        self._ordered(self.web, 4)
        self.assertEqual(self._figures(protection), (5, 4, 1))
        self.assertEqual(self._held(self._ordered(self.shop, 20)), [5])

    def test_a_share_of_whole_units_is_whole(self):
        protection = self._share(33)
        self.assertEqual(self._figures(protection)[0], 3)
        self._stock(self.scarce, 0.5)
        self.assertEqual(self._figures(protection)[0], 3.46)

    def test_more_than_there_is_keeps_all_there_is(self):
        self._protect(60)
        self.assertEqual(self._held(self._ordered(self.shop, 1), self._ordered(self.web, 12)), [0, 10])

    def test_first_and_last_day_in_the_companys_time_zone(self):
        protection = self._protect(6, date_from="2026-03-10", date_to="2026-03-11")
        # (zone, last moment before, first moment of it, last moment of it, first moment after), in UTC
        for zone, before, first, last, after in (
                ("Asia/Tokyo", "2026-03-09 14:59:59", "2026-03-09 15:00:00", "2026-03-11 14:59:59",
                 "2026-03-11 15:00:00"),
                ("America/Los_Angeles", "2026-03-10 06:59:59", "2026-03-10 07:00:00", "2026-03-12 06:59:59",
                 "2026-03-12 07:00:00")):
            self.company.partner_id.tz = zone
            for moment, expected in ((before, 10), (first, 4), (last, 4), (after, 10)):
                with freeze_time(moment), self.subTest(zone=zone, moment=moment):
                    order = self._ordered(self.shop, 10)
                    self.assertEqual(self._held(order), [expected])
                    order._action_cancel()
        self.assertTrue(protection.active)

    def test_each_product_of_a_category_by_itself(self):
        above = self.env["product.category"].create({"name": "Above"})
        below = self.env["product.category"].create({"name": "Below", "parent_id": above.id})
        self.scarce.categ_id, self.goods.categ_id = below, above
        protection = self._protect(6, product_id=False, categ_id=above.id)
        self.assertEqual(self._held(self._ordered(self.shop, 10), self._ordered(self.shop, 200, self.goods)), [4, 94])
        self.assertEqual(self._held(self._ordered(self.shop, 200, self.more_goods)), [100])
        self.assertEqual(protection.product_count, 2)
        self.assertEqual(self._figures(protection), (12, 0, 12))

    def test_one_for_a_category_and_one_for_a_product_add_up(self):
        self.scarce.categ_id = self.env["product.category"].create({"name": "Both"})
        self._protect(3)
        self._protect(2, product_id=False, categ_id=self.scarce.categ_id.id)
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [5])

    def test_two_companies(self):
        other = self.env["res.company"].create({"name": "Other House"})
        self.env.user.company_ids += other
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        self._stock(self.scarce, 10, warehouse)
        self._protect(6)
        env = self.env(context=dict(self.env.context, allowed_company_ids=[other.id]))
        order = self.env["sale.order"].with_env(env).create({
            "partner_id": self.customer.id, "company_id": other.id, "warehouse_id": warehouse.id,
            "order_line": [(0, 0, {"product_id": self.scarce.id, "product_uom_qty": 10})]})
        order.action_confirm()
        self.assertEqual(self._held(order), [10])
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [4])

    def test_only_in_its_warehouse(self):
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC2"})
        self._stock(self.scarce, 10, second)
        self._protect(6, warehouse_id=second.id)
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [10])
        self.assertEqual(self._held(self._ordered(self.shop, 10, warehouse_id=second.id)), [4])
        self.assertEqual(self._held(self._ordered(self.web, 10, warehouse_id=second.id)), [6])

    def test_in_all_warehouses_together(self):
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC2"})
        self._stock(self.scarce, 10, second)
        protection = self._protect(12)
        self.assertEqual(self._held(self._ordered(self.shop, 10)), [8])
        self.assertEqual(self._held(self._ordered(self.shop, 10, warehouse_id=second.id)), [0])
        self.assertEqual(self._held(self._ordered(self.web, 10, warehouse_id=second.id)), [10])
        self.assertEqual(self._figures(protection), (12, 10, 2))
        self._assert_clean()

    def test_a_location_within_the_stock(self):
        shelf = self.env["stock.location"].create({
            "name": "Web shelf", "location_id": self.warehouse.lot_stock_id.id})
        self.env["stock.quant"]._update_available_quantity(self.scarce, shelf, 5)
        protection = self._protect(9, warehouse_id=self.warehouse.id, location_id=shelf.id)
        self.assertEqual(self._held(self._ordered(self.shop, 20)), [10])
        web = self._ordered(self.web, 20)
        self.assertEqual(self._held(web), [5])
        self.assertEqual(self._figures(protection), (9, 5, 4))

    def test_the_stock_around_a_location_that_somebody_takes_from(self):
        shelf = self.env["stock.location"].create({
            "name": "Shelf", "location_id": self.warehouse.lot_stock_id.id})
        self.env["stock.quant"]._update_available_quantity(self.scarce, shelf, 5)
        self._protect(12, warehouse_id=self.warehouse.id)
        self._by_hand()
        order = self._ordered(self.shop, 5)
        order.order_line.move_ids.location_id = shelf
        order.order_line.move_ids._action_assign()
        self.assertEqual(self._held(order), [3])

    def test_two_in_each_other(self):
        shelf = self.env["stock.location"].create({
            "name": "Web shelf", "location_id": self.warehouse.lot_stock_id.id})
        self.env["stock.quant"]._update_available_quantity(self.scarce, shelf, 5)
        outer = self._protect(4, warehouse_id=self.warehouse.id)
        inner = self._protect(3, warehouse_id=self.warehouse.id, location_id=shelf.id)
        self.assertEqual(self._held(self._ordered(self.shop, 20)), [8])
        self._ordered(self.web, 20)
        self.assertEqual((self._figures(outer)[2], self._figures(inner)[2]), (0, 0))

    def test_overlaps_are_said(self):
        self.scarce.categ_id = self.env["product.category"].create({"name": "Scarce"})
        first = self._protect(6)
        category = self._protect(1, name="All of it", product_id=False, categ_id=self.scarce.categ_id.id)
        self.assertEqual(first.overlap_ids, category)
        self.assertEqual(category.overlap_ids, first)
        with Form(first) as form:
            form.date_to = "2026-03-05"
            self.assertEqual(form.overlap_ids[:], category)
        category.date_from = "2026-03-06"
        first.invalidate_recordset()
        self.assertFalse(first.overlap_ids)
        self.assertFalse(self._protect(1, channel_ids=[(6, 0, self.shop.ids)]).overlap_ids)
