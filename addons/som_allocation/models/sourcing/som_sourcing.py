from collections import defaultdict
from datetime import UTC
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from .values import Facts, Place

#: How long the engine may look for the best, for one order. A good answer comes in any case.
SECONDS = 1.0


class SomSourcing(models.AbstractModel):
    """Which warehouses ship orders: reads what each could ship and what the rules say, and asks the engine.

    A fixed number of queries for each company, however many orders, lines and warehouses.
    """

    _name = "som.sourcing"
    _description = "Where Orders Ship From"

    @api.model
    def _som_plan(self, wants, together=False, seconds=SECONDS, waits=None):
        """Where the goods of order lines come from. Nothing is written.

        :param dict wants: line → quantity in the product's unit; lines may be unsaved
        :param bool together: what one order takes the next does not get; else each stands for itself
        :param float seconds: how long the engine may take for an order
        :param dict waits: line → {``Place``: quantity} where it waits now; what nobody else has stays there
        :return: dict: order → ``Plan``
        """
        plans, as_of = {}, fields.Datetime.now()
        lines = self.env["sale.order.line"].concat(*wants)
        for company, mine in lines.grouped("company_id").items():
            # sudo: where goods are best taken from depends on what who asks may not see; only the choice comes out
            sourcing = self.sudo().with_company(company)
            plans.update(sourcing._som_plan_company(
                company.sudo(), {line: wants[line] for line in mine.sudo()}, as_of, together, seconds, waits or {}))
        return plans

    @api.model
    def _som_plan_company(self, company, wants, as_of, together, seconds, waits):
        orders = defaultdict(dict)
        for line, quantity in wants.items():
            orders[line.order_id][line] = quantity
        warehouses = self._som_warehouses(company)
        rules = self._som_rules(company, self.env["sale.order"].concat(*orders))
        facts = self._som_read_facts(company, warehouses, rules, orders, as_of)
        goods = self._som_read_goods(company, orders, warehouses, rules, as_of, together)
        lenient = goods
        if any(rule.gives_way and rule.kind == "minimum" for rule, _orders in rules):
            lenient = self._som_read_goods(
                company, orders, warehouses, self._som_rules_that_stay(rules), as_of, together)
        refused = self._som_read_refused(wants)
        places = self._som_places(warehouses, goods)
        plans = {}
        for order, mine in orders.items():
            if not together:
                facts.taken.clear()
            plans[order] = self._som_decide_in_passes(
                order, mine, places, rules, (goods, lenient), facts, refused, seconds, waits)
        return plans

    @api.model
    def _som_warehouses(self, company):
        """Those that may be asked, in the company's order; what they need later is read with them."""
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", company.id)], order="sequence, id")
        warehouses.fetch(["lot_stock_id", "partner_id", "name", "code"])
        return warehouses

    @api.model
    def _som_own(self, warehouse):
        """A warehouse's own stock."""
        return Place(warehouse, self.env["stock.route"])

    @api.model
    def _som_places(self, warehouses, goods):  # noqa: ARG002 - for those who extend it
        """Where goods could ship from: the warehouses' own stock, in order.

        Seam: what comes by other routes (transfers, vendors who deliver) is a ``Place`` with these routes; what it has
        is said by ``_som_more_goods``, when it would be there in ``_som_promise_place`` of ``som.promise``.

        :param dict goods: what there is, as ``_som_read_goods`` returns it
        :return: list of (``Place``, name, the address it ships from)
        """
        return [(self._som_own(warehouse), warehouse.name, warehouse.partner_id) for warehouse in warehouses]

    @api.model
    def _som_rules(self, company, orders):
        """The active rules of a company, each with the orders that it speaks for."""
        return [(rule, set(rule._som_speaks_for(orders)))
                for rule in self.env["som.sourcing.rule"].search([("company_id", "=", company.id)])]

    @api.model
    def _som_read_facts(self, company, warehouses, rules, orders, as_of):
        zone = ZoneInfo(company._som_tz())
        kinds = {rule.kind for rule, _orders in rules}
        facts = Facts(as_of, as_of.replace(tzinfo=UTC).astimezone(zone).date())
        facts.places = {warehouse: place for place, warehouse in enumerate(warehouses)}
        if {"age", "capacity"} & kinds:
            self.env.flush_all()
        if "age" in kinds:
            products = {line.product_id.id for mine in orders.values() for line in mine}
            facts.ages = self._som_read_ages(warehouses, products, as_of)
        if "capacity" in kinds:
            facts.load = self._som_read_load(warehouses, facts.today, zone)
        return facts

    @api.model
    def _som_dry_run(self, order):
        """Where the rest of an order would come from now, whatever was decided or fixed; None where nothing is left."""
        return self._som_plan(order._som_wants(whatever=True)).get(order)
