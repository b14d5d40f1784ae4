from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .health_common import HealthCommon
from .health_pairs import PLACE


@tagged("post_install", "-at_install")
class TestMerge(HealthCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls._customer("Didrik Holm", email="d@holm.example", **PLACE)
        cls.two = cls._customer("Didrik Holm", email="d@holm.example", phone="22334455", **PLACE)
        cls._scan()
        cls.pair = cls.Pair.search([("partner_id", "=", cls.one.id), ("other_id", "=", cls.two.id)])

    def _sold(self, partner):
        order = self._order((self.service, 1), partner_id=partner.id)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        return order, invoice

    def test_merging_keeps_orders_and_invoices(self):
        order, invoice = self._sold(self.two)
        self.pair.keep_id = self.one
        self.pair.with_user(self.manager).action_merge()
        self.assertFalse(self.two.exists())
        self.assertEqual(order.partner_id | invoice.partner_id | invoice.commercial_partner_id, self.one)
        self.assertEqual(self.one.phone, "22334455", "what the kept one lacks comes from the other")
        self.assertEqual((self.pair.state, self.pair.merged_name), ("merged", "Didrik Holm"))
        self.assertEqual(self.pair.decided_by_id, self.manager)
        self._scan()
        self.assertEqual(self.pair.state, "merged")

    def test_the_one_used_most_is_proposed_else_the_older_one(self):
        self.assertEqual(self.pair.keep_id, self.one)
        three, four = self._customer("Eskil Rud", **PLACE), self._customer("Eskil Rud", **PLACE)
        self._sold(four)
        self.env.flush_all()
        self._scan()
        self.assertEqual(self._pair(three, four).keep_id, four)

    def test_the_choice_of_what_to_keep_lasts(self):
        self.pair.keep_id = self.two
        self.env["som.partner.key"]._som_compare_all_again()
        self._scan()
        self.assertEqual(self.pair.keep_id, self.two)
        self.pair.action_merge()
        self.assertEqual(self.one.exists() | self.two.exists(), self.two)

    def test_decisions_about_the_one_that_goes_hold_for_the_one_that_stays(self):
        third = self._customer("Didrik Holm", email="d@holm.example", **PLACE)
        self._scan()
        self._pair(self.two, third).action_dismiss()
        self.pair.keep_id = self.one
        self.pair.action_merge()
        self.assertEqual(self._pair(self.one, third).state, "dismissed")
        self.env["som.partner.key"]._som_compare_all_again()
        self._scan()
        self.assertEqual(self._pair(self.one, third).state, "dismissed")

    def test_a_merge_in_contacts_is_noted_too(self):
        self.env["base.partner.merge.automatic.wizard"]._merge((self.one | self.two).ids, self.two)
        self.assertEqual((self.pair.state, self.pair.partner_id), ("merged", self.two))

    def test_of_several_pairs_the_good_ones_are_merged_and_the_others_say_why_not(self):
        three, four = self._customer("Frode Lia", **PLACE), self._customer("Frode Lia", **PLACE)
        self._scan()
        for number, partner in enumerate((three, four)):
            self.env["res.users"].create(
                {"login": f"portal-{number}", "partner_id": partner.id,
                 "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)]})
        bad = self._pair(three, four)
        answer = (self.pair | bad).with_user(self.manager).action_merge()
        self.assertEqual((self.pair.state, bad.state), ("merged", "found"))
        self.assertIn("more than one user", bad.problem)
        self.assertEqual(answer["params"]["type"], "warning")
        with self.assertRaisesRegex(UserError, "more than one user"):
            bad.with_user(self.manager).action_merge()

    def test_what_companies_share_is_not_made_one_companys(self):
        three = self._customer("Gaute Dal", email="g@dal.example")
        four = self._customer("Gaute Dal", email="g@dal.example", company_id=self.company.id)
        self._sold(four)
        self._scan()
        pair = self._pair(three, four)
        self.assertEqual(pair.keep_id, three)
        pair.keep_id = four
        with self.assertRaisesRegex(UserError, "shared by all companies"):
            pair.action_merge()
        pair.keep_id = three
        pair.action_merge()
        self.assertFalse(three.company_id)

    def test_automatic_merge_is_off_until_every_company_concerned_has_it_on(self):
        self.assertEqual(self.pair.score, 100)
        self._run()
        self.assertEqual(self.pair.state, "found")
        self.company.som_health_merge = True
        self._run()
        self.assertEqual(self.pair.state, "found", "both are shared by all companies")
        self.env["res.company"].search([]).som_health_merge = True
        run = self._run()
        self.assertEqual((self.pair.state, self.pair.automatic, run.merged_count), ("merged", True, 1))

    def test_automatic_merge_of_a_companys_own_from_its_threshold_on(self):
        mine = {"company_id": self.company.id, **PLACE}
        three, four = self._customer("Halvor Eng", **mine), self._customer("Halvor Eng", **mine)
        self.company.som_health_merge = True
        self._run()
        pair = self._pair(three, four)
        self.assertEqual((pair.score, pair.state), (80, "found"))
        self.company.som_health_merge_score = 80
        self._run()
        self.assertEqual(pair.state, "merged")

    def test_automatic_merge_leaves_logins_to_people_and_goes_on(self):
        self.env["res.company"].search([]).som_health_merge = True
        three = self._customer("Idar Vik", email="i@vik.example", **PLACE)
        four = self._customer("Idar Vik", email="i@vik.example", **PLACE)
        self.env["res.users"].create({"login": "idar", "partner_id": four.id,
                                      "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)]})
        self._run()
        self.assertEqual(self.pair.state, "merged")
        left = self._pair(three, four)
        self.assertEqual(left.state, "found")
        self.assertIn("has a login", left.problem)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_only_managers_decide(self):
        seller = self._user("health-seller", "sales_team.group_sale_salesman_all_leads")
        pair = self.pair.with_user(seller)
        self.assertTrue(pair.display_name)
        for method in ("action_merge", "action_dismiss", "action_reopen"):
            with self.assertRaises(AccessError):
                getattr(pair, method)()
        with self.assertRaises(AccessError):
            pair.write({"state": "dismissed"})
        self.assertEqual(self.pair.state, "found")

    def test_a_manager_elsewhere_sees_nothing(self):
        self.one.company_id = self.two.company_id = self.company
        self._touch_all()
        self._scan()
        stranger = self._user("health-stranger", "sales_team.group_sale_manager",
                              company_id=self.other_company.id, company_ids=[(6, 0, self.other_company.ids)])
        theirs = self.Pair.with_user(stranger).with_company(self.other_company)
        self.assertFalse(theirs.search([("id", "=", self.pair.id)]))
        self.assertFalse(theirs._som_open_pairs(self.one.with_user(stranger)))
        with self.assertRaises(AccessError):
            self.pair.with_user(stranger).action_merge()

    def _touch_all(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET write_date = '2030-01-01'")
        self.env.invalidate_all()
