from odoo.fields import Command
from odoo.tests import tagged

from .purchase_common import PurchaseCommon


@tagged("post_install", "-at_install")
class TestRulePurchase(PurchaseCommon):
    """Reordering rules count what they have asked for and ordered, and order nothing twice."""

    def _to_order(self, rule):
        self.env.flush_all()
        rule._compute_qty_to_order_computed()
        return rule.qty_to_order

    def test_what_a_rule_asks_for_is_under_way(self):
        rule = self._rule()
        self._coming(100, 200)
        self._confirmed((self.scarce, 14))
        self.assertEqual(self._to_order(rule), 4)
        rule.action_replenish()
        line = self._requests()
        self.assertEqual((line.orderpoint_id, line.product_qty, line.state), (rule, 4, "draft"))
        self.assertEqual(self._to_order(rule), 0)
        for step in ("button_confirm", "button_cancel"):
            getattr(line.order_id, step)()
            self.assertEqual(self._to_order(rule), 0 if step == "button_confirm" else 4)

    def test_the_board_and_the_rule_order_once_together(self):
        rule = self._rule(trigger="auto", product_min_qty=2, product_max_qty=2)
        self._coming(100, 200)
        self._confirmed((self.scarce, 14))
        self.assertEqual(sum(self._requests().mapped("product_qty")), 4)
        self.assertIn("ordered already", self._board().action_replenish()["params"]["message"])
        rule._procure_orderpoint_confirm()
        self.assertEqual(sum(self._requests().mapped("product_qty")), 4)

    def test_what_it_ordered_counts_also_when_the_vendor_is_late(self):
        for steps in ("one_step", "three_steps"):
            with self.subTest(steps):
                self.warehouse.reception_steps = steps
                product = self._product(f"TP-{steps}", 5.0, sale_delay=0)
                self._vendor(9, product)
                rule = self._rule(product)
                self._coming(100, 200, product)
                self._confirmed((product, 4))
                rule.action_replenish()
                order = self._requests(product).order_id
                order.button_confirm()
                order.order_line.date_planned = self._in(30)
                self.assertEqual(self._days(order.picking_ids.move_ids.date), 30)
                self.assertEqual(self._to_order(rule), 0)
                while step := order.order_line.move_ids.picking_id.filtered(lambda one: one.state == "assigned"):
                    step.move_ids.picked = True
                    step.button_validate()
                later = self.env["stock.move"].search([
                    ("product_id", "=", product.id), ("state", "=", "assigned"),
                    ("location_dest_usage", "=", "internal"), ("location_id.usage", "=", "internal")])
                self.assertEqual(len(later), 1 if steps == "three_steps" else 0)
                self.assertEqual(self.env["som.promise"]._som_ordered_by_rules(later.ids), set(later.ids))
                later.date = self._in(40)
                self.assertEqual(self._to_order(rule), 0)

    def test_what_is_asked_for_somebody_alone_is_not_for_all(self):
        rule = self._rule()
        self._make_to_order()
        self._confirmed((self.scarce, 4))
        self.scarce.route_ids = [Command.clear()]
        self._coming(100, 200)
        self.assertEqual(self._requests().product_qty, 4)
        self._confirmed((self.scarce, 14))
        self.assertEqual((rule.som_promised_qty, self._to_order(rule)), (4, 4))
        rule.action_replenish()
        self.assertEqual(sum(self._requests().mapped("product_qty")), 8)
        self.assertEqual(self._to_order(rule), 0)

    def test_without_promises_it_is_as_native(self):
        self.company.som_promise = False
        rule = self._rule()
        self._coming(100, 200)
        self._confirmed((self.scarce, 14))
        self.assertEqual((self._to_order(rule), rule.som_promised_qty), (0, 0))

    def test_the_lead_time_is_measured_from_confirmation(self):
        self._stock(self.scarce, 100)
        for lead in (4, 6, 8):
            order = self._ordered(1, 5)
            order.picking_ids.move_ids.picked = True
            order.picking_ids.button_validate()
            order.date_approve = self._in(-lead)
        rule = self._rule()
        self.assertEqual((rule.som_lead_time, rule.som_lead_spread), (6, 2))
        self._requests().order_id.date_approve = False
        self._requests().order_id.date_order = self._in(-10)
        rule.invalidate_recordset()
        self.assertEqual(rule.som_lead_time, 10)

    def test_the_lead_time_of_the_vendor_that_the_rule_names(self):
        other = self.env["res.partner"].create({"name": "Fast"})
        rule = self._rule(supplier_id=self._vendor(4, partner_id=other.id, sequence=9).id)
        self.assertEqual(rule.som_lead_time, 4)
        rule.supplier_id = False
        rule.invalidate_recordset()
        self.assertEqual(rule.som_lead_time, 9)
