from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import BaseCase, Form, tagged
from odoo.tools import mute_logger

from ..checks.goods import Goods
from ..checks.restrictions import Buyer, Restriction, Restrictions
from .product_common import ProductCase


@tagged("post_install", "-at_install")
class TestRestrictions(BaseCase):
    """The matching itself, on plain values."""

    goods = Goods(1, 10, frozenset({100, 101}))
    buyer = Buyer(7, 47, 3)

    def _matching(self, goods=None, buyer=None, **values):
        return bool(Restrictions([Restriction(1, "Why", **values)]).of(goods or self.goods, buyer or self.buyer))

    def test_each_dimension_alone(self):
        for name, meant, other in (("variant", 1, 2), ("template", 10, 11), ("category", 100, 102)):
            self.assertTrue(self._matching(**{name: meant}), name)
            self.assertFalse(self._matching(**{name: other}), name)
        for name, meant, other in (("customers", 7, 8), ("countries", 47, 48), ("channels", 3, 4)):
            self.assertTrue(self._matching(variant=1, **{name: frozenset({meant, other})}), name)
            self.assertFalse(self._matching(variant=1, **{name: frozenset({other})}), name)

    def test_all_of_it_must_be_true(self):
        meant = {"variant": 1, "template": 10, "category": 101, "customers": frozenset({7}),
                 "countries": frozenset({47}), "channels": frozenset({3})}
        self.assertTrue(self._matching(**meant))
        for name in meant:
            wrong = frozenset({999}) if name.endswith("s") else 999
            self.assertFalse(self._matching(**{**meant, name: wrong}), name)

    def test_what_an_order_does_not_say_is_not_restricted(self):
        nobody = Buyer(None, None, None)
        self.assertTrue(self._matching(buyer=nobody, variant=1))
        for name in ("customers", "countries", "channels"):
            self.assertFalse(self._matching(buyer=nobody, variant=1, **{name: frozenset({7})}), name)

    def test_of_a_thousand_each_line_meets_its_own(self):
        restrictions = Restrictions([
            Restriction(number, "Why", variant=number % 100 + 1, customers=frozenset({number, -number}))
            for number in range(1, 1001)])
        found = restrictions.of(Goods(43, 10, frozenset()), Buyer(542, None, None))
        self.assertEqual([restriction.id for restriction in found], [542])
        self.assertFalse(restrictions.of(Goods(43, 10, frozenset()), Buyer(541, None, None)))


class RestrictionCase(ProductCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._check("product_restricted")
        cls.Restriction = cls.env["som.product.restriction"]
        cls.shelf = cls.env["product.category"].create({"name": "Shelf"})
        cls.drawer = cls.env["product.category"].create({"name": "Drawer", "parent_id": cls.shelf.id})
        cls.goods.categ_id = cls.drawer

    def _restrict(self, **values):
        many = {"partner_ids", "country_ids", "channel_ids"} & values.keys()
        values.update({name: [(6, 0, values[name].ids)] for name in many})
        if not {"product_tmpl_id", "categ_id", "product_id"} & values.keys():
            values["product_tmpl_id"] = self.goods.product_tmpl_id.id
        return self.Restriction.create({"name": "No licence.", **values})

    def _is_held(self, **values):
        return bool(self._reason(self._order((self.goods, 1), (self.more_goods, 1), **values)))


@tagged("post_install", "-at_install")
class TestChecksRestricted(RestrictionCase):
    """What may not be sold to whom, where and through which channel."""

    def test_nothing_is_restricted_at_first(self):
        self.assertFalse(self._is_held())

    def test_the_product_the_buyer_and_the_reason_are_named(self):
        order = self._order((self.goods, 1), (self.more_goods, 1), som_channel_id=self.channel.id)
        restriction = self._restrict()
        self.assertEqual(
            self._reason(order), "[TP-1] Goods TP-1 is not sold to anybody: No licence. Order another product, or have"
            " the hold waived.")
        restriction.write({"partner_ids": self.customer.ids, "country_ids": self.norway.ids,
                           "channel_ids": self.channel.ids})
        self.assertIn("is not sold to Ada Buyer, Norway, Test Web: No licence.", self._reason(order))
        self.assertEqual(order.som_open_hold_ids.line_id, order.order_line[0])

    def test_a_variant(self):
        small, large = self._variants()
        self._restrict(product_id=small.id)
        self.assertTrue(self._reason(self._order((small, 1))))
        self.assertFalse(self._reason(self._order((large, 1))))

    def test_a_product_with_all_its_variants(self):
        variants = self._variants()
        self._restrict(product_tmpl_id=variants.product_tmpl_id.id)
        order = self._order(*((variant, 1) for variant in variants))
        self._reason(order)
        self.assertEqual(order.som_open_hold_ids.line_id, order.order_line)

    def test_a_category_with_those_below(self):
        for category, expected in ((self.shelf, True), (self.drawer, True), (self.drawer.copy(), False)):
            restriction = self._restrict(categ_id=category.id)
            self.assertEqual(self._is_held(), expected, category.name)
            restriction.active = False

    def test_customers_with_their_people(self):
        firm = self.env["res.partner"].create({"name": "Fjord AS", "is_company": True})
        buyer = self.env["res.partner"].create({"name": "Nils", "parent_id": firm.id})
        restriction = self._restrict(partner_ids=firm)
        self.assertTrue(self._is_held(partner_id=buyer.id))
        self.assertFalse(self._is_held())
        restriction.partner_ids = buyer
        self.assertTrue(self._is_held(partner_id=firm.id), "one of them stands for all")

    def test_a_customer_in_the_archive_does_not_make_it_wider(self):
        other = self.env["res.partner"].create({"name": "Gone"})
        self._restrict(partner_ids=other)
        other.active = False
        self.assertFalse(self._is_held())

    def test_the_country_is_that_of_the_delivery(self):
        self._restrict(country_ids=self.germany)
        dock = self.env["res.partner"].create({"name": "Dock", "country_id": self.germany.id})
        self.assertFalse(self._is_held())
        self.assertFalse(self._is_held(partner_invoice_id=dock.id))
        self.assertTrue(self._is_held(partner_shipping_id=dock.id))

    def test_channels(self):
        other = self.channel.copy({"code": "other"})
        self._restrict(channel_ids=other)
        self.assertFalse(self._is_held(som_channel_id=self.channel.id))
        self.assertTrue(self._is_held(som_channel_id=other.id))

    def test_days_are_the_companys(self):
        self.company.partner_id.tz = "Pacific/Auckland"  # it is tomorrow there
        restriction = self._restrict()
        with freeze_time(datetime(2026, 7, 1, 18, 0)):
            for days, expected in (
                    ({"date_from": "2026-07-02"}, True), ({"date_from": "2026-07-03"}, False),
                    ({"date_from": False, "date_to": "2026-07-02"}, True), ({"date_to": "2026-07-01"}, False)):
                restriction.write(days)
                self.assertEqual(self._is_held(), expected, days)

    def test_an_archived_restriction_restricts_nothing(self):
        self._restrict(active=False)
        self.assertFalse(self._is_held())

    def test_each_company_has_its_own(self):
        company = self._elsewhere()
        self._check("product_restricted", company_id=company.id)
        restriction = self._restrict(company_id=company.id)
        here, there = self._order((self.goods, 1)), self._order((self.goods, 1), company_id=company.id)
        (here | there)._som_check()
        self.assertEqual((here | there).mapped("som_hold_status"), ["clear", "held"])
        restriction.company_id = False
        (here | there)._som_check()
        self.assertEqual((here | there).mapped("som_hold_status"), ["held", "held"])

    def test_lines_that_order_nothing_pass(self):
        self._restrict()
        order = self._order((self.goods, 0), (self.more_goods, 1))
        order.write({"order_line": [(0, 0, {"display_type": "line_section", "name": "Part"})]})
        self.assertFalse(self._reason(order))

    def test_services_are_restricted_as_well(self):
        self._restrict(product_tmpl_id=self.service.product_tmpl_id.id)
        self.assertTrue(self._reason(self._order((self.service, 1))))

    def test_a_waiver_is_for_one_restriction_and_one_country(self):
        self._restrict(country_ids=self.norway | self.germany)
        dock = self.env["res.partner"].create({"name": "Dock", "country_id": self.germany.id})
        order = self._order((self.goods, 1))
        self._reason(order)
        self._waive(order)
        self.assertFalse(self._reason(order))
        order.partner_shipping_id = dock
        self.assertIn("Germany", self._reason(order))
        self._waive(order)
        self._restrict(name="Recalled")
        self.assertIn("Recalled", self._reason(order))

    def test_queries_do_not_grow_with_orders_and_restrictions(self):
        def prepare(turn):
            category = self.env["product.category"].create({"name": f"C{turn}", "parent_id": self.shelf.id})
            product = self._product(f"R-{turn}", 1.0, categ_id=category.id)
            partner = self.customer.copy({"name": f"Customer {turn}"})
            self._restrict(categ_id=category.id, partner_ids=partner, country_ids=self.norway)
            self._restrict(product_id=product.id, channel_ids=self.channel)
            return self._order((product, 1), (self.goods, 1), partner_id=partner.id, som_channel_id=self.channel.id)
        self._assert_queries_do_not_grow(prepare)


@tagged("post_install", "-at_install")
class TestRestrictionRecords(RestrictionCase):
    """Restrictions are kept by managers, make sense, and let orders go on when they end."""

    def test_something_must_be_restricted(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.Restriction.create({"name": "All of it", "country_ids": [(6, 0, self.norway.ids)]})

    def test_it_does_not_end_before_it_begins(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self._restrict(date_from="2026-02-02", date_to="2026-02-01")

    def test_a_variant_of_another_product(self):
        with self.assertRaisesRegex(ValidationError, "no variant of"):
            self._restrict(product_id=self.more_goods.id, product_tmpl_id=self.goods.product_tmpl_id.id)

    def test_what_it_stands_on_is_not_deleted(self):
        partner = self.env["res.partner"].create({"name": "Short"})
        self._restrict(partner_ids=partner)
        self._restrict(categ_id=self.env["product.category"].create({"name": "Empty"}).id)
        for record in (partner, self.Restriction.search([("categ_id", "!=", False)]).categ_id):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                record.unlink()
                self.env.flush_all()

    def test_customers_that_are_merged(self):
        twin = self.customer.copy({"name": "Ada Buyer"})
        restriction = self._restrict(partner_ids=twin)
        self.env["base.partner.merge.automatic.wizard"].create({})._merge((twin | self.customer).ids, self.customer)
        self.assertEqual(restriction.partner_ids, self.customer)
        self.assertTrue(self._is_held())

    def test_managers_write_salespeople_read(self):
        manager = self._user("keeper", "sales_team.group_sale_manager")
        with Form(self.Restriction.with_user(manager)) as form:
            form.name = "No licence"
            form.product_tmpl_id = self.goods.product_tmpl_id
            form.country_ids.add(self.norway)
        restriction = form.record
        self.assertEqual(restriction.with_user(self.seller).name, "No licence")
        for change in (lambda: restriction.with_user(self.seller).write({"active": False}),
                       lambda: restriction.with_user(self.seller).unlink(),
                       lambda: self.Restriction.with_user(self.seller).create({
                           "name": "Mine", "product_tmpl_id": self.goods.product_tmpl_id.id})):
            with self.assertRaises(AccessError):
                change()

    def test_a_restriction_that_ends_frees_its_orders(self):
        yesterday = fields.Date.today() - timedelta(days=2)
        for change in (lambda one: one.write({"active": False}), lambda one: one.unlink(),
                       lambda one: one.write({"date_to": yesterday}),
                       lambda one: one.write({"country_ids": [(6, 0, self.germany.ids)]}),
                       lambda one: one.write({"categ_id": False, "product_id": self.more_goods.id})):
            restriction = self._restrict(categ_id=self.shelf.id)
            order = self._held()
            self._assert_freed_by(order, lambda change=change, one=restriction: change(one))
            order._action_cancel()
            restriction.exists().active = False

    def test_another_restriction_is_found_on_orders_that_wait(self):
        self._restrict(product_tmpl_id=self.more_goods.product_tmpl_id.id)
        order = self._held((self.goods, 1), (self.more_goods, 1))
        self._restrict(categ_id=self.shelf.id, name="Recalled")
        self.env.cr.flush()
        self.assertIn("Recalled", order.som_hold_reason)

    def test_orders_that_have_nothing_to_do_with_it_are_left_alone(self):
        self._check()
        self._big().action_confirm()
        with patch.object(self.registry["sale.order"], "_som_recheck", autospec=True) as recheck:
            self._restrict(product_tmpl_id=self.more_goods.product_tmpl_id.id)
            self.env.cr.flush()
        self.assertFalse(recheck.call_args.args[0])

    def test_what_frees_an_order_besides(self):
        country = self._restrict(categ_id=self.shelf.id, country_ids=self.norway)
        self._assert_freed_by(self._held(), lambda: self.customer.write({"country_id": self.germany.id}))
        country.country_ids = self.germany
        self._assert_freed_by(self._held(), lambda: self.drawer.write({"parent_id": False}))
        self.drawer.parent_id = self.shelf
        self._assert_freed_by(self._held(), lambda: self.goods.write({
            "categ_id": self.env["product.category"].create({"name": "Free"}).id}))
