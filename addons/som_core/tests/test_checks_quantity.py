from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .product_common import ProductCase


@tagged("post_install", "-at_install")
class TestChecksQuantity(ProductCase):
    """How much of a product is ordered: enough of it, and whole packs."""

    def _write(self, **values):
        self.goods.product_tmpl_id.write({f"som_{name}": value for name, value in values.items()})

    def _line(self, order, number=0, **values):
        order.order_line[number].write(values)

    def test_too_few(self):
        self._check("quantity_below_minimum")
        self._write(min_quantity=12)
        order = self._order((self.goods, 11.5), (self.more_goods, 1))
        self.assertIn(
            "[TP-1] Goods TP-1 is sold from 12 Units; this order asks for 11.5 Units. Order 12 Units or more",
            self._reason(order))
        self._line(order, product_uom_qty=12)
        self.assertFalse(self._reason(order))

    def test_the_least_quantity_that_is_whole_packs_is_named(self):
        self._check("quantity_below_minimum")
        self._write(min_quantity=10, quantity_multiple=6)
        self.assertIn("Order 12 Units or more", self._reason(self._order((self.goods, 6))))

    def test_lines_and_units_are_added_up(self):
        self._check("quantity_below_minimum")
        self._write(min_quantity=13)
        order = self._order((self.goods, 1), (self.goods, 1))
        self._line(order, product_uom_id=self.dozen.id)
        self.assertFalse(self._reason(order))
        self._line(order, 1, product_uom_qty=0)
        self.assertIn("asks for 12 Units", self._reason(order))
        self.assertEqual(len(order.som_open_hold_ids), 1)

    def test_floats_that_are_equal_are_enough(self):
        self._check("quantity_below_minimum")
        self._check("quantity_not_multiple")
        self._write(min_quantity=0.3, quantity_multiple=0.1)
        self.assertFalse(self._reason(self._order((self.goods, 0.1), (self.goods, 0.2))))

    def test_nothing_ordered_is_not_too_little(self):
        self._check("quantity_below_minimum")
        self._check("quantity_not_multiple")
        self._write(min_quantity=5, quantity_multiple=5)
        order = self._order((self.goods, 0), (self.more_goods, 1))
        order.write({"order_line": [
            (0, 0, {"display_type": "line_section", "name": "Part"}),
            (0, 0, {"display_type": "line_note", "name": "5 of them"})]})
        self.assertFalse(self._reason(order))
        self._line(order, product_uom_qty=-3)
        self.assertFalse(self._reason(order), "something comes back")

    def test_each_variant_counts_by_itself(self):
        small, large = self._variants()
        small.product_tmpl_id.som_min_quantity = 5
        self._check("quantity_below_minimum")
        order = self._order((small, 4), (large, 5))
        self._reason(order)
        self.assertEqual(order.som_open_hold_ids.line_id, order.order_line[0])

    def test_not_a_multiple(self):
        self._check("quantity_not_multiple")
        self._write(quantity_multiple=6)
        for ordered, nearest in ((7, "6 Units or 12 Units"), (17.5, "12 Units or 18 Units"), (2, "6 Units")):
            self.assertIn(
                f"[TP-1] Goods TP-1 is sold in multiples of 6 Units; this order asks for {ordered} Units."
                f" Order {nearest}, or have", self._reason(self._order((self.goods, ordered))))
        self.assertFalse(self._reason(self._order((self.goods, 18))))
        self.assertFalse(self._reason(self._order((self.goods, 4), (self.goods, 8))), "12 over all")

    def test_the_nearest_multiples_are_enough_too(self):
        self._check("quantity_not_multiple")
        self._write(quantity_multiple=6, min_quantity=12)
        for ordered, nearest in ((3, "Order 12 Units, or"), (13, "Order 12 Units or 18 Units, or")):
            self.assertIn(nearest, self._reason(self._order((self.goods, ordered))))

    def test_packs_are_multiples(self):
        self._check("quantity_not_multiple")
        self._write(quantity_multiple=6)
        order = self._order((self.goods, 2))
        self._line(order, product_uom_id=self.dozen.id)
        self.assertFalse(self._reason(order))
        self._line(order, product_uom_qty=0.25)
        self.assertIn("asks for 3 Units", self._reason(order))

    def test_parts_of_a_multiple(self):
        self._check("quantity_not_multiple")
        self._write(quantity_multiple=0.25)
        self.assertFalse(self._reason(self._order((self.goods, 1.75))))
        self.assertIn("Order 1.75 Units or 2 Units", self._reason(self._order((self.goods, 1.8))))

    def test_what_is_chosen_in_a_combo_is_not_counted(self):
        self._check("quantity_below_minimum")
        self._write(min_quantity=5)
        combo = self.env["product.combo"].create({
            "name": "Side", "combo_item_ids": [(0, 0, {"product_id": self.goods.id})]})
        meal = self._product("MEAL", 20.0, type="combo", is_storable=False, combo_ids=[(6, 0, combo.ids)])
        order = self._order((meal, 1))
        order.write({"order_line": [(0, 0, {
            "product_id": self.goods.id, "product_uom_qty": 1, "linked_line_id": order.order_line.id,
            "combo_item_id": combo.combo_item_ids.id})]})
        self.assertFalse(self._reason(order))

    def test_a_waived_quantity_is_held_again_when_there_is_less(self):
        self._check("quantity_below_minimum")
        self._write(min_quantity=10)
        order = self._order((self.goods, 8))
        self._reason(order)
        self._waive(order)
        self._line(order, product_uom_qty=9)
        self.assertFalse(self._reason(order), "no worse")
        self._line(order, product_uom_qty=7)
        self.assertIn("asks for 7 Units", self._reason(order))

    def test_another_limit_goes_on_at_once(self):
        self._check("quantity_below_minimum")
        self._write(min_quantity=12)
        self._assert_freed_by(self._held((self.goods, 5)), lambda: self._write(min_quantity=5))
        self._check("quantity_not_multiple")
        self._write(quantity_multiple=4)
        self._assert_freed_by(self._held((self.goods, 5)), lambda: self._write(quantity_multiple=0))

    def test_a_changed_order_goes_on_at_once(self):
        self._check("quantity_not_multiple")
        self._write(quantity_multiple=4)
        order = self._held((self.goods, 3), (self.more_goods, 1))
        self._line(order, product_uom_qty=4)
        self.assertEqual(order.som_hold_status, "clear")

    def test_limits_are_not_negative(self):
        for name in ("min_quantity", "quantity_multiple"):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._write(**{name: -1})
                self.env.flush_all()

    def test_queries_do_not_grow_with_the_orders(self):
        self._check("quantity_below_minimum")
        self._check("quantity_not_multiple")

        def prepare(turn):
            product = self._product(f"PACK-{turn}", 1.0, som_min_quantity=9, som_quantity_multiple=3)
            return self._order((product, 2), (product, 2))
        self._assert_queries_do_not_grow(prepare)


@tagged("post_install", "-at_install")
class TestChecksDuplicatedLine(ProductCase):
    """The same line twice is a slip; lines that a person would tell apart are not."""

    def setUp(self):
        super().setUp()
        self._check("line_duplicated")

    def _twice(self, first=None, second=None, product=None):
        product = product or self.goods
        return self.env["sale.order"].create({"partner_id": self.customer.id, "order_line": [
            (0, 0, {"product_id": product.id, "product_uom_qty": 2, **(values or {})}) for values in (first, second)]})

    def test_the_quantity_in_all_is_told(self):
        order = self._twice(second={"product_uom_qty": 3.5})
        self.assertIn("[TP-1] Goods TP-1 is ordered 2 times at the same price, 5.5 Units in all.", self._reason(order))
        self.assertEqual(order.som_open_hold_ids.line_id, order.order_line[1])

    def test_three_times(self):
        order = self._twice()
        order.order_line[0].copy({"order_id": order.id})
        self.assertIn("3 times", self._reason(order))
        self.assertEqual(len(order.som_open_hold_ids), 2)

    def test_different_lines(self):
        self.goods.uom_ids = self.dozen
        for values in ({"product_uom_id": self.dozen.id}, {"price_unit": 9}, {"discount": 5}, {"name": "For Bob"},
                       {"customer_lead": 9}, {"product_uom_qty": 0}, {"product_id": self.more_goods.id}):
            self.assertFalse(self._reason(self._twice(second=values)), values)

    def test_the_same_in_different_sections(self):
        order = self._twice({"sequence": 1}, {"sequence": 3})
        self.assertTrue(self._reason(order))
        order.write({"order_line": [(0, 0, {"display_type": "line_section", "name": "Bath", "sequence": 2})]})
        self.assertFalse(self._reason(order))

    def test_different_routes(self):
        route = self.env["stock.route"].create({"name": "By hand", "sale_selectable": True})
        self.assertFalse(self._reason(self._twice(second={"route_ids": [(6, 0, route.ids)]})))

    def test_options_of_the_customer(self):
        attribute = self.env["product.attribute"].create({
            "name": "Engraving", "create_variant": "no_variant",
            "value_ids": [(0, 0, {"name": "None"}), (0, 0, {"name": "Text", "is_custom": True})]})
        template = self.env["product.template"].create({"name": "Mug", "attribute_line_ids": [
            (0, 0, {"attribute_id": attribute.id, "value_ids": [(6, 0, attribute.value_ids.ids)]})]})
        plain, text = template.attribute_line_ids.product_template_value_ids
        mug = template.product_variant_id

        def engraved(value):
            return {"name": "Mug", "product_no_variant_attribute_value_ids": [(6, 0, text.ids)],
                    "product_custom_attribute_value_ids": [(0, 0, {
                        "custom_product_template_attribute_value_id": text.id, "custom_value": value})]}
        without = {"name": "Mug", "product_no_variant_attribute_value_ids": [(6, 0, plain.ids)]}
        self.assertFalse(self._reason(self._twice(engraved("Ada"), engraved("Bob"), mug)))
        self.assertFalse(self._reason(self._twice(engraved("Ada"), without, mug)))
        self.assertTrue(self._reason(self._twice(engraved("Ada"), engraved("Ada"), mug)))

    def test_options_of_different_products(self):
        order = self._order((self.goods, 1), (self.more_goods, 1))
        first, second = order.order_line
        option = {"product_id": self.service.id, "name": "Engraving", "product_uom_qty": 1}
        order.write({"order_line": [(0, 0, {**option, "linked_line_id": line.id}) for line in (first, second)]})
        self.assertFalse(self._reason(order))

    def test_the_removed_line_frees_the_order(self):
        order = self._twice()
        self.assertTrue(self._reason(order))
        order.order_line[0].unlink()
        self.assertEqual(order.som_hold_status, "clear")

    def test_queries_do_not_grow_with_the_orders(self):
        self._assert_queries_do_not_grow(lambda _turn: self._twice())
