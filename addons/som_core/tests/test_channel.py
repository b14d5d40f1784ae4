from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SomCommon


@tagged("post_install", "-at_install")
class TestChannel(SomCommon):

    def test_order_starts_with_the_channels_choices(self):
        team = self.env["crm.team"].create({"name": "Web team"})
        pricelist = self.env["product.pricelist"].create({"name": "Web prices"})
        warehouse = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        self.channel.write({"team_id": team.id, "pricelist_id": pricelist.id, "warehouse_id": warehouse.id,
                            "picking_policy": "one"})
        with Form(self.env["sale.order"]) as form:
            form.partner_id = self.customer
            form.som_channel_id = self.channel
        order = form.save()
        self.assertEqual(order.team_id, team)
        self.assertEqual(order.pricelist_id, pricelist)
        self.assertEqual(order.warehouse_id, warehouse)
        self.assertEqual(order.picking_policy, "one")

    def test_without_a_channel_orders_are_native(self):
        before = self.env["sale.order"].with_context(tracking_disable=True).create({"partner_id": self.customer.id})
        self.assertFalse(before.som_channel_id)
        self.assertEqual(before.warehouse_id, self.warehouse)

    def test_orders_by_hand_get_the_companys_channel_in_their_own_company_only(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.company.som_channel_id = self.channel
        here = self._order((self.goods, 1))
        there = self.env["sale.order"].with_company(other).create(
            {"partner_id": self.customer.id, "company_id": other.id})
        self.assertEqual(here.som_channel_id, self.channel)
        self.assertFalse(there.som_channel_id)

    def test_changing_the_channel_of_a_confirmed_order_keeps_its_warehouse(self):
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "SEC"})
        other = self.env["som.channel"].create({"name": "O", "code": "o", "warehouse_id": second.id})
        order = self._order((self.goods, 1))
        order.action_confirm()
        order.som_channel_id = other
        self.assertEqual(order.warehouse_id, self.warehouse)

    @mute_logger("odoo.sql_db")
    def test_code_is_unique_in_its_company(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["som.channel"].create({"name": "Twin", "code": "test-web"})
        other = self.env["res.company"].create({"name": "Other company"})
        self.env["som.channel"].create({"name": "Twin", "code": "test-web", "company_id": other.id})

    def test_code_without_blanks(self):
        for code in (" x", "x ", " "):
            with self.assertRaises(UserError):
                self.channel.code = code

    def test_channel_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other company"})
        foreign = self.env["som.channel"].create({"name": "F", "code": "f", "company_id": other.id})
        with self.assertRaises(UserError):
            self._order((self.goods, 1), som_channel_id=foreign.id)

    def test_only_managers_set_up_channels(self):
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        boss = self._user("som_boss", "sales_team.group_sale_manager")
        self.assertEqual(self.channel.with_user(seller).name, "Test Web")
        with self.assertRaises(AccessError):
            self.channel.with_user(seller).name = "Mine"
        self.channel.with_user(boss).name = "Ours"

    def test_users_see_channels_of_their_companies_only(self):
        other = self.env["res.company"].create({"name": "Other company"})
        self.env["som.channel"].create({"name": "F", "code": "f", "company_id": other.id})
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        self.assertEqual(self.env["som.channel"].with_user(seller).search([]).company_id, self.company)

    def test_settings_change_the_company(self):
        with Form(self.env["res.config.settings"]) as form:
            form.som_channel_id = self.channel
            form.som_import_batch = 50
        form.save().execute()
        self.assertEqual(self.company.som_channel_id, self.channel)
        self.assertEqual(self.company.som_import_batch, 50)
