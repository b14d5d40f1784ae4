from collections import defaultdict

from odoo import api, models

from ..promise.moments import moment
from ..promise.som_promise import Asked
from .values import Goods


class SomSourcing(models.AbstractModel):
    """What each warehouse could ship, and when: as promises see it, behind all who rank better."""

    _inherit = "som.sourcing"

    @api.model
    def _som_read_goods(self, company, orders, warehouses, rules, as_of, together):
        """(order, product, ``Place``) → list of ``Goods``, soonest first.

        Orders that are sourced together are asked about with what those before them want, so that there is something
        left to see when these have taken theirs.
        """
        kept = self._som_kept(orders, warehouses, rules)
        asked, whose, before = [], {}, defaultdict(int)
        for order, mine in orders.items():
            if not together:
                before.clear()
            for product, (quantity, line) in self._som_totals(mine).items():
                before[product] += quantity
                for warehouse in warehouses if product.is_storable else ():
                    number = -1 - len(asked)
                    asked.append(Asked(
                        number, product.id, warehouse.lot_stock_id.id, before[product] + kept[warehouse, product],
                        line=line._origin.id or 0, order=order._origin.id or 0, group=number))
                    whose[number] = order, product, self._som_own(warehouse)
        ready = self.env["som.promise"]._som_ready(company, asked, as_of) if asked else {}
        goods = {whose[want.id]: self._som_goods_of(ready[want.id], whose[want.id], kept) for want in asked}
        self._som_add_boundless(orders, warehouses, goods, as_of)
        for key, one in self._som_more_goods(orders, warehouses, goods):
            goods.setdefault(key, []).append(one)
        return goods

    @api.model
    def _som_totals(self, mine):
        """Product → what the lines of an order want of it in ticks, and the first of these."""
        scale, totals = self.env["som.allocation.snapshot"]._som_scale(), {}
        for line, quantity in mine.items():
            had, first = totals.get(line.product_id, (0, line))
            totals[line.product_id] = had + round(quantity * scale), first
        return totals

    @api.model
    def _som_kept(self, orders, warehouses, rules):
        """(warehouse, product) → ticks that it keeps for itself: the most that a rule says for any of the orders."""
        scale, kept = self.env["som.allocation.snapshot"]._som_scale(), defaultdict(int)
        products = self.env["product.product"].union(*(line.product_id for mine in orders.values() for line in mine))
        for rule, speaks_for in rules:
            if rule.kind == "minimum" and speaks_for:
                of = rule._som_products(products)
                for warehouse in warehouses.filtered(lambda one, rule=rule: rule._som_is_of(self._som_own(one))):
                    for product in products.filtered(lambda product, of=of: product.id in of):
                        kept[warehouse, product] = max(kept[warehouse, product], round(rule.quantity * scale))
        return kept

    @api.model
    def _som_goods_of(self, ready, whose, kept):
        """The parts of an answer, without those that are there first as far as the warehouse keeps them for itself.

        What would be brought from another place is that one's to offer (``_som_more_goods``).
        """
        _order, product, place = whose
        warehouse = place.warehouse
        goods, keep = [], kept[warehouse, product]
        for part in ready.parts:
            if part.origin:
                continue
            key = (warehouse.id, product.id, part.batch, part.refill, part.recipe, part.date)
            if part.refill:
                goods.append(Goods(key, None, part.date))
                continue
            held = 0 if part.is_to_order else min(keep, part.quantity)
            keep -= held
            if part.quantity > held:
                goods.append(Goods(key, part.quantity - held, part.date))
        return goods

    @api.model
    def _som_add_boundless(self, orders, warehouses, goods, as_of):
        """What nobody counts can come from anywhere, at once."""
        now = moment(as_of)
        for order, mine in orders.items():
            for line in mine:
                for warehouse in warehouses if not line.product_id.is_storable else ():
                    goods[order, line.product_id, self._som_own(warehouse)] = [
                        Goods((warehouse.id, line.product_id.id, 0, 0, now), None, now)]

    @api.model
    def _som_more_goods(self, orders, warehouses, goods):  # noqa: ARG002 - for those who extend it
        """Seam: what places can ship beside the stock of their warehouse: see ``_som_places``.

        Goods that two places could ship have the same ``key``: they ship once.

        :param dict goods: what warehouses have, as ``_som_read_goods`` returns it
        :return: list of ((order, product, ``Place``), ``Goods``)
        """
        return []
