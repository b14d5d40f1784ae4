from odoo.tests import tagged

from .dropship_common import DropshipCommon


@tagged("post_install", "-at_install")
class TestDropshipSourcing(DropshipCommon):
    """Vendors who deliver straight to the customer are places to ship from."""

    def test_no_route_no_vendor(self):
        order = self._confirmed((self.scarce, 15))
        self.assertEqual(self._from(order), {self.warehouse.name: 15})
        self.assertFalse(self._purchase(order))

    def test_stock_first_and_the_rest_from_the_vendor(self):
        self._dropped()
        order = self._confirmed((self.scarce, 15))
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 5})
        self.assertEqual(self._asked(order), {"Far": [(5, "Units")]})
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 10)
        self.assertEqual((order.warehouse_id, order.picking_ids.state), (self.warehouse, "assigned"))
        self.assertTrue(order.som_decision_ids.covered)
        self.assertEqual(order.som_decision_ids.vendor_ids, self.far)
        self.assertEqual(order.order_line._get_qty_procurement(), 15)

    def test_all_that_is_there_ships_from_stock(self):
        self._dropped()
        order = self._confirmed((self.scarce, 8))
        self.assertEqual((self._from(order), self._asked(order)), ({self.warehouse.name: 8}, {}))
        self.assertEqual(order.picking_ids.picking_type_id, self.warehouse.out_type_id)

    def test_the_category_carries_the_route(self):
        category = self.env["product.category"].create({"name": "Bulky", "route_ids": self.route.ids})
        self.scarce.categ_id = category
        self.assertEqual(self._from(self._confirmed((self.scarce, 12))), {self.warehouse.name: 10, "Far": 2})

    def test_nothing_in_stock_is_not_sourced_from_stock(self):
        product = self._product("TP-NONE", 20.0, sale_delay=0)
        self._dropped(product)
        self._sells(self.near, product, 12, 5)
        order = self._confirmed((product, 4))
        self.assertEqual((self._from(order), order.picking_ids.ids), ({"Near": 4}, []))

    def test_what_nobody_counts_comes_from_the_vendor(self):
        product = self._product("TP-CONSU", 20.0, sale_delay=0, is_storable=False)
        self._dropped(product)
        self._sells(self.near, product, 12, 5)
        order = self._order((product, 4))
        self.assertEqual(self._earliest(order), [5])
        order.action_confirm()
        self.assertEqual((self._from(order), self._promised(order)), ({"Near": 4}, [5]))

    def test_a_route_of_the_line_leaves_vendors_alone(self):
        order = self._order((self.scarce, 4))
        order.order_line.route_ids = self.route
        self.assertEqual(self._trace(order), dict.fromkeys(
            ("Drop-ship: Far", "Drop-ship: Near", self.warehouse.name, "North", "South"), ""))
        order.action_confirm()
        self.assertEqual(self._from(order), {"Far": 4})

    def test_a_line_of_the_same_product_by_another_way_leaves_both_to_odoo(self):
        order = self._order((self.scarce, 4), (self.scarce, 3))
        order.order_line[0].route_ids = self.route
        order.action_confirm()
        self.assertEqual(self._asked(order), {"Near": [(4, "Units")]})  # the first in the list
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 3)

    def test_off_is_native(self):
        self.company.som_sourcing = False
        self._dropped()
        order = self._confirmed((self.scarce, 15))
        self.assertEqual((self._asked(order), order.picking_ids.ids), ({"Near": [(15, "Units")]}, []))

    def test_without_a_vendor_it_is_native(self):
        self._dropped()
        self.scarce.seller_ids.unlink()
        order = self._confirmed((self.scarce, 15))
        self.assertFalse(order.picking_ids or self._purchase(order) or order.som_decision_ids)

    def test_delivered_quantities_add_up(self):
        self._dropped()
        order = self._confirmed((self.scarce, 15))
        self._validate(order.picking_ids)
        self.assertEqual(order.order_line.qty_delivered, 10)
        self._purchase(order).button_confirm()
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 5})
        self._validate(order.picking_ids.filtered("is_dropship"))
        self.assertEqual((order.order_line.qty_delivered, order.delivery_status), (15, "full"))
        self.assertEqual((self._from(order), order.order_line._get_qty_procurement()), (
            {self.warehouse.name: 10, "Far": 5}, 15))
        order._create_invoices()
        self.assertEqual(order.order_line.qty_invoiced, 15)

    def test_two_vendors_for_two_lines(self):
        self._dropped()
        only = self._product("TP-ONLY", 20.0, sale_delay=0)
        self._dropped(only)
        self._sells(self.near, only, 5, 1)
        order = self._confirmed((self.scarce, 12), (only, 3))
        self.assertEqual(self._asked(order), {"Far": [(2, "Units")], "Near": [(3, "Units")]})
        self.assertEqual(set(self._purchase(order).mapped("dest_address_id.name")), {self.customer.name})

    def test_two_companies(self):
        self._dropped()
        other = self.env["res.company"].create({"name": "Elsewhere", "som_promise": True, "som_sourcing": True})
        self.env.user.company_ids |= other
        self.scarce.seller_ids.filtered(lambda seller: seller.partner_id == self.far).company_id = other
        mine = self._confirmed((self.scarce, 15))
        self.assertEqual(self._from(mine), {self.warehouse.name: 10, "Near": 5})
        theirs = self.env["sale.order"].with_company(other).create({
            "company_id": other.id, "partner_id": self.customer.id,
            "order_line": [(0, 0, {"product_id": self.scarce.id, "product_uom_qty": 3})]})
        (mine | theirs).with_context(allowed_company_ids=[other.id, self.company.id])
        theirs.with_context(allowed_company_ids=[other.id]).action_confirm()
        self.assertEqual(self._from(theirs), {"Far": 3})
        self.assertEqual(self._purchase(theirs).company_id, other)

    def test_the_dry_run_and_the_decision_name_the_vendor(self):
        self._dropped()
        self._rule("off", vendor_ids=self.far.ids, name="Far is on strike")
        order = self._order((self.scarce, 15))
        action = order.action_som_where_from()
        wizard = self.env[action["res_model"]].with_context(action["context"]).create({})
        for text in ("Drop-ship: Near", "Drop-ship: Far", "Far is on strike", "above its cost"):
            self.assertIn(text, wizard.content)
        self.assertFalse(order.order_line.som_part_ids or self._purchase(order))
        order.action_confirm()
        self.assertIn("Drop-ship: Near", order.som_decision_ids.content)
        self.assertEqual(order.som_decision_ids.trace["lines"][0]["from"][1]["warehouse"], "Drop-ship: Near")
        self.assertIn("Drop-ship: Near: 5", order.order_line.som_part_ids.mapped("display_name")[1])

    def test_who_sells_need_not_see_purchases(self):
        self._dropped()
        seller = self._user("seller", "sales_team.group_sale_salesman_all_leads")
        order = self._order((self.scarce, 15)).with_user(seller)
        action = order.action_som_where_from()
        wizard = self.env[action["res_model"]].with_user(seller).with_context(action["context"]).create({})
        self.assertIn("Drop-ship: Far", wizard.content)
        order.action_confirm()
        self.assertEqual(self._from(order.sudo()), {self.warehouse.name: 10, "Far": 5})
        self.assertEqual(len(order.order_line.som_part_ids.mapped("display_name")), 2)
        order.order_line.product_uom_qty = 17
        self.assertEqual(self._from(order.sudo()), {self.warehouse.name: 10, "Far": 7})
        order._action_cancel()
        self.assertFalse(self._purchase(order.sudo()))

    def test_carts_are_promised_as_orders_are(self):
        self._dropped()
        [answer] = self.env["som.promise"].what_if([
            {"channel": "test-web", "lines": [{"sku": "TP-SCARCE", "quantity": 15}]}])
        self.assertEqual((answer["date"], answer["errors"]), ("2026-03-06 09:00:00", []))

    def test_queries_do_not_depend_on_lines(self):
        self._dropped()
        few, many = self._order((self.scarce, 1)), self._order(*[(self.scarce, 1)] * 30)
        counts = []
        for order in (few, few, many):
            self._forget()
            start = self.env.cr.sql_log_count
            self.assertTrue(order.order_line.mapped("som_promise_info"))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts[1:])
