from odoo.tests import tagged

from .sourcing_anew_common import SourcingAnewCommon


@tagged("post_install", "-at_install")
class TestSourcingAnewGoods(SourcingAnewCommon):
    """Goods that deliveries had reserved turn out not to be there."""

    def test_what_was_counted_away_ships_from_elsewhere_the_rest_stays(self):
        order = self._confirmed((self.scarce, 8))
        self._count(3)
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 3, "North": 5})
        self.assertEqual(set(order.picking_ids.mapped("state")), {"assigned"})
        self.assertIn("than it had reserved", order.som_decision_ids[0].cause)

    def test_what_was_scrapped_ships_from_elsewhere(self):
        order = self._confirmed((self.scarce, 8))
        self.env["stock.scrap"].create({
            "product_id": self.scarce.id, "scrap_qty": 6, "location_id": self.warehouse.lot_stock_id.id}).do_scrap()
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 4, "North": 4})

    def test_who_counts_need_not_read_orders(self):
        order = self._confirmed((self.scarce, 8))
        user = self._user("counter", "stock.group_stock_manager")
        self.env["stock.quant"].with_user(user).with_context(inventory_mode=True).search([
            ("product_id", "=", self.scarce.id), ("location_id", "=", self.warehouse.lot_stock_id.id)]).write(
            {"inventory_quantity": 1})
        self.env["stock.quant"].with_user(user).search([
            ("product_id", "=", self.scarce.id), ("location_id", "=", self.warehouse.lot_stock_id.id),
        ]).action_apply_inventory()
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 1, "North": 7})

    def test_it_stays_where_it_comes_soon_enough(self):
        order = self._confirmed((self.scarce, 8), commitment_date=self._in(6))
        self._coming(20, 2)
        self._count(3)
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 8})
        self.assertFalse(self._alerts(order))

    def test_it_stays_where_others_have_it_no_sooner(self):
        order = self._confirmed((self.scarce, 8), user_id=self.seller.id)
        self.north.som_handling_days = 5
        self._coming(20, 2)
        self._count(3)
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 8})
        self.assertFalse(self._alerts(order))

    def test_what_is_not_there_and_nowhere_else_is_told(self):
        order = self._confirmed((self.scarce, 8), user_id=self.seller.id)
        self._close(self.north)
        self._count(3)
        self._look()
        self.assertEqual(self._from(order), {self.warehouse.name: 8})
        self.assertIn("5 Units", self._alerts(order).note)

    def test_what_comes_later_from_there_moves_the_promise(self):
        self.north.som_handling_days = 3
        order = self._confirmed((self.scarce, 8), user_id=self.seller.id)
        self.assertEqual(self._promised(order), [0])
        self._close()
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([3], "later"))
        self.assertEqual(self._days(order.order_line.som_first_promised_date), 0)
