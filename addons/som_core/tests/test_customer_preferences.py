from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .profile_common import ProfileCommon


@tagged("post_install", "-at_install", "som_demo")
class TestCustomerPreferences(ProfileCommon):
    """What a customer wants is what his orders and deliveries start with."""

    def test_a_new_order_starts_with_the_customers_shipping_policy(self):
        self.assertEqual(self._order((self.goods, 1)).picking_policy, "direct")
        self.customer.som_picking_policy = "one"
        self.assertEqual(self._order((self.goods, 1)).picking_policy, "one")

    def test_an_order_of_a_contact_starts_with_that_of_the_customer(self):
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.customer.id})
        self.customer.som_picking_policy = "one"
        self.assertEqual(self._order((self.goods, 1), partner_id=contact.id).picking_policy, "one")

    def test_what_the_order_says_itself_stays(self):
        self.customer.som_picking_policy = "one"
        self.assertEqual(self._order((self.goods, 1), picking_policy="direct").picking_policy, "direct")

    def test_the_channel_decides_before_the_customer(self):
        self.customer.som_picking_policy = "one"
        self.channel.picking_policy = "direct"
        self.assertEqual(self._order((self.goods, 1), som_channel_id=self.channel.id).picking_policy, "direct")
        self.channel.picking_policy = False
        self.assertEqual(self._order((self.goods, 1), som_channel_id=self.channel.id).picking_policy, "one")

    def test_an_order_that_comes_in_by_itself_starts_with_it_too(self):
        self.customer.som_picking_policy = "one"
        [answer] = self._submit(self._sent())
        self.assertEqual(self.env["sale.order"].browse(answer["id"]).picking_policy, "one")

    def test_on_the_form_it_follows_the_choice_of_the_customer(self):
        self.customer.som_picking_policy = "one"
        form = Form(self.env["sale.order"])
        self.assertEqual(form.picking_policy, "direct")
        form.partner_id = self.customer
        self.assertEqual(form.picking_policy, "one")
        form.picking_policy = "direct"
        self.assertEqual(form.save().picking_policy, "direct")

    def test_on_the_form_it_goes_with_the_customer_who_wanted_it(self):
        self.customer.som_picking_policy = "one"
        other = self.env["res.partner"].create({"name": "Does Not Care"})
        form = Form(self.env["sale.order"])
        form.partner_id = self.customer
        form.partner_id = other
        self.assertEqual(form.picking_policy, "direct")
        form.partner_id = self.customer
        order = form.save()
        with Form(order) as form:
            form.partner_id = other
        self.assertEqual(order.picking_policy, "direct")
        order.picking_policy = "one"
        with Form(order) as form:
            form.partner_id = self.env["res.partner"].create({"name": "Nor Does This One"})
        self.assertEqual(order.picking_policy, "one", "chosen by hand")

    def test_the_preference_is_that_of_the_orders_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.customer.with_company(other).som_picking_policy = "one"
        self.assertEqual(self._order((self.goods, 1)).picking_policy, "direct")

    def test_orders_of_customers_without_a_preference_cost_no_statement_more(self):
        preferring = self.env["res.partner"].create({"name": "Patient", "som_picking_policy": "one"})

        def cost(partners):
            self._forget()
            before = self.cr.sql_log_count
            orders = self.env["sale.order"].create([{"partner_id": partner.id} for partner in partners])
            self.env.flush_all()
            return orders, self.cr.sql_log_count - before
        cost([self.customer])
        _orders, few = cost([self.customer] * 2)
        orders, many = cost([preferring] * 2)
        self.assertEqual(set(orders.mapped("picking_policy")), {"one"})
        self.assertLessEqual(many, few + 1)

    def test_delivery_instructions_of_the_address_are_shown_on_the_delivery(self):
        address = self.env["res.partner"].create({"name": "Gate 3", "type": "delivery", "parent_id": self.customer.id})
        picking = self._confirmed((self.goods, 1), partner_shipping_id=address.id).picking_ids
        self.assertFalse(picking.som_delivery_note)
        self.customer.som_delivery_note = "Call ahead"
        self.env.invalidate_all()
        self.assertEqual(picking.som_delivery_note, "Call ahead")
        address.som_delivery_note = "Ring at the gate"
        self.env.invalidate_all()
        worker = self._user("som_worker", "stock.group_stock_user")
        self.assertEqual(picking.with_user(worker).som_delivery_note, "Ring at the gate")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html("stock.action_report_delivery", picking.ids)
        self.assertIn(b"Ring at the gate", html)

    def test_a_receipt_shows_no_delivery_instructions(self):
        self.customer.som_delivery_note = "Call ahead"
        receipt = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.in_type_id.id, "partner_id": self.customer.id,
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.warehouse.lot_stock_id.id})
        self.assertFalse(receipt.som_delivery_note)

    def test_a_tier_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        tier = self.env["som.customer.tier"].create({"name": "Theirs", "company_id": other.id})
        with self.assertRaises(UserError):
            self.customer.som_tier_id = tier
        self.customer.som_tier_id = self.env["som.customer.tier"].create({"name": "Everybody's"})
        self.assertFalse(self.customer.with_company(other).som_tier_id)

    # Links

    def test_the_link_opens_the_invoices_that_are_overdue(self):
        today = fields.Date.today()
        late = self._invoiced(fields.Date.subtract(today, days=50), 100,
                              invoice_date_due=fields.Date.subtract(today, days=20))
        paid = self._invoiced(fields.Date.subtract(today, days=50), 100,
                              invoice_date_due=fields.Date.subtract(today, days=20))
        self._pay(paid, today)
        self._invoiced(today, 100, invoice_date_due=fields.Date.add(today, days=20))
        action = self.customer.action_som_open_overdue()
        self.assertEqual(self.env["account.move"].search(action["domain"]), late)

    def test_the_smart_button_opens_the_holds_that_are_open(self):
        order = self._order((self.goods, 1))
        self.env["som.check"].create({
            "name": "No", "kind": "order", "message": "Ask.", "domain": f"[('id', '=', {order.id})]"})
        order._som_check()
        action = self.customer.action_som_open_holds()
        self.assertEqual(self.env[action["res_model"]].search(action["domain"]), order.som_hold_ids)
        self.assertEqual(self.customer.som_hold_count, 1)
