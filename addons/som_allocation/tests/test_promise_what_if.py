from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestPromiseWhatIf(PromiseCommon):
    """Dates for carts that are no orders yet."""

    def _ask(self, *carts, **options):
        return self.env["som.promise"].what_if(list(carts), **options)

    def _cart(self, quantity, **values):
        return {"channel": "test-web", "lines": [{"sku": "TP-SCARCE", "quantity": quantity}], **values}

    def test_a_cart_is_told_when_and_from_what(self):
        self._coming(5, 4)
        self.assertEqual(self._ask(self._cart(12)), [{
            "date": "2026-03-08 09:00:00", "errors": [], "lines": [{
                "sku": "TP-SCARCE", "date": "2026-03-08 09:00:00", "missing": 0.0, "parts": [
                    {"quantity": 10.0, "date": "2026-03-04 09:00:00"},
                    {"quantity": 2.0, "date": "2026-03-08 09:00:00"}]}]}])

    def test_carts_do_not_know_of_each_other(self):
        answers = self._ask(self._cart(10), self._cart(10))
        self.assertEqual([answer["date"] for answer in answers], ["2026-03-04 09:00:00"] * 2)

    def test_nothing_is_written(self):
        orders, moves = self.env["sale.order"].search_count([]), self.env["stock.move"].search_count([])
        self._ask(self._cart(10))
        self.assertEqual(
            (orders, moves), (self.env["sale.order"].search_count([]), self.env["stock.move"].search_count([])))

    def test_what_is_missing_is_said(self):
        [answer] = self._ask(self._cart(12))
        self.assertEqual((answer["date"], answer["lines"][0]["missing"]), (False, 2.0))

    def test_a_carrier_takes_its_time(self):
        self.env["delivery.carrier"].create({
            "name": "Slow Boat", "som_transit_days": 4, "product_id": self.service.id})
        [answer] = self._ask(self._cart(1, carrier="Slow Boat"))
        self.assertEqual(answer["date"], "2026-03-08 09:00:00")

    def test_mistakes_are_named_and_stop_no_other_cart(self):
        bad = {"lines": [{"sku": "NONE", "quantity": 1}]}
        first, second = self._ask(bad, self._cart(1), channel="test-web")
        self.assertEqual([(error["line"], error["field"], error["code"]) for error in first["errors"]],
                         [(1, "sku", "unknown_sku")])
        self.assertEqual(second["date"], "2026-03-04 09:00:00")

    def test_an_unknown_channel_is_named(self):
        [answer] = self._ask(self._cart(1, channel="none"))
        self.assertIn("channel", [error["field"] for error in answer["errors"]])

    def test_a_company_that_promises_nothing_says_so(self):
        self.company.som_promise = False
        with self.assertRaisesRegex(UserError, "promises no dates"):
            self._ask(self._cart(1))

    def test_who_may_not_order_may_not_ask(self):
        nobody = self._user("nobody", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["som.promise"].with_user(nobody).what_if([self._cart(1)])

    def test_who_may_order_needs_no_right_to_read_stock(self):
        seller = self._user("seller", "sales_team.group_sale_salesman")
        [answer] = self.env["som.promise"].with_user(seller).what_if([self._cart(1)])
        self.assertEqual(answer["date"], "2026-03-04 09:00:00")

    def test_queries_do_not_depend_on_carts(self):
        counts = []
        for number in (2, 2, 20):
            self._forget()
            start = self.env.cr.sql_log_count
            self._ask(*[self._cart(1)] * number)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts[1:])
