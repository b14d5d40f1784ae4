from odoo.tests import Form, tagged

from .sourcing_common import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingQuotation(SourcingCommon):
    """Orders that are not confirmed yet, or not even saved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._stock(cls.scarce, 15, cls.north)

    def test_a_form_shows_the_date_of_the_best_warehouse(self):
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.scarce
                line.product_uom_qty = 12
            self.assertEqual(self._days(form.som_earliest_date), 0)
        order = form.save()
        self.assertFalse(order.som_warehouse_fixed)
        self.assertEqual(self._earliest(order), [0])

    def test_what_if_asks_all_warehouses(self):
        cart = self._sent(lines=[{"sku": "TP-SCARCE", "quantity": 20}])
        answer, = self.env["som.promise"].what_if([cart])
        self.assertEqual((answer["errors"], answer["date"]), ([], "2026-03-04 09:00:00"))

    def test_quotations_do_not_take_from_each_other(self):
        orders = [self._order((self.scarce, 20)) for _number in range(2)]
        self.assertEqual(self._earliest(*orders), [0, 0])

    def test_without_promises(self):
        self.company.som_promise = False
        order = self._confirmed((self.scarce, 20))
        self.assertEqual(set(self._from(order)), {"North", self.warehouse.name})
        self.assertFalse(order.order_line.som_promised_date)

    def test_cancelled_and_confirmed_again(self):
        order = self._confirmed((self.scarce, 20))
        order._action_cancel()
        order.action_draft()
        self._stock(self.scarce, 30, self.south)
        order.action_confirm()
        self.assertEqual(sum(self._from(order).values()), 20)
        self.assertEqual(len(order.som_decision_ids), 2)

    def test_a_copy_is_decided_anew(self):
        order = self._confirmed((self.scarce, 20))
        copy = order.copy()
        self.assertFalse(copy.order_line.som_part_ids or copy.som_decision_ids or copy.som_warehouse_fixed)
