from odoo.tests import tagged

from .dropship_common import DropshipCommon


@tagged("post_install", "-at_install")
class TestDropshipChanges(DropshipCommon):
    """More or less is ordered, or nothing any more: of lines that a warehouse and a vendor share."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._dropped()

    def _shared(self):
        return self._confirmed((self.scarce, 15))

    def test_more(self):
        order = self._shared()
        order.order_line.product_uom_qty = 18
        self.assertEqual((self._from(order), self._asked(order)), (
            {self.warehouse.name: 10, "Far": 8}, {"Far": [(8, "Units")]}))

    def test_more_after_the_vendor_has_confirmed(self):
        order = self._shared()
        self._purchase(order).button_confirm()
        order.order_line.product_uom_qty = 18
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 8})
        self.assertEqual((self._asked(order), self._asked(order, "purchase")), (
            {"Far": [(3, "Units")]}, {"Far": [(5, "Units")]}))

    def test_less_is_asked_of_the_vendor_first(self):
        order = self._shared()
        order.order_line.product_uom_qty = 12
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 2})
        order.order_line.product_uom_qty = 7
        self.assertEqual((self._from(order), self._asked(order)), ({self.warehouse.name: 7}, {}))
        self.assertEqual(order.picking_ids.move_ids.product_uom_qty, 7)

    def test_less_of_what_a_vendor_has_confirmed_is_left_to_the_buyer(self):
        order = self._shared()
        self._purchase(order).button_confirm()
        order.order_line.product_uom_qty = 12
        self.assertEqual(self._from(order), {self.warehouse.name: 7, "Far": 5})
        self._validate(order.picking_ids.filtered(lambda picking: not picking.is_dropship))
        order.order_line.product_uom_qty = 10
        self.assertEqual((self._from(order), len(order.picking_ids)), ({self.warehouse.name: 7, "Far": 5}, 2))

    def test_a_line_that_is_added_later(self):
        order = self._shared()
        order.order_line = [(0, 0, {"product_id": self.scarce.id, "product_uom_qty": 3})]
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 8})
        self.assertEqual(len(self._purchase(order)), 1)

    def test_cancelled_and_confirmed_again(self):
        order = self._shared()
        order._action_cancel()
        self.assertEqual(order.picking_ids.state, "cancel")
        self.assertFalse(self._purchase(order))
        order.action_draft()
        order.action_confirm()
        self.assertEqual((self._from(order), self._asked(order)), (
            {self.warehouse.name: 10, "Far": 5}, {"Far": [(5, "Units")]}))

    def test_cancelled_after_the_vendor_has_confirmed(self):
        order = self._shared()
        purchase = self._purchase(order)
        purchase.button_confirm()
        order._action_cancel()
        self.assertEqual((purchase.state, set(order.picking_ids.mapped("state"))), ("purchase", {"cancel"}))
        self.assertEqual(len(purchase.activity_ids), 1)  # Odoo's own

    def test_what_odoo_drop_ships_by_itself_is_cancelled_as_it_does(self):
        self.company.som_sourcing = False
        order = self._shared()
        order._action_cancel()
        self.assertEqual(self._purchase(order).state, "draft")

    def test_a_cancelled_purchase_is_asked_anew_when_the_line_changes(self):
        order = self._shared()
        self._purchase(order).button_cancel()
        self.assertEqual(self._from(order), {self.warehouse.name: 10})
        order.order_line.product_uom_qty = 16
        self.assertEqual(self._from(order), {self.warehouse.name: 10, "Far": 6})

    def test_the_buyer_asks_another_vendor(self):
        order = self._shared()
        self._purchase(order).partner_id = self.near
        order.order_line.product_uom_qty = 17
        self.assertEqual((order.order_line._get_qty_procurement(), sum(self._from(order).values())), (17, 17))

    def test_a_return_to_the_vendor(self):
        order = self._shared()
        self._purchase(order).button_confirm()
        self._validate(order.picking_ids)
        dropship = order.picking_ids.filtered("is_dropship")
        wizard = self.env["stock.return.picking"].with_context(
            active_id=dropship.id, active_ids=dropship.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.write({"quantity": 2, "to_refund": True})
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self._validate(back)
        self.assertEqual((order.order_line.qty_delivered, self._purchase(order).order_line.qty_received), (13, 3))
        self.assertEqual(order.order_line._get_qty_procurement(), 13)
