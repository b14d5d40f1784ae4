from datetime import timedelta

from odoo.tests import tagged

from .credit_common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditNumber(CreditCommon):
    """Many customers at the price of few."""

    def _customers(self, number, busy):
        """So many customers, of whom so many have an invoice and an order."""
        customers = self.env["res.partner"].create([{"name": f"C{n}"} for n in range(number)])
        partners = customers[:busy]
        moves = self.env["account.move"].create([{
            "move_type": "out_invoice", "partner_id": partner.id, "invoice_date": self.today,
            "invoice_line_ids": [(0, 0, {"name": "x", "quantity": 1, "price_unit": 10, "tax_ids": False})],
        } for partner in partners])
        moves[::2].action_post()
        orders = self.env["sale.order"].create([{
            "partner_id": partner.id, "order_line": [(0, 0, {"product_id": self.service.id, "product_uom_qty": 1})],
        } for partner in partners])
        orders.action_confirm()
        return customers

    def _queries(self, partners, busy):
        self._forget()
        before = self.env.cr.sql_log_count
        exposures = self.Credit._som_exposure(partners, self.company, self.company.currency_id)
        limits = self.Credit._som_limits(partners, self.company)
        self.assertEqual(sum(exposure.total for exposure in exposures.values()), 15 * busy)
        self.assertEqual(exposures.keys(), limits.keys())
        return self.env.cr.sql_log_count - before

    def test_the_number_of_queries_is_the_same_for_five_and_for_five_hundred(self):
        few, many = self._customers(5, 5), self._customers(500, 40)
        self._queries(few, 5)  # caches that are filled once
        self.assertEqual(self._queries(few, 5), self._queries(many, 40))


@tagged("post_install", "-at_install")
class TestCreditAgainstNative(CreditCommon):
    """The same as Odoo's own figures where those are right; where they are not, knowingly different."""

    def _native(self, partner=None):
        partner = partner or self.customer
        partner.invalidate_recordset(["credit", "credit_to_invoice"])
        return partner.credit, partner.credit_to_invoice

    def test_the_same_for_invoices_payments_and_credit_notes(self):
        self._invoice(100, due=-3)
        self._invoice(40, currency_id=self.foreign.id)
        self._invoice(15, move_type="out_refund")
        self._payment(25)
        self.assertEqual(self._native()[0], self._of().receivable)

    def test_the_same_for_orders_to_invoice(self):
        self._confirmed((self.ordered, 10))
        order = self._confirmed((self.ordered, 3), (self.service, 2))
        self._final_invoice(order)
        delivered = self._confirmed((self.goods, 4))
        self._validate(delivered.picking_ids)
        self.assertEqual(self._native()[1], self._of().to_invoice)

    def test_the_same_for_a_foreign_order_at_the_rate_of_the_day(self):
        self._rate(self.company, 4.0, self.today)
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": self.foreign.id})
        order = self._confirmed((self.ordered, 10), pricelist_id=pricelist.id)
        self.assertAlmostEqual(self._of().to_invoice, order.amount_total / 4)
        self.assertAlmostEqual(self._native()[1], self._of().to_invoice)

    def test_native_does_not_see_payments_without_an_entry(self):
        self._invoice(100)
        self._payment(100, entry=False)
        self.assertEqual((self._native()[0], self._of().receivable), (100, 0))

    def test_native_does_not_see_what_is_on_its_way(self):
        self._confirmed((self.goods, 4))
        self.assertEqual((self._native()[1], self._of().to_invoice), (0, 40))

    def test_native_counts_a_down_payment_and_the_whole_order(self):
        order = self._confirmed((self.ordered, 100))
        self._down_payment(order, 30)
        native = sum(self._native())
        self.assertEqual((native, self._of().total), (1300, 1000))

    def test_native_does_not_see_draft_invoices_of_their_own(self):
        self._invoice(100, post=False)
        self.assertEqual((sum(self._native()), self._of().total), (0, 100))

    def test_native_does_not_see_the_other_companies(self):
        other = self._other_company()
        self._invoice(100, company=other)
        both = self.company | other
        self.assertEqual((self._native()[0], self._of(companies=both).receivable), (0, 100))

    def test_days_are_counted_from_the_day_asked_for(self):
        self._invoice(100, due=-10)
        later = self._of(date=self.today + timedelta(days=5))
        self.assertEqual(later.overdue_days, 15)
