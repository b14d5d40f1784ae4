from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..intake import parser
from ..models.som_intake_directory import Directory
from .common import SomCommon


@tagged("post_install", "-at_install")
class TestIntake(SomCommon):

    def _codes(self, answer):
        return {(error["row"], error["field"], error["code"]) for error in answer["errors"]}

    def _rejected(self, expected, **values):
        """Submit one order; it must be rejected with exactly the expected (row, field, code)."""
        before = self.env["sale.order"].search_count([])
        [answer] = self._submit(self._sent(**values))
        self.assertEqual(answer["status"], "rejected")
        self.assertEqual(self._codes(answer), expected)
        self.assertTrue(all(error["message"] for error in answer["errors"]))
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def _created(self, **values):
        [answer] = self._submit(self._sent(**values))
        self.assertEqual((answer["status"], answer["errors"]), ("created", []))
        return self.env["sale.order"].browse(answer["id"])

    # what comes in

    def test_an_order_comes_in_as_sent(self):
        order = self._created(
            order_date="2026-01-10T12:30:00+02:00", requested_date="2026-02-01", customer_reference="PO 7",
            lines=[{"sku": "TP-1", "quantity": "3.5", "price": 9.95, "discount": 10, "description": "As agreed"},
                   {"sku": "TP-2", "quantity": 1}])
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(order.date_order, datetime(2026, 1, 10, 10, 30))
        self.assertEqual(order.som_requested_date, datetime(2026, 2, 1))
        self.assertEqual(order.commitment_date, datetime(2026, 2, 1))
        self.assertEqual((order.som_channel_id, order.som_external_ref), (self.channel, "1001"))
        self.assertEqual(order.client_order_ref, "PO 7")
        first, second = order.order_line
        self.assertEqual((first.product_uom_qty, first.price_unit, first.discount), (3.5, 9.95, 10))
        self.assertEqual(first.name, "As agreed")
        self.assertAlmostEqual(first.price_subtotal, 31.34)
        self.assertEqual((second.product_id, second.price_unit), (self.more_goods, 20))

    def test_a_day_is_meant_in_the_channels_zone(self):
        self.channel.tz = "America/New_York"
        self.assertEqual(self._created(order_date="2026-01-10").date_order, datetime(2026, 1, 10, 5))

    def test_the_channels_price_outlives_a_change_of_quantity(self):
        order = self._created(lines=[{"sku": "TP-1", "quantity": 1, "price": 7}])
        order.order_line.product_uom_qty = 5
        self.assertEqual(order.order_line.price_unit, 7)
        free = self._created(number="1002", lines=[{"sku": "TP-1", "quantity": 1, "price": 0}])
        free.order_line.product_uom_qty = 5
        self.assertEqual(free.order_line.price_unit, 0)

    def test_units_carriers_and_warehouses_by_name(self):
        carrier = self.env["delivery.carrier"].create({
            "name": "Test Parcel", "product_id": self.service.id, "delivery_type": "fixed"})
        warehouse = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        order = self._created(carrier="test parcel", warehouse="SEC",
                              lines=[{"sku": "TP-1", "quantity": 2, "unit": "pack of 6"}])
        self.assertEqual((order.carrier_id, order.warehouse_id), (carrier, warehouse))
        self.assertEqual(order.order_line.product_uom_id, self.env.ref("uom.product_uom_pack_6"))

    def test_products_by_barcode(self):
        self.goods.barcode = "4006381333931"
        order = self._created(lines=[{"sku": "4006381333931", "quantity": 1}])
        self.assertEqual(order.order_line.product_id, self.goods)

    def test_customers_by_email_whatever_the_case(self):
        self.assertEqual(self._created(customer="Ada@Example.com").partner_id, self.customer)

    def test_a_company_is_meant_where_its_people_share_the_address(self):
        self.env["res.partner"].create({"name": "Child", "parent_id": self.customer.id, "email": "ada@example.com"})
        self.assertEqual(self._created(customer="ada@example.com").partner_id, self.customer)

    def test_delivery_elsewhere_makes_one_address(self):
        elsewhere = {"ship_name": "Depot", "ship_street": "2 Side St", "ship_city": "Bergen", "ship_country": "NO"}
        first = self._created(**elsewhere)
        second = self._created(number="1002", **dict(elsewhere, ship_city="BERGEN"))
        self.assertEqual(first.partner_shipping_id.parent_id, self.customer)
        self.assertEqual(first.partner_shipping_id.type, "delivery")
        self.assertEqual(first.partner_shipping_id, second.partner_shipping_id)
        own = self._created(number="1003", ship_name="Ada Buyer", ship_street="1 Main St", ship_zip="0150",
                            ship_city="Oslo", ship_country="Norway")
        self.assertEqual(own.partner_shipping_id, self.customer)

    def test_new_customers_are_created_where_the_channel_says_so(self):
        self.channel.unknown_customer = "create"
        new = {"customer": "grace@example.com", "customer_name": "Grace", "street": "3 New St", "city": "New York",
               "state": "NY", "country": "US"}
        first, second = (self.env["sale.order"].browse(answer["id"]) for answer in self._submit(
            self._sent("1", **new), self._sent("2", **dict(new, customer="Grace@example.com"))))
        third = self._created(number="3", **new)
        self.assertEqual(first.partner_id.name, "Grace")
        self.assertEqual(first.partner_id.state_id.code, "NY")
        self.assertEqual(first.partner_id, second.partner_id)
        self.assertEqual(first.partner_id, third.partner_id)

    def test_a_customers_number_at_the_channel_comes_first(self):
        other = self.env["res.partner"].create({"name": "Bob", "ref": "B-1"})
        self.env["som.channel.customer"].create(
            {"channel_id": self.channel.id, "number": "tc-1", "partner_id": other.id})
        self.assertEqual(self._created().partner_id, other)

    def test_the_channel_confirms(self):
        self.channel.confirm = "yes"
        order = self._created()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertEqual(self._net(order, "confirmed"), 1)

    def test_an_order_that_cannot_be_confirmed_stays_a_quotation_and_holds_nobody(self):
        self.channel.confirm = "yes"
        SaleOrder = type(self.env["sale.order"])
        native = SaleOrder._confirmation_error_message
        self.patch(SaleOrder, "_confirmation_error_message", lambda order: (
            "No." if order.som_external_ref == "1" else native(order)))
        answers = self._submit(self._sent("1"), self._sent("2"))
        self.assertEqual([answer["status"] for answer in answers], ["created", "created"])
        orders = self.env["sale.order"].browse(answer["id"] for answer in answers)
        self.assertEqual(orders.mapped("state"), ["draft", "sale"])
        self.assertIn("No.", orders[0].message_ids[0].body)

    # idempotence

    def test_the_same_order_again_is_a_duplicate_and_changes_nothing(self):
        order = self._created()
        [answer] = self._submit(self._sent(lines=[{"sku": "TP-2", "quantity": 99}]))
        self.assertEqual((answer["status"], answer["id"], answer["name"]), ("duplicate", order.id, order.name))
        self.assertEqual(order.order_line.product_id, self.goods)
        self.assertEqual(self._net(order, "placed"), 1)

    def test_an_order_a_user_may_not_read_is_a_duplicate_too(self):
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        order = self._created()
        order.user_id = self.env.ref("base.user_admin")
        [answer] = self.env["som.intake"].with_user(seller).submit([self._sent()])
        self.assertEqual((answer["status"], answer["id"]), ("duplicate", order.id))

    def test_the_same_number_at_another_channel_is_another_order(self):
        self.env["som.channel"].create({"name": "B", "code": "b"})
        self._created()
        self.assertEqual(self._submit(self._sent(channel="b"))[0]["status"], "created")

    def test_the_same_order_twice_in_one_call_comes_in_once(self):
        answers = self._submit(self._sent(), self._sent())
        self.assertEqual([answer["status"] for answer in answers], ["created", "rejected"])
        self.assertEqual(self._codes(answers[1]), {(2, "order", "repeated")})

    # what is rejected, by row and field

    def test_everything_that_is_wrong_is_named_at_once(self):
        self._rejected(
            {(0 + 1, "customer", "unknown_customer"), (1, "requested_date", "bad_date"), (1, "colour", "unknown_field"),
             (1, "sku", "unknown_sku"), (2, "quantity", "not_positive"), (2, "unit", "unknown_unit"),
             (3, "quantity", "bad_number"), (3, "discount", "bad_discount"), (4, "sku", "missing"),
             (4, "quantity", "missing")},
            customer="nobody", requested_date="31 May", colour="red",
            lines=[{"sku": "NOPE", "quantity": 1}, {"sku": "TP-1", "quantity": 0, "unit": "bushel"},
                   {"sku": "TP-1", "quantity": "many", "discount": 120}, {}])

    def test_each_mistake_alone(self):
        self.env["res.partner"].create({"name": "Gone", "ref": "GONE", "active": False})
        self.env["res.partner"].create([{"name": f"Twin {n}", "ref": "TWIN"} for n in range(2)])
        self._product("OLD", 1, active=False)
        for _n in range(2):
            self._product("SAME", 1)
        line = {"sku": "TP-1", "quantity": 1}
        cases = [
            ({"channel": "nowhere"}, (1, "channel", "unknown_channel")),
            ({"order": ""}, (1, "order", "missing")),
            ({"customer": ""}, (1, "customer", "missing")),
            ({"customer": "GONE"}, (1, "customer", "archived_customer")),
            ({"customer": "TWIN"}, (1, "customer", "ambiguous_customer")),
            ({"carrier": "Nobody"}, (1, "carrier", "unknown_carrier")),
            ({"warehouse": "ZZZ"}, (1, "warehouse", "unknown_warehouse")),
            ({"currency": "XTS"}, (1, "currency", "wrong_currency")),
            ({"ship_city": "X", "ship_country": "Atlantis"}, (1, "ship_country", "unknown_country")),
            ({"ship_city": "X", "ship_country": "US", "ship_state": "ZZ"}, (1, "ship_state", "unknown_state")),
            ({"order_date": "03/04/2026"}, (1, "order_date", "ambiguous_date")),
            ({"note": {"a": 1}}, (1, "note", "bad_text")),
            ({"lines": []}, (1, "lines", "no_lines")),
            ({"lines": ["x"]}, (1, "lines", "not_a_mapping")),
            ({"lines": [dict(line, sku="OLD")]}, (1, "sku", "archived_product")),
            ({"lines": [dict(line, sku="SAME")]}, (1, "sku", "ambiguous_sku")),
            ({"lines": [dict(line, unit="kg")]}, (1, "unit", "wrong_unit")),
            ({"lines": [dict(line, price=-1)]}, (1, "price", "negative")),
            ({"lines": [dict(line, shipped_quantity=1, shipped_date="2026-01-12")]}, (1, "", "history_not_allowed")),
        ]
        for values, expected in cases:
            with self.subTest(expected=expected):
                self._rejected({expected}, **values)

    def test_a_new_customer_needs_a_name(self):
        self.channel.unknown_customer = "create"
        self._rejected({(1, "customer_name", "no_customer_name")}, customer="new@example.com")

    def test_one_bad_order_rejects_itself_alone(self):
        answers = self._submit(self._sent("1"), self._sent("2", customer="nobody"), "what", self._sent("3"))
        self.assertEqual([answer["status"] for answer in answers], ["created", "rejected", "rejected", "created"])
        self.assertEqual([answer["order"] for answer in answers], ["1", "2", "", "3"])

    def test_an_order_that_odoo_refuses_rejects_itself_alone(self):
        SaleOrder = type(self.env["sale.order"])
        native = SaleOrder.create

        def create(records, vals_list):
            orders = native(records, vals_list)
            if "2" in orders.mapped("som_external_ref"):
                raise UserError("Odoo says no")
            return orders
        self.patch(SaleOrder, "create", create)
        answers = self._submit(self._sent("1"), self._sent("2"), self._sent("3"))
        self.assertEqual([answer["status"] for answer in answers], ["created", "rejected", "created"])
        self.assertEqual(answers[1]["errors"][0]["message"], "Odoo says no")

    def test_what_is_no_list_is_refused(self):
        for wrong in ({"order": 1}, "orders", None, 7):
            with self.assertRaises(UserError):
                self.env["som.intake"].submit(wrong)

    # dry run and rights

    def test_a_dry_run_keeps_nothing_and_draws_no_number(self):
        self.channel.write({"unknown_customer": "create", "confirm": "yes"})
        counts = [self.env[model].search_count([]) for model in ("sale.order", "res.partner", "som.milestone")]
        sequences = self.env["ir.sequence"].search([("code", "=", "sale.order")], limit=1)
        sequences |= self.warehouse.out_type_id.sequence_id
        numbers = sequences.mapped("number_next_actual")
        answers = self._submit(
            self._sent("1"), self._sent("2", customer="x@example.com", customer_name="X"), self._sent("3", customer=""),
            dry_run=True)
        self.assertEqual([answer["status"] for answer in answers], ["valid", "valid", "rejected"])
        self.assertFalse(answers[0]["id"])
        self.assertEqual(
            counts, [self.env[model].search_count([]) for model in ("sale.order", "res.partner", "som.milestone")])
        sequences.invalidate_recordset()
        self.assertEqual(sequences.mapped("number_next_actual"), numbers)

    def test_who_may_not_create_orders_is_refused(self):
        nobody = self._user("som_nobody", "base.group_user")
        portal = self._user("som_portal", "base.group_portal")
        for user in (nobody, portal):
            with self.assertRaises(AccessError):
                self.env["som.intake"].with_user(user).submit([self._sent()])

    def test_history_is_for_managers(self):
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            self.env["som.intake"].with_user(seller).submit([self._sent()], history=True)

    def test_channels_of_other_companies_are_unknown(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.env["som.channel"].create({"name": "F", "code": "foreign", "company_id": other.id})
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        [answer] = self.env["som.intake"].with_user(seller).submit([self._sent(channel="foreign")])
        self.assertEqual(self._codes(answer), {(1, "channel", "unknown_channel")})

    def test_each_company_takes_in_its_own(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.env["som.channel"].create({"name": "F", "code": "foreign", "company_id": other.id})
        foreign = self._product("F-1", 1, company_id=other.id)
        intake = self.env["som.intake"].with_context(allowed_company_ids=[self.company.id, other.id])
        answers = intake.submit([
            self._sent("1", channel="foreign", lines=[{"sku": "F-1", "quantity": 1}]),
            self._sent("2", lines=[{"sku": "F-1", "quantity": 1}])])
        self.assertEqual([answer["status"] for answer in answers], ["created", "rejected"])
        order = self.env["sale.order"].browse(answers[0]["id"])
        self.assertEqual((order.company_id, order.order_line.product_id), (other, foreign))
        self.assertEqual(order.som_milestone_ids.company_id, other)

    # cost

    def test_looking_everything_up_costs_the_same_for_one_order_and_for_many(self):
        for count in (1, 60):
            parsed = [
                parser.parse_order(self._sent(str(number), carrier="x", warehouse="WH", ship_country="NO"), number)
                for number in range(1, count + 1)]
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(orders=count), self.assertQueryCount(16):
                Directory(self.env, parsed)

    def test_the_placed_milestone_is_dated_by_the_order(self):
        order = self._created(order_date="2026-01-10")
        self.assertEqual(order.som_milestone_ids.mapped("stage"), ["placed"])
        self.assertEqual(order.som_milestone_ids.occurred_at, fields.Datetime.to_datetime("2026-01-10"))
