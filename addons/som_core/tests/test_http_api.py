import json
from datetime import datetime, timedelta

from odoo.tests import HttpCase, mute_logger, tagged

from .common import SomCommon

CREATED, DUPLICATE, REJECTED, VALID = "created", "duplicate", "rejected", "valid"


@tagged("post_install", "-at_install")
class TestHttpApi(SomCommon, HttpCase):
    """POST /json/2/som.intake/submit, as a program outside calls it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesperson = cls._user("api-sales", "sales_team.group_sale_salesman")
        cls.portal = cls._user("api-portal", "base.group_portal")

    def _key(self, user):
        # sudo: a portal user may not make a key in Odoo's own dialog, so one is given to him
        return self.env["res.users.apikeys"].with_user(user).sudo()._generate(
            "rpc", "test", datetime.now() + timedelta(hours=1))  # noqa: DTZ005 (Odoo compares naive times)

    def _post(self, body, user=None, key=None):
        headers = {"Content-Type": "application/json"}
        if user:
            key = self._key(user)
        if key:
            headers["Authorization"] = f"Bearer {key}"
        return self.url_open("/json/2/som.intake/submit", data=json.dumps(body), headers=headers)

    def _answers(self, *orders, **options):
        response = self._post({"orders": orders, **options}, self.salesperson)
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()

    def _orders(self, *numbers):
        return self.env["sale.order"].search([("som_external_ref", "in", numbers)])

    def test_an_order_comes_in(self):
        [answer] = self._answers(self._sent("A-1"))
        order = self._orders("A-1")
        self.assertEqual(
            (answer["status"], answer["order"], answer["channel"], answer["id"], answer["name"], answer["errors"]),
            (CREATED, "A-1", "test-web", order.id, order.name, []))
        self.assertEqual(order.create_uid, self.salesperson)
        self.assertEqual(order.partner_id, self.customer)

    def test_a_repeated_call_makes_nothing_new(self):
        [first] = self._answers(self._sent("A-1"))
        [second] = self._answers(self._sent("A-1"))
        self.assertEqual((second["status"], second["id"]), (DUPLICATE, first["id"]))
        self.assertEqual(len(self._orders("A-1")), 1)

    def test_a_bad_order_does_not_stop_a_good_one(self):
        bad = self._sent("A-1", lines=[{"sku": "no-such-sku", "quantity": 1}])
        answers = self._answers(bad, self._sent("A-2"))
        self.assertEqual([answer["status"] for answer in answers], [REJECTED, CREATED])
        [error] = answers[0]["errors"]
        self.assertEqual((error["field"], error["code"]), ("sku", "unknown_sku"))
        self.assertIn("no-such-sku", error["message"])
        self.assertEqual(self._orders("A-1", "A-2").mapped("som_external_ref"), ["A-2"])

    def test_a_dry_run_keeps_nothing(self):
        self.salesperson.group_ids |= self.env.ref("base.group_partner_manager")
        self.channel.unknown_customer = "create"
        before = self.env["res.partner"].search_count([])
        [answer] = self._answers(self._sent("A-1", customer="NEW-1", customer_name="Newcomer"), dry_run=True)
        self.assertEqual((answer["status"], answer["id"], answer["errors"]), (VALID, False, []))
        self.assertFalse(self._orders("A-1"))
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_who_may_not_create_customers_is_told(self):
        self.channel.unknown_customer = "create"
        answers = self._answers(self._sent("A-1", customer="NEW-1", customer_name="Newcomer"), self._sent("A-2"))
        self.assertEqual([answer["status"] for answer in answers], [REJECTED, CREATED])
        self.assertIn("Contact", answers[0]["errors"][0]["message"])

    @mute_logger("odoo.http")
    def test_without_a_key_nobody_gets_in(self):
        for key in (None, "0" * 40):
            with self.subTest(key=key):
                self.assertIn(self._post({"orders": [self._sent("A-1")]}, key=key).status_code, (401, 403))
        self.assertFalse(self._orders("A-1"))

    @mute_logger("odoo.http")
    def test_a_portal_user_is_refused(self):
        response = self._post({"orders": [self._sent("A-1")]}, self.portal)
        self.assertEqual(response.status_code, 403, response.text)
        self.assertFalse(self._orders("A-1"))

    @mute_logger("odoo.http")
    def test_history_is_for_managers(self):
        response = self._post({"orders": [self._sent("A-1")], "history": True}, self.salesperson)
        self.assertEqual(response.status_code, 403, response.text)
        self.assertIn("Only order managers", response.json()["message"])
        self.assertFalse(self._orders("A-1"))

    @mute_logger("odoo.http")
    def test_an_unknown_parameter_is_named(self):
        response = self._post({"orders": [self._sent("A-1")], "dryrun": True}, self.salesperson)
        self.assertEqual(response.status_code, 422, response.text)
        self.assertIn("dryrun", response.json()["message"])
        self.assertFalse(self._orders("A-1"))

    @mute_logger("odoo.http")
    def test_orders_must_be_a_list(self):
        for orders in (self._sent("A-1"), "A-1", 7, None):
            with self.subTest(orders=orders):
                response = self._post({"orders": orders}, self.salesperson)
                self.assertEqual(response.status_code, 422, response.text)
                self.assertIn("as a list", response.json()["message"])
        self.assertFalse(self._orders("A-1"))

    @mute_logger("odoo.http")
    def test_what_is_no_json_is_refused(self):
        response = self.url_open("/json/2/som.intake/submit", data="{orders:", headers={
            "Content-Type": "application/json", "Authorization": f"Bearer {self._key(self.salesperson)}"})
        self.assertEqual(response.status_code, 400, response.text)

    def test_an_order_that_is_no_object_rejects_itself_alone(self):
        answers = self._answers("A-1", None, self._sent("A-2"))
        self.assertEqual([answer["status"] for answer in answers], [REJECTED, REJECTED, CREATED])

    def test_a_channel_of_another_company_is_unknown(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["som.channel"].create({"name": "Theirs", "code": "theirs", "company_id": elsewhere.id})
        [answer] = self._answers(self._sent("A-1", channel="theirs"))
        self.assertEqual(answer["status"], REJECTED)
        self.assertIn("unknown_channel", [error["code"] for error in answer["errors"]])
        self.assertFalse(self._orders("A-1"))

    @mute_logger("odoo.http")
    def test_a_company_in_the_context_opens_no_door(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.env["som.channel"].create({"name": "Theirs", "code": "theirs", "company_id": elsewhere.id})
        response = self._post({
            "orders": [self._sent("A-1", channel="theirs")],
            "context": {"allowed_company_ids": [elsewhere.id]}}, self.salesperson)
        self.assertEqual(response.status_code, 403, response.text)
        self.assertFalse(self._orders("A-1"))

    @mute_logger("odoo.http")
    def test_inner_methods_cannot_be_called(self):
        response = self.url_open("/json/2/som.intake/_take_in", data=json.dumps({"parsed": []}), headers={
            "Content-Type": "application/json", "Authorization": f"Bearer {self._key(self.salesperson)}"})
        self.assertEqual(response.status_code, 403, response.text)
