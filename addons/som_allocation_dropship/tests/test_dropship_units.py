from odoo.tests import tagged

from .dropship_common import DropshipCommon


@tagged("post_install", "-at_install")
class TestDropshipUnits(DropshipCommon):
    """A vendor sells in dozens; customers order in units, and in dozens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._dropped()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.scarce.seller_ids.unlink()
        cls._sells(cls.near, cls.scarce, 120, 5, product_uom_id=cls.dozen.id)

    def test_whole_dozens_are_asked_for_in_dozens(self):
        order = self._confirmed((self.scarce, 34))
        self.assertEqual((self._from(order), self._asked(order)), (
            {self.warehouse.name: 10, "Near": 24}, {"Near": [(2, "Dozens")]}))
        self.assertEqual(order.order_line.purchase_line_ids.price_unit, 120)

    def test_anything_else_exactly(self):
        order = self._confirmed((self.scarce, 15))
        self.assertEqual((self._from(order), self._asked(order)), (
            {self.warehouse.name: 10, "Near": 5}, {"Near": [(5, "Units")]}))
        self.assertEqual(order.order_line.purchase_line_ids.price_unit, 10)

    def test_more_and_less(self):
        order = self._confirmed((self.scarce, 34))
        order.order_line.product_uom_qty = 29
        self.assertEqual(self._asked(order), {"Near": [(19, "Units")]})
        order.order_line.product_uom_qty = 34
        self.assertEqual(self._asked(order), {"Near": [(2, "Dozens")]})
        self.assertEqual(order.order_line._get_qty_procurement(), 34)
        self._purchase(order).button_confirm()
        self._validate(order.picking_ids)
        self.assertEqual((order.order_line.qty_delivered, order.delivery_status), (34, "full"))

    def test_a_line_in_dozens_is_split_into_whole_dozens(self):
        self._stock(self.scarce, 5)
        order = self._order((self.scarce, 3))
        order.order_line.product_uom_id = self.dozen
        order.action_confirm()
        self.assertEqual((self._from(order), self._asked(order)), (
            {self.warehouse.name: 12, "Near": 24}, {"Near": [(2, "Dozens")]}))
        self.assertEqual(order.order_line._get_qty_procurement(), 3)

    def test_cost_is_that_of_the_products_unit(self):
        self.scarce.standard_price = 9
        order = self._confirmed((self.scarce, 12))
        self.assertAlmostEqual(order.som_decision_ids.cost, 2 * 1.01 + 5 * 5)
