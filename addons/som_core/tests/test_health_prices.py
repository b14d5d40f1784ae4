from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .health_common import HealthCommon


@tagged("post_install", "-at_install", "som_demo")
class TestPriceRules(HealthCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "Health", "company_id": False, "currency_id": cls.company.currency_id.id})
        cls.category = cls.env["product.category"].create({"name": "Health"})

    def _rule(self, pricelist=None, **values):
        values.setdefault("fixed_price", 10.0)
        return self.env["product.pricelist.item"].create(
            {"pricelist_id": (pricelist or self.pricelist).id, "compute_price": "fixed", **values})

    def _variant(self, product, **values):
        return self._rule(applied_on="0_product_variant", product_id=product.id, **values)

    def _template(self, product, **values):
        return self._rule(applied_on="1_product", product_tmpl_id=product.product_tmpl_id.id, **values)

    def _find(self, company=None):
        company = company or self.company
        self.Finding._som_find_price_rules(company)
        after = 0
        while after := self.Finding._som_find_below_cost(company, after):
            pass

    def _cause(self, rule, company=None):
        return self._findings("price", rule_id=rule).filtered(
            lambda finding: not company or finding.company_id == company).mapped("cause")

    def _day(self, days):
        return self.now + timedelta(days=days)

    def test_of_two_rules_for_the_same_the_newer_wins_as_odoo_decides(self):
        for made in (
                lambda: self._variant(self.goods), lambda: self._template(self.more_goods),
                lambda: self._rule(applied_on="2_product_category", categ_id=self.category.id),
                lambda: self._rule(applied_on="3_global", min_quantity=5)):
            loser, winner = made(), made()
            self._find()
            with self.subTest(loser.applied_on):
                self.assertEqual(self._cause(loser), ["shadowed"])
                self.assertEqual(self._findings("price", rule_id=loser).other_rule_id, winner)
                self.assertNotIn("shadowed", self._cause(winner))
        rule = self.pricelist._get_product_rule(self.goods, 1)
        self.assertFalse(self._cause(self.env["product.pricelist.item"].browse(rule)))

    def test_tiers_and_different_scopes_are_no_conflict(self):
        rules = (self._variant(self.goods) | self._variant(self.goods, min_quantity=10)
                 | self._variant(self.more_goods) | self._rule(applied_on="3_global")
                 | self._rule(self.env["product.pricelist"].create({"name": "Another"}), applied_on="3_global"))
        self._find()
        self.assertFalse({"shadowed", "overlap"} & set(self._cause(rules)))

    def test_overlapping_for_a_time_and_never_at_all(self):
        base = self._variant(self.goods)
        campaign = self._variant(self.goods, date_start=self._day(5), date_end=self._day(10))
        apart = self._variant(self.more_goods, date_end=self._day(3))
        after = self._variant(self.more_goods, date_start=self._day(4))
        self._find()
        self.assertEqual(self._cause(base), ["overlap"])
        self.assertFalse(self._cause(campaign) + self._cause(apart) + self._cause(after))
        older = self._variant(self.service, date_start=self._day(5), date_end=self._day(10))
        self._variant(self.service)
        self._find()
        self.assertEqual(self._cause(older), ["shadowed"])

    def test_a_product_rule_never_applies_when_every_variant_has_its_own(self):
        rule = self._template(self.goods)
        variant = self._variant(self.goods, min_quantity=5)
        self._find()
        self.assertFalse(self._cause(rule))
        variant.min_quantity = 0
        self._find()
        self.assertEqual(self._cause(rule), ["shadowed"])
        self.assertIn("variant", self._findings("price", rule_id=rule).message)

    def test_expired_and_archived(self):
        expired = self._variant(self.goods, date_end=self._day(-2))
        archived = self._template(self._product("GONE", 1.0, active=False))
        self._find()
        self.assertEqual(self._cause(expired), ["expired"])
        self.assertEqual(self._cause(archived), ["archived"])
        expired.date_end = self._day(2)
        self._find()
        self.assertFalse(self._cause(expired), "the finding goes with its cause")

    def test_below_cost_fixed_formula_and_discount(self):
        self.goods.standard_price, self.more_goods.standard_price, self.service.standard_price = 8.0, 15.0, 2.0
        fixed = self._variant(self.goods, fixed_price=7.99)
        enough = self._variant(self.more_goods, fixed_price=15.0)
        (self.goods | self.more_goods | self.service).categ_id = self.category
        discount = self._rule(
            applied_on="2_product_category", categ_id=self.category.id, compute_price="percentage", percent_price=70.0)
        self._find()
        self.assertEqual(self._cause(fixed), ["below_cost"])
        self.assertFalse(self._cause(enough))
        finding = self._findings("price", rule_id=discount)
        self.assertEqual(finding.details["product"], self.service.id, "others have rules of their own")
        self.assertIn("1.50", finding.message)
        discount.percent_price = 50.0
        self._find()
        self.assertFalse(self._cause(discount))

    def test_below_cost_from_a_quantity_on_and_in_the_future(self):
        self.goods.standard_price = 8.0
        self._variant(self.goods, fixed_price=10.0)
        tier = self._variant(self.goods, fixed_price=5.0, min_quantity=100)
        coming = self._variant(self.goods, fixed_price=6.0, date_start=self._day(30))
        self._find()
        self.assertEqual(self._findings("price", rule_id=tier).details["quantity"], 100)
        self.assertEqual(self._cause(coming), ["below_cost"])

    def test_costs_are_converted_to_the_pricelists_currency(self):
        currency = self.env["res.currency"].create({"name": "HLT", "symbol": "H", "rate_ids": [
            (0, 0, {"name": "2020-01-01", "rate": 10.0, "company_id": self.company.id})]})
        pricelist = self.env["product.pricelist"].create({"name": "In H", "currency_id": currency.id})
        self.goods.standard_price = self.more_goods.standard_price = 8.0
        bad = self._rule(pricelist, applied_on="0_product_variant", product_id=self.goods.id, fixed_price=79.0)
        good = self._rule(pricelist, applied_on="0_product_variant", product_id=self.more_goods.id, fixed_price=81.0)
        self._find()
        self.assertEqual(self._cause(bad), ["below_cost"])
        self.assertEqual(self._findings("price", rule_id=bad).details["cost"], 80.0)
        self.assertFalse(self._cause(good))

    def test_price_and_cost_are_of_the_products_own_unit(self):
        dozens = self._product("DOZEN", 120.0, uom_id=self.env.ref("uom.product_uom_dozen").id, standard_price=90.0)
        rule = self._variant(dozens, fixed_price=95.0)
        self._find()
        self.assertFalse(self._cause(rule))
        rule.fixed_price = 85.0
        self._find()
        self.assertEqual(self._cause(rule), ["below_cost"])

    def test_costs_are_each_companys_own(self):
        self.goods.standard_price = 5.0
        self.goods.with_company(self.other_company).standard_price = 50.0
        rule = self._variant(self.goods, fixed_price=20.0)
        self._find()
        self._find(self.other_company)
        self.assertEqual(self._findings("price", rule_id=rule).company_id, self.other_company)

    def test_an_archived_pricelist_is_no_business_of_anybody(self):
        self.goods.standard_price = 8.0
        rule = self._variant(self.goods, fixed_price=1.0)
        expired = self._variant(self.more_goods, date_end=self._day(-1))
        self._find()
        self.assertTrue(self._cause(rule) and self._cause(expired))
        self.pricelist.active = False
        self._find()
        self.assertFalse(self._cause(rule) + self._cause(expired))

    def test_deleting_rules_takes_their_findings_along(self):
        rule = self._variant(self.goods, date_end=self._day(-1))
        self._find()
        finding = self._findings("price", rule_id=rule)
        finding.with_user(self.manager).action_delete_rule()
        self.assertFalse(finding.exists() or rule.exists())

    def test_dismissed_below_cost_stays_dismissed(self):
        self.goods.standard_price = 8.0
        rule = self._variant(self.goods, fixed_price=1.0)
        self._find()
        finding = self._findings("price", rule_id=rule)
        finding.action_dismiss()
        self._find()
        self.assertEqual(finding.state, "dismissed")
        finding.action_reopen()
        self.assertEqual(finding.state, "open")

    def test_queries_do_not_grow_with_the_number_of_rules(self):
        counts = []
        for size in (2, 60):
            for number in range(size):
                product = self._product(f"Q-{size}-{number}", 10.0, standard_price=8.0)
                self._variant(product, fixed_price=5.0)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._find()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
