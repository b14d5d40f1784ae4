from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .protection_common import ProtectionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 12:00:00")
class TestProtectionScreens(ProtectionCommon):
    """What people and programs see of protections, who may change them, and what is refused."""

    def _quoted(self, channel, quantity=2, **values):
        return self._order((self.scarce, quantity), som_channel_id=channel.id, **values).order_line

    def test_a_quotation_shows_what_its_channel_can_have(self):
        self._protect(6)
        shop, web = self._quoted(self.shop), self._quoted(self.web)
        self.assertEqual((shop.free_qty_today, shop.virtual_available_at_date), (4, 4))
        self.assertEqual((web.free_qty_today, web.virtual_available_at_date), (10, 10))
        self.assertEqual((shop.som_kept_for_others, web.som_kept_for_others), (6, 0))

    def test_a_quotation_in_dozens(self):
        self._protect(6)
        self._stock(self.scarce, 20)
        line = self._quoted(self.shop)
        line.product_uom_id = self.dozen
        self.assertEqual(line.free_qty_today, 2)

    def test_a_quotation_that_is_being_written(self):
        self._protect(6)
        order = self.env["sale.order"].new({
            "partner_id": self.customer.id, "som_channel_id": self.shop.id, "company_id": self.company.id,
            "order_line": [(0, 0, {"product_id": self.scarce.id, "product_uom_qty": 1})]})
        self.assertEqual(order.order_line.free_qty_today, 4)
        order.som_channel_id = self.web
        self.assertEqual(order.order_line.free_qty_today, 10)

    def test_products_show_what_is_protected_of_them(self):
        protection = self._protect(6)
        self._ordered(self.web, 2)
        self.assertEqual((self.scarce.som_protected, self.goods.som_protected), (4, 0))
        self.assertEqual(self.scarce.product_tmpl_id.som_protected, 4)
        action = self.scarce.product_tmpl_id.action_som_open_protections()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), protection)

    def test_a_category_shows_each_product(self):
        self.scarce.categ_id = self.env["product.category"].create({"name": "One"})
        protection = self._protect(6, product_id=False, categ_id=self.scarce.categ_id.id)
        self._ordered(self.web, 2)
        action = protection.action_open_products()
        products = self.env["product.product"].with_context(**action["context"]).search(action["domain"])
        self.assertEqual(products, self.scarce)
        self.assertEqual((products.som_protection_used, products.som_protected), (2, 4))

    def _available(self, channel, warehouse=None, products=None):
        return [row["quantity"] for row in (products or self.scarce).som_available(channel, warehouse)]

    def test_a_shop_asks_what_it_may_offer(self):
        self._protect(6)
        self.assertEqual(self._available("test-counter"), [4])
        self.assertEqual(self._available("test-web"), [10])
        self.assertEqual(self.scarce.som_available("test-web"), [
            {"id": self.scarce.id, "default_code": "TP-SCARCE", "quantity": 10, "unit": "Units"}])
        self.assertEqual((self.scarce + self.service + self.goods).som_available("test-web")[1]["id"], self.goods.id)

    def test_a_shop_asks_of_a_warehouse(self):
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC2"})
        self._stock(self.scarce, 3, second)
        self._protect(1, warehouse_id=second.id)
        self.assertEqual(self._available("test-counter", "SEC2"), [2])
        self.assertEqual(self._available("test-counter", self.warehouse.code), [10])
        self.assertEqual(self._available("test-counter"), [12])
        self.shop.warehouse_id = second
        self.assertEqual(self._available("test-counter"), [2])

    def test_a_shop_asks_with_a_wrong_code(self):
        for arguments in (("nowhere",), ("test-web", "NONE")):
            with self.assertRaisesRegex(UserError, "with the code"):
                self.scarce.som_available(*arguments)

    def test_a_shop_asks_under_its_own_rights(self):
        self._protect(6)
        seller = self._user("seller", "sales_team.group_sale_salesman")
        self.assertEqual(self._available("test-counter", products=self.scarce.with_user(seller)), [4])
        for group in ("base.group_portal", "base.group_user"):
            with self.assertRaises(AccessError):
                self._available("test-counter", products=self.scarce.with_user(self._user(group, group)))

    def test_rights(self):
        protection = self._protect(6)
        seller = self._user("seller", "sales_team.group_sale_salesman")
        keeper = self._user("keeper", "stock.group_stock_user")
        manager = self._user("manager", "sales_team.group_sale_manager")
        for user in (seller, keeper):
            self.assertEqual(protection.with_user(user).left, 6)
            with self.assertRaises(AccessError):
                protection.with_user(user).quantity = 1
        protection.with_user(manager).quantity = 1
        self.assertEqual(self.scarce.with_user(keeper).som_protected, 1)
        with self.assertRaises(AccessError):
            protection.with_user(self._user("nobody", "base.group_user")).read(["name"])

    def test_protections_of_other_companies_are_not_seen(self):
        protection = self._protect(6)
        other = self.env["res.company"].create({"name": "Other House"})
        user = self._user("elsewhere", "sales_team.group_sale_manager", company_id=other.id,
                          company_ids=[(6, 0, other.ids)])
        self.assertFalse(self.env["som.allocation.protection"].with_user(user).search([("id", "=", protection.id)]))

    def test_who_reserves_need_not_be_able_to_read_protections(self):
        self._protect(6)
        order = self._order((self.scarce, 10), som_channel_id=self.shop.id)
        order.with_user(self._user("seller", "sales_team.group_sale_salesman_all_leads")).action_confirm()
        self.assertEqual(self._held(order), [4])

    @mute_logger("odoo.sql_db")
    def test_what_the_database_refuses(self):
        category = self.env["product.category"].create({"name": "Any"})
        for values in (
                {"product_id": False}, {"categ_id": category.id}, {"quantity": 0}, {"quantity": -1},
                {"kind": "share", "share": 0}, {"kind": "share", "share": 101}, {"date_to": "2026-02-28"},
                {"location_id": self.warehouse.lot_stock_id.id}):
            with self.subTest(values=values), self.assertRaises(IntegrityError), self.cr.savepoint():
                self._protect(**values)

    def test_what_protects_for_nobody_or_nowhere_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "is for nobody"):
            self._protect(channel_ids=False)
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC2"})
        with self.assertRaisesRegex(ValidationError, "does not lie in"):
            self._protect(warehouse_id=second.id, location_id=self.warehouse.lot_stock_id.id)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 12:00:00")
class TestProtectionQueries(ProtectionCommon):
    """What protections cost: nothing where there are none, and no more for many than for few."""

    def _counted(self, work):
        self._forget()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    def _moves(self, count, products=None):
        products = products or [self.scarce]
        orders = self.env["sale.order"].union(*(
            self._order((products[number % len(products)], 1), som_channel_id=self.shop.id) for number in range(count)))
        self._by_hand()
        orders.action_confirm()
        return self.env["stock.move"].browse(orders.order_line.move_ids.ids)

    def test_no_query_where_nothing_is_protected(self):
        self._protect(1, date_to="2026-03-05")
        moves, protections, now = self._moves(1), self.env["som.allocation.protection"], self._today()
        company = self.company
        protections._som_in_force(company, now)
        company.partner_id.fetch(["tz"])
        with self.assertQueryCount(0):
            moves._som_assign_protected()
            self.assertEqual(protections._som_read(company, (), now), ((), {}))
            self.assertEqual(protections._som_withheld(company, 1, self.scarce, None, now), {})
            self.assertEqual(moves._som_at_most(3, moves.location_id), 3)

    def test_queries_do_not_grow_with_the_moves(self):
        self._stock(self.scarce, 100)
        self._protect(6)
        counts = [self._counted(self._moves(number)._som_assign_protected) for number in (2, 2, 30)]
        self.assertEqual(*counts[1:])

    def test_queries_of_a_snapshot_do_not_grow_with_the_protections(self):
        counts = []
        for number in (1, 1, 12):
            products = [self._product(f"TP-{number}-{turn}-{len(counts)}", 1) for turn in range(number)]
            for product in products:
                self._stock(product, 5)
                self._protect(2, product_id=product.id)
            moves = self._moves(12, products)
            counts.append(self._counted(moves._som_assign_protected))
            self.assertEqual(sum(moves.mapped("quantity")), min(12, 3 * number))
        self.assertEqual(*counts[1:])

    def test_queries_of_quotations_and_products_do_not_grow(self):
        self._protect(6)
        lines = self._order((self.scarce, 1), som_channel_id=self.shop.id).order_line
        many = self.env["sale.order.line"].union(*(
            self._order((self.scarce, 1), som_channel_id=self.shop.id).order_line for _number in range(20)))
        protections = self.env["som.allocation.protection"]

        def withheld(some):
            some.mapped("warehouse_id.lot_stock_id.id")
            return self._counted(lambda: protections._som_withheld(
                self.company, self.warehouse.lot_stock_id.id, some.product_id, some[0]._som_asks()[1], self._today()))

        withheld(lines)
        self.assertEqual(withheld(lines), withheld(many))
        products = self.goods + self.more_goods + self.scarce
        self._counted(lambda: self.scarce.som_protected)
        self.assertEqual(self._counted(lambda: self.scarce.som_protected),
                         self._counted(lambda: products.mapped("som_protected")))
