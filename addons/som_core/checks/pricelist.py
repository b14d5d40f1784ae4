"""What the pricelists say of many lines: native computation, over rules and rates that are read once."""
from collections import defaultdict
from datetime import datetime, time

from odoo import fields
from odoo.fields import Domain

from .goods import goods_of

#: Key in the context under which the two objects below travel; clients can only send plain values.
PRELOADED = "som_preloaded_prices"


class Rules:
    """Rules of some pricelists for some products on any date, in the order in which Odoo tries them."""

    def __init__(self, pricelists, products):
        self._by_pricelist, self._products = {}, set(products.ids)
        while pricelists:  # as deep as pricelists are based on each other
            pricelists = self._read(pricelists, products)

    def _read(self, pricelists, products):
        """Read the rules of some pricelists by one query.

        :return: the pricelists these are based on, as far as they are unread
        """
        now = fields.Datetime.now()
        domain = Domain.OR(
            _on_any_date(pricelist._get_applicable_rules_domain(products, now)) for pricelist in pricelists)
        rules = pricelists.env["product.pricelist.item"].with_context(active_test=True).search(domain)
        for pricelist in pricelists:
            self._by_pricelist[pricelist.id] = defaultdict(list)
        for position, rule in enumerate(rules):
            self._by_pricelist[rule.pricelist_id.id][_aim(rule)].append((position, rule.id))
        return rules.base_pricelist_id.filtered(lambda pricelist: pricelist.id not in self._by_pricelist)

    def knows(self, pricelist, products):
        return (pricelist.id in self._by_pricelist and products._name == "product.product"
                and self._products.issuperset(products.ids))

    def applicable(self, pricelist, products, date):
        """What ``product.pricelist._get_applicable_rules`` finds by a query."""
        by_aim = self._by_pricelist[pricelist.id]
        aims = {("category", False)}.union(*(goods_of(product).aims for product in products))
        found = sorted(ranked for aim in aims for ranked in by_aim.get(aim, ()))
        rules = pricelist.env["product.pricelist.item"].browse([rule_id for _position, rule_id in found])
        moment = date if isinstance(date, datetime) else datetime.combine(date, time())
        return rules.filtered(
            lambda rule: (not rule.date_start or rule.date_start <= moment)
            and (not rule.date_end or rule.date_end >= moment))


def _on_any_date(domain):
    """The domain without what it says of dates."""
    return Domain(domain).map_conditions(
        lambda condition: Domain.TRUE if condition.field_expr in ("date_start", "date_end") else condition)


def _aim(rule):
    """What a rule is about, as narrow as it says."""
    if rule.product_id:
        return "variant", rule.product_id.id
    if rule.product_tmpl_id:
        return "template", rule.product_tmpl_id.id
    return "category", rule.categ_id.id


class Rates:
    """Rates of exchange of a company, asked once for each day."""

    def __init__(self, company):
        self._company = company
        self._known = {}

    def rate(self, from_currency, to_currency, company, date, ask):
        """The rate that ``ask(day)`` gives, asked at most once.

        :param date: day or moment, or text of either; rates hold for days
        """
        day = fields.Date.to_date(date)
        key = from_currency.id, to_currency.id, (company or self._company).id, day
        if key not in self._known:
            self._known[key] = ask(day)
        return self._known[key]


class Preloaded:
    """Rules and rates of a batch."""

    def __init__(self, rules, rates):
        self.rules = rules
        self.rates = rates


def preloaded(env):
    """The rules and rates in the context; ``None`` everywhere but in a check."""
    found = env.context.get(PRELOADED)
    return found if isinstance(found, Preloaded) else None


class Prices:
    """What the lines of a batch cost by their orders' pricelists."""

    def __init__(self, batch):
        self._batch = batch
        self._lines = None

    def _prepared(self, line):
        """The line, with all rules and rates at hand."""
        if self._lines is None:
            batch = self._batch
            rules = Rules(batch.orders.pricelist_id, batch.lines.product_id)
            self._lines = batch.lines.with_context(**{PRELOADED: Preloaded(rules, Rates(batch.company))})
            # found before the rules changed, maybe: native keeps it for the transaction
            self._lines.invalidate_recordset(["pricelist_item_id"], flush=False)
            self._lines.fetch(["product_no_variant_attribute_value_ids"])  # all, not a thousand at a time
        return line.with_env(self._lines.env)

    def net(self, line):
        """Unit price after the pricelist's discount, in the order's currency and with the line's taxes in it or not
        as on the line. 0 for lines without a price of their own: combinations, discounts, what is billed at cost.
        """
        line = self._prepared(line)
        if (not line.product_id or line.product_type == "combo" or line.is_expense
                or self._batch.discounts.is_discount(line)):
            return 0.0
        price = line._get_display_price() * (1 - self._discount(line) / 100)
        taxes = line.product_id.taxes_id._filter_taxes_by_company(line.company_id)
        return line.product_id._get_tax_included_unit_price_from_price(
            price, product_taxes=taxes, fiscal_position=line.order_id.fiscal_position_id)

    def discount(self, line):
        """Percent of discount that the pricelist shows on the line."""
        return self._discount(self._prepared(line))

    def _discount(self, line):
        source = line._get_linked_line() if line.combo_item_id else line
        if not source.pricelist_item_id._show_discount():
            return 0.0
        before, after = source._get_pricelist_price_before_discount(), source._get_pricelist_price()
        return max((before - after) / before * 100, 0.0) if before > 0 else 0.0
