import json

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, float_compare
from odoo.tools.misc import split_every

#: Products priced at a time: Odoo tries each product on each rule that any product of the batch has.
BATCH = 200
#: Starts of rules in the future that are looked at, beside now: a list for next season is judged before it counts.
FUTURES = 3


class SomHealthFinding(models.Model):
    """Price rules that give a price below the product's cost."""

    _inherit = "som.health.finding"

    @api.model
    def _som_find_below_cost(self, company, after):
        """Judge the next pricelist of a company; return its id, or 0 after the last one.

        Prices are Odoo's own, in the pricelist's currency and the product's unit, at each quantity that a rule begins
        with; costs are the company's. A rule that does not win is not to blame.

        :param int after: id of the pricelist judged before, 0 to begin
        """
        lists = self.env["product.pricelist"].search(
            [("id", ">", after), ("company_id", "in", [False, company.id])], order="id", limit=1)
        if not lists:
            self._som_forget_idle_lists(company)
            return 0
        lists = lists.with_company(company).with_context(allowed_company_ids=company.ids)
        found = self._som_below_cost(lists, company)
        scope = SQL(
            "f.cause = 'below_cost' AND f.company_id = %s AND f.rule_id IN"
            " (SELECT id FROM product_pricelist_item WHERE pricelist_id = %s)", company.id, lists.id)
        self._som_sync("price", self._som_below_cost_rows(company, found), scope)
        return lists.id

    @api.model
    def _som_forget_idle_lists(self, company):
        """Findings about lists that were archived since."""
        self.search([("cause", "=", "below_cost"), ("company_id", "=", company.id),
                     ("rule_id.pricelist_id.active", "=", False)]).unlink()

    @api.model
    def _som_below_cost(self, pricelist, company):
        """Rule id → details of its worst product, and how many there are."""
        now = fields.Datetime.now()
        rules = pricelist.item_ids.filtered(lambda rule: not rule.date_end or rule.date_end >= now)
        moments = [now, *sorted({rule.date_start for rule in rules if rule.date_start and rule.date_start > now})]
        found = {}
        for quantity in sorted(set(rules.mapped("min_quantity"))):
            of_quantity = rules.filtered(lambda rule, least=quantity: rule.min_quantity == least)
            products = self.env["product.product"].with_context(pricelist.env.context).search(
                self._som_scope(of_quantity) & Domain("sale_ok", "=", True) & Domain("standard_price", ">", 0)
                & Domain("company_id", "in", [False, company.id]))
            for moment in moments[:FUTURES + 1]:
                for part in split_every(BATCH, products, lambda ids: products.browse([p.id for p in ids])):
                    self._som_price(pricelist, part, quantity or 1.0, moment, company, found)
        return found

    @api.model
    def _som_scope(self, rules):
        """Domain: products that one of the rules is about."""
        if any(rule.applied_on == "3_global" for rule in rules):
            return Domain.TRUE
        return Domain.OR([
            Domain("categ_id", "child_of", rules.categ_id.ids),
            Domain("product_tmpl_id", "in", rules.filtered(lambda r: r.applied_on == "1_product").product_tmpl_id.ids),
            Domain("id", "in", rules.product_id.ids)])

    @api.model
    def _som_price(self, pricelist, products, quantity, moment, company, found):
        """Add what is below cost to ``found``."""
        currency = pricelist.currency_id
        rate = company.currency_id._get_conversion_rate(company.currency_id, currency, company, moment.date())
        digits = self.env["decimal.precision"].precision_get("Product Price")
        prices = pricelist._compute_price_rule(products, quantity, currency=currency, date=moment)
        for product in products:
            price, rule = prices[product.id]
            cost = product.standard_price * rate
            if rule and float_compare(price, cost, precision_digits=digits) < 0:
                self._som_add(found.setdefault(rule, {"products": set()}), product, {
                    "price": price, "cost": cost, "quantity": quantity, "currency": currency.id})

    @api.model
    def _som_add(self, worst, product, values):
        worst["products"].add(product.id)
        if "product" not in worst or values["price"] / values["cost"] < worst["price"] / worst["cost"]:
            worst.update(values, product=product.id)

    @api.model
    def _som_below_cost_rows(self, company, found):
        """SQL: the findings."""
        details = [json.dumps({**worst, "products": None, "count": len(worst["products"])}) for worst in found.values()]
        return SQL(
            """
            SELECT 'below_cost' AS cause, %s AS company_id, NULL::int AS partner_id, NULL::int AS product_id,
                   rule AS rule_id, NULL::int AS other_rule_id, details::jsonb AS details
              FROM unnest(%s::int[], %s::text[]) AS row(rule, details)
            """, company.id, list(found), details)
