from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .hold_common import HoldCommon


class CustomerCase(HoldCommon):
    """Customers, and what their orders are held for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.norway, cls.germany = cls.env.ref("base.no"), cls.env.ref("base.de")
        cls.firm = cls.env["res.partner"].create({
            "name": "Fjord AS", "is_company": True, "vat": "NO072274687MVA", "email": "post@fjord.example",
            "street": "1 Quay", "city": "Oslo", "zip": "0150", "country_id": cls.norway.id})
        cls.buyer = cls.env["res.partner"].create({"name": "Nils Buyer", "parent_id": cls.firm.id})

    def _placed(self, **values):
        return self._order((self.goods, 1), **{"partner_id": self.firm.id, **values})

    def _pair(self, left, right, score=90, **values):
        low, high = sorted((left.id, right.id))
        return self.env["som.partner.duplicate"].create({
            "partner_id": low, "other_id": high, "score": score, **values})


@tagged("post_install", "-at_install")
class TestChecksCustomer(CustomerCase):
    """Who orders is known once, can be asked, and may order."""

    def test_a_blocked_customer_holds_with_the_reason(self):
        self._check("customer_blocked")
        self.firm.write({"som_blocked": True, "som_blocked_reason": "Unpaid since May"})
        order = self._placed(partner_id=self.buyer.id)
        self.assertIn("Fjord AS gets no new orders (Unpaid since May).", self._reason(order))
        self.firm.som_blocked = False
        self.assertFalse(self._reason(order))

    def test_a_block_without_a_reason_is_told_too(self):
        self._check("customer_blocked")
        self.firm.som_blocked = True
        self.assertIn("Fjord AS gets no new orders. Release", self._reason(self._placed()))

    def test_who_pays_must_not_be_blocked_either(self):
        self._check("customer_blocked")
        self.firm.som_blocked = True
        order = self._placed(partner_id=self.customer.id, partner_invoice_id=self.firm.id)
        self.assertIn("Fjord AS", self._reason(order))
        order.partner_invoice_id = self.customer
        self.assertFalse(self._reason(order))

    def test_a_block_of_one_company_is_none_in_another(self):
        other = self.env["res.company"].create({"name": "Other House"})
        self._check("customer_blocked")
        self._check("customer_blocked", company_id=other.id)
        self.firm.with_company(other).som_blocked = True
        here, there = self._placed(), self._placed(company_id=other.id)
        (here | there)._som_check()
        self.assertEqual((here | there).mapped("som_hold_status"), ["clear", "held"])

    def test_a_waived_block_is_held_again_for_another_reason(self):
        self._check("customer_blocked")
        self.firm.write({"som_blocked": True, "som_blocked_reason": "Unpaid"})
        order = self._placed()
        self._reason(order)
        self._waive(order)
        self.assertFalse(self._reason(order))
        self.firm.som_blocked_reason = "Fraud"
        self.assertIn("Fraud", self._reason(order))

    def test_a_very_long_reason_can_be_waived_too(self):
        self._check("customer_blocked")
        text = "".join(f"Letter {number} came back. " for number in range(900))
        self.firm.write({"som_blocked": True, "som_blocked_reason": text})
        order = self._placed()
        self.assertIn("Letter 899", self._reason(order))
        self._waive(order)
        self.assertFalse(self._reason(order))

    def test_a_likely_duplicate_holds_and_names_the_other(self):
        self._check("customer_duplicate", percent=80)
        twin = self.firm.copy({"name": "Fjord A/S"})
        pair = self._pair(self.firm, twin, score=87)
        orders = [self._placed(), self._placed(partner_id=self.buyer.id), self._placed(partner_id=twin.id)]
        for order in orders[:2]:
            self.assertIn("Fjord AS is likely the same customer as Fjord A/S (87 of 100 points)", self._reason(order))
        self.assertIn("Fjord A/S is likely the same customer as Fjord AS", self._reason(orders[2]))
        pair.action_dismiss()
        self.assertFalse(any(self._reason(order) for order in orders))

    def test_a_pair_below_the_score_passes(self):
        self._check("customer_duplicate", percent=80)
        self._pair(self.firm, self.customer, score=79)
        self.assertFalse(self._reason(self._placed()))

    def test_of_several_pairs_the_likeliest_is_named(self):
        self._check("customer_duplicate", percent=60)
        self._pair(self.firm, self.customer, score=70)
        self._pair(self.firm, self.firm.copy({"name": "Fjord A/S"}), score=95)
        self.assertIn("Fjord A/S (95", self._reason(self._placed()))

    def test_pairs_of_another_company_hold_nobody_here(self):
        other = self.env["res.company"].create({"name": "Other House"})
        self.env.user.company_ids |= other
        self._check("customer_duplicate", percent=60)
        self._pair(self.firm, self.customer, company_id=other.id)
        both = self.env["sale.order"].with_context(allowed_company_ids=[self.company.id, other.id])
        self.assertFalse(self._reason(both.browse(self._placed().id)))

    def test_a_company_without_a_tax_number_holds(self):
        self._check("customer_tax_number")
        self.firm.vat = False
        order = self._placed(partner_id=self.buyer.id)
        self.assertIn("Fjord AS is a company without a tax number", self._reason(order))
        self.firm.vat = "/"
        self.assertFalse(self._reason(order), "said to have none")

    def test_a_person_needs_no_tax_number(self):
        self._check("customer_tax_number")
        self.assertFalse(self._reason(self._placed(partner_id=self.customer.id)))

    def test_the_tax_number_is_wanted_in_some_countries(self):
        check = self._check("customer_tax_number", country_ids=[(6, 0, self.germany.ids)])
        self.firm.vat = False
        order = self._placed()
        self.assertFalse(self._reason(order))
        check.country_ids |= self.norway
        self.assertTrue(self._reason(order))

    def test_a_customer_nobody_can_reach_holds(self):
        self._check("customer_contact")
        self.firm.email = False
        order = self._placed()
        self.assertIn("neither an e-mail address nor a phone number on Fjord AS", self._reason(order))
        self.firm.phone = "+47 22 00 00 00"
        self.assertFalse(self._reason(order))

    def test_any_contact_of_the_order_will_do(self):
        self._check("customer_contact")
        self.firm.email = False
        reachable = self.env["res.partner"].create({
            "name": "Office", "type": "invoice", "parent_id": self.firm.id, "email": "office@fjord.example"})
        for role in ("partner_invoice_id", "partner_shipping_id"):
            self.assertFalse(self._reason(self._placed(**{role: reachable.id})), role)

    def test_the_required_contact_can_be_chosen(self):
        check = self._check("customer_contact", contact_way="phone")
        order = self._placed()
        self.assertIn("no phone number", self._reason(order))
        check.contact_way = "email"
        self.assertFalse(self._reason(order))


@tagged("post_install", "-at_install")
class TestChecksReference(CustomerCase):
    """What a customer ordered once is not delivered twice."""

    def test_the_same_reference_holds_and_names_the_other_order(self):
        self._check("reference_repeated")
        first = self._placed(client_order_ref="PO 4711")
        second = self._placed(partner_id=self.buyer.id, client_order_ref=" po4711 ")
        reason = self._reason(second)
        self.assertIn(f"order {first.name} of", reason)
        self.assertIn("Fjord AS has ordered “ po4711 ” already", reason)
        self.assertFalse(self._reason(first), "one of the two goes on")

    def test_another_reference_and_no_reference_pass(self):
        self._check("reference_repeated")
        for reference in ("PO 4711", "PO 4712", False, False, "  ", "  "):
            self.assertFalse(self._reason(self._placed(client_order_ref=reference)), reference)

    def test_other_customers_and_other_companies_may_use_the_same(self):
        self._check("reference_repeated")
        other = self.env["res.company"].create({"name": "Other House"})
        self._placed(client_order_ref="PO 1", company_id=other.id)
        self._placed(client_order_ref="PO 1", partner_id=self.customer.id)
        self.assertFalse(self._reason(self._placed(client_order_ref="PO 1")))

    def test_within_one_batch_the_first_goes_on(self):
        self._check("reference_repeated")
        orders = self.env["sale.order"].union(*(self._placed(client_order_ref="PO 1") for _number in range(3)))
        orders.action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "draft", "draft"])

    def test_a_confirmed_order_goes_before_an_older_quotation(self):
        check = self._check("reference_repeated")
        old, new = self._placed(client_order_ref="PO 1"), self._placed(client_order_ref="PO 1")
        check.active = False
        new.action_confirm()
        check.active = True
        self.assertFalse(self._reason(new))
        self.assertIn(new.name, self._reason(old))

    def test_a_cancelled_order_counts_no_more(self):
        self._check("reference_repeated")
        first, second = self._placed(client_order_ref="PO 1"), self._placed(client_order_ref="PO 1")
        self.assertTrue(self._reason(second))
        first._action_cancel()
        self.assertFalse(self._reason(second))

    def test_only_so_many_days_back(self):
        check = self._check("reference_repeated", days=30)
        first, second = self._placed(client_order_ref="PO 1"), self._placed(client_order_ref="PO 1")
        first.date_order = fields.Datetime.now() - timedelta(days=31)
        self.assertFalse(self._reason(second))
        check.days = 32
        self.assertTrue(self._reason(second))
        check.days = 0
        self.assertTrue(self._reason(second))

    def test_a_waived_reference_stays_waived_until_it_is_another(self):
        self._check("reference_repeated")
        self._placed(client_order_ref="PO 1")
        self._placed(client_order_ref="PO 2")
        order = self._placed(client_order_ref="PO 1")
        self._reason(order)
        self._waive(order)
        order.client_order_ref = "po 1"
        self.assertFalse(self._reason(order), "the same")
        order.client_order_ref = "PO 2"
        self.assertTrue(self._reason(order))


@tagged("post_install", "-at_install")
class TestChecksCustomerAtOnce(CustomerCase):
    """What was held goes on in the transaction that mends it."""

    def _held(self, **values):
        order = self._placed(**values)
        order.action_confirm()
        self.assertEqual(order.som_hold_status, "held")
        return order

    def test_a_released_customer_frees_the_orders_of_his_people(self):
        self._check("customer_blocked")
        self.firm.som_blocked = True
        order = self._held(partner_id=self.buyer.id)
        self._assert_freed_by(order, lambda: self.firm.write({"som_blocked": False}))

    def test_a_tax_number(self):
        self._check("customer_tax_number")
        self.firm.vat = False
        self._assert_freed_by(self._held(), lambda: self.firm.write({"vat": "NO072274687MVA"}))

    def test_a_phone_number_on_the_delivery_contact(self):
        self._check("customer_contact")
        self.firm.email = False
        contact = self.env["res.partner"].create({
            "name": "Dock", "type": "delivery", "parent_id": self.firm.id, "street": "2 Pier"})
        order = self._held(partner_shipping_id=contact.id)
        self._assert_freed_by(order, lambda: contact.write({"phone": "+47 22 00 00 00"}))

    def test_a_pair_that_is_no_duplicate(self):
        self._check("customer_duplicate")
        pair = self._pair(self.firm, self.customer)
        self._assert_freed_by(self._held(), pair.action_dismiss)

    def test_duplicates_that_were_merged(self):
        self._check("customer_duplicate")
        twin = self.env["res.partner"].create({
            "name": "Fjord A/S", "is_company": True, "vat": "NO072274687MVA", "email": "post@fjord.example"})
        self._pair(self.firm, twin)
        order = self._held(partner_id=twin.id)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        self._assert_freed_by(order, lambda: wizard._merge((self.firm | twin).ids, self.firm))
        self.assertEqual(order.partner_id, self.firm)

    def test_a_reference_that_the_other_order_gives_up(self):
        self._check("reference_repeated")
        for change in (lambda order: order.write({"client_order_ref": "PO 2"}), lambda order: order._action_cancel(),
                       lambda order: order.unlink(), lambda order: order.write({"partner_id": self.customer.id})):
            first = self._placed(client_order_ref="PO 1")
            second = self._held(client_order_ref="PO 1")
            self._assert_freed_by(second, lambda change=change, first=first: change(first))
            second._action_cancel()

    def test_any_user_may_mend_it(self):
        self._check("customer_tax_number")
        self.firm.vat = False
        order = self._held()
        clerk = self._user("clerk", "base.group_user", "base.group_partner_manager")
        self._assert_freed_by(order, lambda: self.firm.with_user(clerk).write({"vat": "NO072274687MVA"}))
