from odoo.exceptions import UserError
from odoo.tests import tagged

from .backorder_common import BackorderCommon


@tagged("post_install", "-at_install")
class TestShippingPolicySettled(BackorderCommon):
    """What is cancelled leaves the order: quantities, prices, invoices and checks stay right."""

    def test_locked_orders_are_settled_too(self):
        order = self._confirmed(som_rest_policy="cancel")
        order.action_lock()
        self._press_validate(self._open(order))
        self.assertEqual(order.order_line.product_uom_qty, 6)
        with self.assertRaisesRegex(UserError, "locked"):
            order.order_line.with_context(som_settling=True).product_uom_qty = 7

    def test_the_price_agreed_for_more_stays(self):
        self.env["product.pricelist.item"].create({
            "pricelist_id": self.customer.property_product_pricelist.id or self.env["product.pricelist"].create(
                {"name": "By quantity"}).id,
            "applied_on": "0_product_variant", "product_id": self.scarce.id, "min_quantity": 10,
            "compute_price": "fixed", "fixed_price": 7})
        pricelist = self.env["product.pricelist.item"].search([("product_id", "=", self.scarce.id)]).pricelist_id
        order = self._order((self.scarce, 10), pricelist_id=pricelist.id, som_rest_policy="cancel")
        self.assertEqual(order.order_line.price_unit, 7)
        order.action_confirm()
        self._press_validate(self._open(order))
        self.assertEqual((order.order_line.product_uom_qty, order.order_line.price_unit), (6, 7))
        self.assertFalse(order.order_line.som_priced_anew or order.order_line.som_ordered_anew)

    def test_goods_paid_in_advance_are_credited(self):
        self.scarce.invoice_policy = "order"
        order = self._confirmed(som_rest_policy="cancel")
        order._create_invoices().action_post()
        self._press_validate(self._open(order))
        self.assertEqual(order.order_line.qty_to_invoice, -4)
        credit = order._create_invoices(final=True)
        self.assertEqual((credit.move_type, credit.amount_untaxed), ("out_refund", 40))

    def test_raising_the_quantity_later_procures_only_the_difference(self):
        order = self._ship_short("cancel")
        order.order_line.product_uom_qty = 8
        self.assertEqual(sum(self._open(order).move_ids.mapped("product_uom_qty")), 2)

    def test_settling_is_checked_by_nobody_anew(self):
        self.env["som.check"].create({
            "name": "Not below 70", "message": "Too small", "kind": "order", "stage": "invoiced",
            "domain": "[('amount_untaxed', '<', 70)]"})
        order = self._ship_short("cancel")
        self.assertEqual((order.amount_untaxed, order.som_hold_status), (60, "clear"))

    def test_what_is_under_way_costs_the_same_for_few_and_many(self):
        counts = []
        for number in (1, 8):
            order = self._confirmed(*[(self._product(f"TP-{number}-{line}", 1.0), 2) for line in range(number)],
                                    som_rest_policy="cancel")
            self._forget()
            before = self.env.cr.sql_log_count
            order.order_line._som_totals()
            order.picking_ids._som_with_rest_policy()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
