from odoo import fields

from .common import SomCommon


class CreditCommon(SomCommon):
    """Customers who owe something: invoices, payments, orders by the real thing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["som.check"].search([]).active = False
        cls.company.account_use_credit_limit = True
        cls.env["ir.default"].set("res.partner", "credit_limit", 0.0, company_id=cls.company.id)
        cls.Credit = cls.env["som.credit"]
        cls.today = fields.Date.context_today(cls.Credit)
        cls.ordered = cls._product("TP-O", 10.0, invoice_policy="order")
        cls.service.taxes_id = False
        cls.tax = cls.env["account.tax"].create({"name": "Tax 25", "amount": 25.0, "type_tax_use": "sale"})
        cls.foreign = cls.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", cls.company.currency_id.id)], limit=1)
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        cls._rate(cls.company, 2.0)

    @classmethod
    def _rate(cls, company, rate, day="2020-01-01", currency=None):
        """So many units of the foreign currency are one of the company's."""
        return cls.env["res.currency.rate"].create({
            "currency_id": (currency or cls.foreign).id, "company_id": company.root_id.id, "name": day, "rate": rate})

    @classmethod
    def _other_company(cls, name="Elsewhere", **values):
        company = cls.env["res.company"].create({"name": name})
        cls.env.user.company_ids |= company
        cls.env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
        company.write({"currency_id": cls.company.currency_id.id, **values})
        return company

    def _day(self, days):
        return fields.Date.add(self.today, days=days)

    def _of(self, partner=None, companies=None, currency=None, date=None):
        """Exposure of a customer."""
        partner = partner or self.customer
        exposures = self.Credit._som_exposure(
            partner, companies or self.company, currency or self.company.currency_id, date)
        return exposures[partner.commercial_partner_id.id]

    def _parts(self, *args, **kwargs):
        exposure = self._of(*args, **kwargs)
        return exposure.receivable, exposure.draft_invoices, exposure.to_invoice

    def _invoice(self, amount, partner=None, due=0, post=True, company=None, **values):
        """An invoice, or with ``move_type`` a credit note, due in so many days."""
        company = company or self.company
        move = self.env["account.move"].with_company(company).create({
            "move_type": "out_invoice", "partner_id": (partner or self.customer).id,
            "invoice_date": self._day(min(due, 0)), "invoice_date_due": self._day(due),
            "invoice_line_ids": [(0, 0, {"name": "Goods", "quantity": 1, "price_unit": amount, "tax_ids": False})],
            **values})
        if post:
            move.action_post()
        return move

    def _register(self, invoices, amount=None, **values):
        """Payment by the button of the invoice."""
        if amount is not None:
            values["amount"] = amount
        return self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids).create(values)._create_payments()

    def _payment(self, amount, partner=None, entry=True, post=True, **values):
        """A payment that is allocated to nothing; ``entry`` False: one without a journal entry."""
        payment = self.env["account.payment"].create({
            "payment_type": "inbound", "partner_type": "customer", "partner_id": (partner or self.customer).id,
            "amount": amount, **values})
        if not entry:
            payment.outstanding_account_id = False
        if post:
            payment.action_post()
        self.assertEqual(bool(payment.move_id), entry)
        return payment

    def _down_payment(self, order, percent, post=True):
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids).create(
                {"advance_payment_method": "percentage", "amount": percent})
        invoice = wizard._create_invoices(order)
        if post:
            invoice.action_post()
        return invoice

    def _final_invoice(self, order, post=True):
        invoice = order._create_invoices(final=True)
        if post:
            invoice.action_post()
        return invoice

    def _confirmed(self, *lines, **values):
        order = self._order(*lines, **values)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        return order


class CreditCheckCommon(CreditCommon):
    """Checks that are on one at a time; each bad order has a corrected twin that passes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "Other"})

    def _check(self, builtin, **values):
        return self.env["som.check"].create({
            "name": builtin, "kind": "builtin", "builtin": builtin, "percent": 100, **values})

    def _assert_held(self, order, *words):
        order.action_confirm()
        self.assertEqual((order.state, order.som_hold_status), ("draft", "held"), order.som_hold_reason)
        for word in words:
            self.assertIn(word, order.som_hold_reason)

    def _assert_passes(self, order):
        order.action_confirm()
        self.assertEqual((order.state, order.som_hold_status), ("sale", "clear"), order.som_hold_reason)

    def _quotation(self, amount, partner=None, **values):
        partner = partner or self.customer
        return self._order((self.ordered, amount / 10), partner_id=partner.id, **values)

    def _flush(self):
        """The end of the transaction, as far as held orders are concerned."""
        self.env.cr.flush()
