from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools.safe_eval import dateutil, safe_eval

from ..models.profile.res_partner_figures import COLUMNS
from .profile_common import ProfileCommon


@tagged("post_install", "-at_install", "som_demo")
class TestCustomerList(ProfileCommon):
    """The list of customers sorts, filters and groups by every figure, in the company in use."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.low, cls.high, cls.unknown = cls.customers = cls.env["res.partner"].create([
            {"name": "Low"}, {"name": "High"}, {"name": "Unknown"}])
        cls._write_profile(cls.low, 1)
        cls._write_profile(cls.high, 2)

    @classmethod
    def _write_profile(cls, partner, number, company=None):
        """A profile whose figures are all made of one number."""
        made = {"integer": number, "float": number, "monetary": number, "boolean": number > 1,
                "date": fields.Date.add(fields.Date.to_date("2026-01-01"), months=number),
                "datetime": fields.Datetime.add(fields.Datetime.to_datetime("2026-01-01"), months=number)}
        Profile = cls.env["som.customer.profile"].sudo()
        return Profile.create({
            "partner_id": partner.id, "company_id": (company or cls.company).id,
            **{column: made[Profile._fields[column].type] for column in COLUMNS.values()}})

    def _search(self, *conditions, order="id"):
        return self.env["res.partner"].search([("id", "in", self.customers.ids), *conditions], order=order)

    def test_every_figure_is_sortable_groupable_and_searchable_for_the_web_client(self):
        described = self.env["res.partner"].fields_get(list(COLUMNS))
        self.assertEqual(set(described), set(COLUMNS))
        for name, description in described.items():
            self.assertTrue(
                description["sortable"] and description["groupable"] and description["searchable"], name)

    def test_sorted_by_each_figure(self):
        for name in COLUMNS:
            with self.subTest(field=name):
                self.assertEqual(self._search(order=f"{name} desc, id")[0], self.high)
                ascending = self._search(order=f"{name}, id")
                self.assertLess(ascending.ids.index(self.low.id), ascending.ids.index(self.high.id))

    def test_what_is_unknown_comes_last_in_both_directions(self):
        for direction in ("asc", "desc"):
            for name in ("som_days_to_pay", "som_on_time_rate", "som_last_order_date"):
                self.assertEqual(self._search(order=f"{name} {direction}")[-1], self.unknown)

    def test_nothing_owed_sorts_as_zero(self):
        self.assertEqual(self._search(order="som_exposure, id"), self.unknown | self.low | self.high)

    def test_searched_by_each_figure(self):
        for name in COLUMNS:
            with self.subTest(field=name):
                value = self.low[name]
                if self.low._fields[name].type == "boolean":
                    self.assertEqual(self._search((name, "=", True)), self.high)
                    self.assertEqual(self._search((name, "=", False)), self.low | self.unknown)
                    continue
                stored = self.env["som.customer.profile"].search([("partner_id", "=", self.low.id)])[COLUMNS[name]]
                self.assertEqual(self._search((name, ">", stored)), self.high)
                self.assertEqual(self._search((name, "=", stored)), self.low)
                self.assertNotIn(self.low, self._search((name, "!=", stored)))
                self.assertIsNotNone(value)

    def test_no_comparison_finds_what_is_unknown(self):
        for name in ("som_days_to_pay", "som_on_time_rate", "som_return_rate"):
            self.assertEqual(self._search((name, "<", 90)), self.low | self.high)
            self.assertEqual(self._search((name, "=", 0)), self.env["res.partner"])

    def test_nothing_owed_is_less_than_anything(self):
        self.assertEqual(self._search(("som_exposure", "<", 2)), self.low | self.unknown)
        self.assertEqual(self._search(("som_exposure", "=", 0)), self.unknown)

    def test_a_condition_holds_for_records_at_hand_too(self):
        self.assertEqual(self.customers.filtered_domain([("som_exposure", ">", 1)]), self.high)

    def test_conditions_on_two_figures_go_together(self):
        self.assertEqual(
            self._search("|", ("som_overdue", ">", 1), ("som_hold_count", "=", 1), order="som_exposure desc"),
            self.high | self.low)

    def test_figures_reach_through_a_relation(self):
        orders = self.env["sale.order"].create([{"partner_id": partner.id} for partner in self.customers])
        self.assertEqual(
            self.env["sale.order"].search([("id", "in", orders.ids), ("partner_id.som_overdue", ">", 1)]), orders[1])

    def test_grouped_by_each_figure(self):
        for name in COLUMNS:
            field = self.env["res.partner"]._fields[name]
            by = f"{name}:month" if field.type in ("date", "datetime") else name
            with self.subTest(field=name):
                groups = self.env["res.partner"]._read_group(
                    [("id", "in", self.customers.ids)], [by], ["__count"])
                self.assertEqual(sum(count for _value, count in groups), 3)
                self.assertGreater(len(groups), 1)

    def test_groups_add_up_amounts(self):
        gold = self.env["som.customer.tier"].create({"name": "Gold"})
        (self.low | self.high).som_tier_id = gold
        groups = {tier: (exposure, rate) for tier, exposure, rate in self.env["res.partner"]._read_group(
            [("id", "in", self.customers.ids)], ["som_tier_id"], ["som_exposure:sum", "som_on_time_rate:avg"])}
        self.assertEqual(groups[gold], (3, 1.5))
        self.assertEqual(groups[self.env["som.customer.tier"]], (0, False))

    def test_figures_are_those_of_the_company_in_use(self):
        other = self.env["res.company"].create({"name": "Other"})
        self._write_profile(self.unknown, 5, other)
        elsewhere = self.customers.with_company(other)
        self.assertEqual(
            elsewhere.search([("id", "in", self.customers.ids), ("som_exposure", ">", 0)]), self.unknown)
        self.assertEqual(elsewhere.mapped("som_exposure"), [0, 0, 5])
        self.assertEqual(self.customers.mapped("som_exposure"), [1, 2, 0])

    def test_a_contact_does_not_repeat_what_its_company_owes(self):
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.high.id})
        both = contact | self.high
        self.assertEqual(both.mapped("som_exposure"), [0, 2])
        self.assertEqual(both.search([("id", "in", both.ids), ("som_exposure", ">", 0)]), self.high)

    def test_what_became_a_contact_has_no_figures_any_more(self):
        self.low.parent_id = self.high
        self.assertEqual(self._search(("som_exposure", ">", 0)), self.high)
        self.assertEqual((self.low | self.high).mapped("som_exposure"), [0, 2])

    def test_a_list_costs_one_look_up_for_any_number_of_customers(self):
        partners = self.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(60)])
        for partner in partners:
            self._write_profile(partner, 1)
        self.env.flush_all()

        def cost(customers):
            self._forget()
            customers.mapped("commercial_partner_id")
            before = self.cr.sql_log_count
            self.assertEqual(customers.mapped("som_exposure"), [1] * len(customers))
            return self.cr.sql_log_count - before
        cost(partners[:2])
        self.assertEqual(cost(partners[:2]), cost(partners))

    def test_who_may_not_see_figures_may_not_sort_or_search_by_them(self):
        internal = self._user("som_internal", "base.group_user")
        partners = self.env["res.partner"].with_user(internal)
        for domain, order in (([("som_exposure", ">", 0)], None), ([], "som_exposure")):
            with self.assertRaises(AccessError):
                partners.search(domain, order=order)
        with self.assertRaises(AccessError):
            partners._read_group([], [], ["som_exposure:sum"])

    def test_the_filters_of_the_list_find_what_they_say(self):
        view = self.env.ref("som_core.view_res_partner_filter_profile")
        domains = {node.get("name"): node.get("domain") for node in etree.fromstring(view.arch).iter("filter")}
        profile = self.env["som.customer.profile"].sudo().search([("partner_id", "=", self.high.id)])
        profile.write({"credit_used": 100.1, "last_order_date": fields.Date.subtract(fields.Date.today(), months=7)})
        self.env["som.customer.profile"].sudo().search([("partner_id", "=", self.low.id)]).write({
            "credit_used": 100, "overdue": 0, "hold_count": 0, "last_order_date": fields.Date.today()})
        self.high.write({"som_blocked": True, "som_undeliverable": True})
        for name in ("som_over_limit", "som_overdue", "som_with_holds", "som_blocked", "som_undeliverable",
                     "som_quiet"):
            with self.subTest(filter=name):
                self.assertEqual(self._search(*self._evaluated(domains[name])), self.high)

    def _evaluated(self, expression):
        return safe_eval(expression, {
            "context_today": fields.Date.today, "relativedelta": dateutil.relativedelta.relativedelta})
