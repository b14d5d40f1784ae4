from psycopg2 import IntegrityError

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .product_common import ProductCase


@tagged("post_install", "-at_install")
class TestChecksDiscontinued(ProductCase):
    """What is sold no more is held, or sold off; and the reader is told what to order instead."""

    def test_the_replacement_is_named_unless_it_is_gone_too(self):
        self._check("product_discontinued")
        self.goods.write({"som_discontinued": True, "som_replacement_id": self.more_goods.id})
        order = self._order((self.goods, 1))
        self.assertIn(
            "Goods TP-1 is discontinued. Order [TP-2] Goods TP-2 instead, or have", self._reason(order))
        for values in ({"som_discontinued": True}, {"sale_ok": False}, {"active": False}):
            before = {name: self.more_goods[name] for name in values}
            self.more_goods.write(values)
            self.assertIn("is discontinued. Order another product, or have", self._reason(order))
            self.more_goods.write(before)

    def test_what_was_agreed_before_stays_agreed(self):
        for check in ("product_archived", "product_not_for_sale", "product_discontinued", "quantity_below_minimum"):
            self._check(check)
        order = self._order((self.goods, 2), (self.more_goods, 2))
        order.action_confirm()
        (self.goods | self.more_goods).write({
            "active": False, "sale_ok": False, "som_discontinued": True, "som_min_quantity": 5})
        self.assertFalse(self._reason(order))
        order.order_line[0].product_uom_qty = 3
        order.action_som_check()
        self.assertEqual(len(order.som_open_hold_ids), 4)
        self.assertEqual(order.som_open_hold_ids.line_id, order.order_line[0], "only what was ordered anew")

    def test_nothing_is_sold_off_unless_it_is_said(self):
        self._check("product_discontinued")
        self.goods.som_discontinued = True
        self.assertTrue(self._reason(self._order((self.goods, 1))), "there are 100 of it")

    def test_it_is_sold_off_while_stock_lasts(self):
        self._check("product_discontinued", sell_off=True)
        self.goods.som_discontinued = True
        order = self._order((self.goods, 100))
        self.assertFalse(self._reason(order))
        order.order_line.product_uom_qty = 101
        self.assertIn("is discontinued: 100 Units left for the 101 Units of this order.", self._reason(order))

    def test_an_order_that_another_check_holds_takes_no_stock(self):
        self._check("product_discontinued", sell_off=True)
        self._check(name="Blocked", domain="[('client_order_ref', '=', 'x')]", sequence=99)
        self.goods.som_discontinued = True
        orders = self._order((self.goods, 90), client_order_ref="x") | self._order((self.goods, 80))
        orders |= self._order((self.goods, 30))
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["draft", "sale", "draft"])
        self.assertEqual(len(orders[0].som_open_hold_ids), 1, "its own stock would do")

    def test_stock_is_counted_in_the_products_unit_over_all_lines(self):
        self._check("product_discontinued", sell_off=True)
        self.goods.som_discontinued = True
        order = self._order((self.goods, 8), (self.goods, 4), (self.more_goods, 500))
        order.order_line[0].product_uom_id = self.dozen
        self.assertFalse(self._reason(order))
        order.order_line[1].product_uom_qty = 5
        self.assertIn("100 Units left for the 101 Units", self._reason(order))
        self.assertEqual(order.som_open_hold_ids.line_id, order.order_line[:2])

    def test_only_the_stock_of_the_orders_warehouse_counts(self):
        self._check("product_discontinued", sell_off=True)
        self.goods.som_discontinued = True
        other = self.env["stock.warehouse"].create({"name": "Second", "code": "SECND"})
        self._stock(self.goods, 3, other)
        orders = self._order((self.goods, 90)) | self._order((self.goods, 3), warehouse_id=other.id)
        orders._som_check()
        self.assertEqual(orders.mapped("som_hold_status"), ["clear", "clear"])
        orders.order_line[1].product_uom_qty = 4
        self.assertIn("3 Units left", self._reason(orders[1]))

    def test_stock_of_another_company_is_not_sold(self):
        company = self._elsewhere()
        self._check("product_discontinued", sell_off=True, company_id=company.id)
        self.goods.som_discontinued = True
        order = self._order((self.goods, 1), company_id=company.id)
        order._som_check()
        self.assertEqual(order.som_hold_status, "held")

    def test_what_is_not_kept_in_stock_cannot_be_sold_off(self):
        self._check("product_discontinued", sell_off=True)
        loose = self._product("LOOSE", 1.0, is_storable=False, som_discontinued=True)
        self.service.som_discontinued = True
        order = self._order((loose, 1), (self.service, 1))
        self._reason(order)
        self.assertEqual(order.som_open_hold_ids.line_id, order.order_line)
        order.order_line.product_uom_qty = 0
        self.assertFalse(self._reason(order), "nothing is ordered")

    def test_of_orders_confirmed_together_the_first_ones_get_the_stock(self):
        self._check("product_discontinued", sell_off=True)
        self.goods.som_discontinued = True
        orders = self.env["sale.order"].union(*(self._order((self.goods, 40)) for _number in range(3)))
        orders[::-1].action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "sale", "draft"])
        self.assertIn("20 Units left for the 40 Units", orders[2].som_hold_reason)

    def test_what_an_order_has_reserved_or_got_is_its_own(self):
        self._check("product_discontinued", sell_off=True)
        self.goods.som_discontinued = True
        order = self._order((self.goods, 100))
        order.action_confirm()
        self.assertFalse(self.goods.free_qty)
        self.assertFalse(self._reason(order), "reserved")
        self._validate(order.picking_ids, {self.goods: 60})
        self.assertFalse(self._reason(order), "40 still reserved")
        order.picking_ids.filtered(lambda picking: picking.state != "done").do_unreserve()
        self.assertFalse(self._reason(order), "40 free again")
        self._stock(self.goods, -10)
        self.assertFalse(self._reason(order), "agreed is agreed")
        order.order_line.product_uom_qty = 101
        self.assertIn("30 Units left for the 41 Units", self._reason(order))

    def test_places_in_the_readers_context_make_no_difference(self):
        self._check("product_discontinued", sell_off=True)
        self.goods.som_discontinued = True
        order = self._order((self.goods, 1))
        nowhere = self.env["stock.location"].create({"name": "Nowhere"})
        self.assertFalse(self._reason(order.with_context(location=nowhere.id, to_date="2001-01-01", owner_id=1)))

    def test_sold_again_it_goes_on_at_once(self):
        self._check("product_discontinued")
        self.goods.som_discontinued = True
        self._assert_freed_by(self._held(), lambda: self.goods.write({"som_discontinued": False}))

    def test_stock_that_comes_or_comes_back_frees_an_order_at_once(self):
        self._check("product_discontinued", sell_off=True)
        self.goods.som_discontinued = True
        first = self._order((self.goods, 90))
        first.action_confirm()
        self._assert_freed_by(self._held((self.goods, 30)), first.picking_ids.do_unreserve)
        first.picking_ids.action_assign()
        self._assert_freed_by(self._held((self.goods, 30)), first._action_cancel)
        count = self.env["stock.quant"].search([
            ("product_id", "=", self.goods.id), ("location_id", "=", self.warehouse.lot_stock_id.id)])
        self._assert_freed_by(self._held((self.goods, 150)), lambda: count.with_context(
            inventory_mode=True).write({"inventory_quantity_auto_apply": 150}))

    def test_a_product_with_one_variant_shows_its_marks(self):
        self.env.user.group_ids |= self.env.ref("som_core.group_som_manager")
        template = self.goods.product_tmpl_id
        with Form(template) as form:
            form.som_discontinued = True
            form.som_replacement_id = self.more_goods
        self.assertEqual((self.goods.som_discontinued, self.goods.som_replacement_id), (True, self.more_goods))
        found = self.env["product.template"].search([("som_discontinued", "=", True)])
        self.assertIn(template, found)
        new = self.env["product.template"].create({"name": "Old", "som_discontinued": True})
        self.assertTrue(new.product_variant_id.som_discontinued)
        self.assertFalse(new.copy().som_discontinued, "a copy is a new product")

    def test_of_several_variants_each_has_its_own(self):
        small, large = self._variants()
        with Form(small, "product.product_variant_easy_edit_view") as form:
            form.som_discontinued = True
            form.som_replacement_id = large
        self.assertEqual((small.som_discontinued, large.som_discontinued), (True, False))
        self.assertFalse(small.product_tmpl_id.som_discontinued)
        self._check("product_discontinued")
        self.assertTrue(self._reason(self._order((small, 1))))
        self.assertFalse(self._reason(self._order((large, 1))))

    def test_nothing_replaces_itself(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.goods.som_replacement_id = self.goods
            self.env.flush_all()

    def test_queries_do_not_grow_with_the_orders(self):
        self._check("product_discontinued", sell_off=True)

        def prepare(turn):
            product = self._product(f"GONE-{turn}", 1.0, som_discontinued=True, som_replacement_id=self.goods.id)
            return self._order((product, 2), (self.more_goods, 1))
        self._assert_queries_do_not_grow(prepare)


@tagged("post_install", "-at_install")
class TestChecksWeight(ProductCase):
    """Goods without a weight are held where somebody needs to know it."""

    @classmethod
    def _carrier(cls, rule=None, **values):
        product = cls.env["product.product"].create({"name": "Freight", "type": "service"})
        if rule:
            values.update(delivery_type="base_on_rule", price_rule_ids=[(0, 0, {"max_value": 5, **rule})])
        return cls.env["delivery.carrier"].create({"name": "Post", "product_id": product.id, **values})

    def setUp(self):
        super().setUp()
        self._check("weight_missing")
        self.more_goods.weight = 1

    def _reason_with(self, carrier):
        return self._reason(self._order((self.goods, 1), (self.more_goods, 1), (self.service, 1), carrier_id=carrier))

    def test_a_limit_needs_the_weight(self):
        carrier = self._carrier(max_weight=20)
        reason = self._reason_with(carrier.id)
        self.assertIn("[TP-1] Goods TP-1 has no weight, and Post needs it. Enter it on the product", reason)
        self.assertEqual(len(reason.splitlines()), 1)

    def test_a_fixed_price_and_a_limit_of_the_volume_need_none(self):
        self.assertFalse(self._reason_with(self._carrier().id))
        self.assertFalse(self._reason_with(self._carrier(max_volume=2).id))

    def test_a_price_by_weight_needs_it(self):
        for rule in ({"variable": "weight"}, {"variable": "wv"},
                     {"variable": "price", "list_price": 2, "variable_factor": "weight"},
                     {"variable": "quantity", "list_price": 2, "variable_factor": "wv"}):
            self.assertTrue(self._reason_with(self._carrier(rule).id), rule)

    def test_another_price_needs_none(self):
        for rule in ({"variable": "price", "list_base_price": 4}, {"variable": "volume"},
                     {"variable": "quantity", "list_price": 2, "variable_factor": "quantity"}):
            self.assertFalse(self._reason_with(self._carrier(rule).id), rule)

    def test_without_a_carrier_nobody_needs_it(self):
        self._carrier(max_weight=20)
        self.assertFalse(self._reason_with(False))

    def test_nothing_ordered_weighs_nothing(self):
        order = self._order((self.goods, 0), (self.more_goods, 1), carrier_id=self._carrier(max_weight=20).id)
        self.assertFalse(self._reason(order))

    def test_the_weight_entered_or_not_needed_any_more(self):
        carrier = self._carrier({"variable": "weight"}, max_weight=20)
        order = self._held(carrier_id=carrier.id)
        self._assert_freed_by(order, lambda: self.goods.product_tmpl_id.write({"weight": 2}))
        self.goods.weight = 0
        order = self._held(carrier_id=carrier.id)
        carrier.max_weight = 0
        self.env.cr.flush()
        self.assertEqual(order.som_hold_status, "held")
        self._assert_freed_by(order, lambda: carrier.price_rule_ids.write({"variable": "price"}))
        carrier.price_rule_ids.variable = "weight"
        self._assert_freed_by(self._held(carrier_id=carrier.id), carrier.price_rule_ids.unlink)

    def test_queries_do_not_grow_with_the_orders(self):
        def prepare(turn):
            carrier = self._carrier({"variable": "weight"}, name=f"Post {turn}")
            return self._order((self._product(f"LIGHT-{turn}", 1.0), 2), carrier_id=carrier.id)
        self._assert_queries_do_not_grow(prepare)
