from datetime import UTC

from odoo import api, models
from odoo.tools import format_amount

from odoo.addons.som_allocation.models.promise.moments import moment
from odoo.addons.som_allocation.models.sourcing.values import Goods

#: What a unit that a vendor delivers costs at least, so that it ships from stock where all else is equal.
LEAST = 0.01


class SomSourcing(models.AbstractModel):
    """What vendors could deliver: any quantity, after their lead time, for what they take above what it costs else."""

    _inherit = "som.sourcing"

    @api.model
    def _som_read_goods(self, company, orders, warehouses, rules, as_of, together):
        goods = super()._som_read_goods(company, orders, warehouses, rules, as_of, together)
        scale = self.env["som.allocation.snapshot"]._som_scale()
        opening = [(rule, speaks_for) for rule, speaks_for in rules if rule.kind == "dropship"]
        opened = self._som_opened(opening, orders)
        today, now = self._som_today(company, as_of), moment(as_of)
        for order, mine in orders.items():
            for product, (ticks, line) in self._som_totals(mine).items():
                offers = self._som_vendors(order, line, opened, ticks / scale, today)
                base = self._som_base(product, [offer for offer, _route in offers.values()], company)
                for vendor, (offer, route) in offers.items():
                    goods[order, product, self._som_vendor_place(vendor)] = [Goods(
                        ("vendor", vendor.id, product.id), None, now + self._som_lead(company, offer),
                        extra=max(0.0, offer.price - base) + LEAST, routes=route)]
        return goods

    @api.model
    def _som_opened(self, opening, orders):
        """Rules by which vendors may deliver: list of (rule, its orders, ids of its products)."""
        products = self.env["product.product"].union(*(line.product_id for mine in orders.values() for line in mine))
        return [(rule, speaks_for, rule._som_products(products)) for rule, speaks_for in opening]

    @api.model
    def _som_vendors(self, order, line, opened, quantity, today):
        """Who may deliver a product of an order: vendor → (``Offer``, route).

        By the route that the line, the product or its category carries all of its vendors may, by a rule those that it
        names.
        """
        if line._som_is_kit():
            return {}
        product, own, found = line.product_id, line._som_dropship_route(), {}
        rules = [rule for rule, speaks_for, products in opened if order in speaks_for and product.id in products]
        if own or rules:
            for vendor, offer in product._som_offers(quantity, order.company_id, today).items():
                route = own or next((rule.route_id for rule in rules if rule._som_opens(vendor)), None)
                if route:
                    found[vendor] = offer, route
        return found

    @api.model
    def _som_base(self, product, offers, company):
        """What a unit costs where nobody pays more for having it delivered: the product's cost, or what the cheapest
        vendor takes where that is less, or where nobody knows the cost.

        What a vendor takes beyond it is the extra cost of his delivering. So own stock is never dearer for having cost
        much once (it is paid for, and is sold first where all else is equal), vendors differ by all that they differ
        in price, and a product whose cost nobody keeps is not kept from being drop-shipped.
        """
        prices = [offer.price for offer in offers]
        cost = product.with_company(company).standard_price
        return min([*prices, cost] if cost > 0 else prices, default=0.0)

    @api.model
    def _som_decide(self, order, mine, candidates, terms, goods, facts, seconds):
        """Vendors that deliver nothing of an order are no candidates for it. What has to be ordered of a vendor anyway
        comes straight from him: it does not count that a warehouse could order it, too.

        Where the line's own route says so nothing is taken from warehouses at all; where that of the product does,
        only what they have or what is on its way to them.
        """
        totals = self._som_totals(mine)
        candidates = [candidate for candidate in candidates if not candidate.place.vendor or any(
            (order, product, candidate.place) in goods for product in totals)]
        goods = dict(goods)
        for product, (_ticks, line) in totals.items():
            self._som_leave_to_vendors(order, product, line, candidates, goods)
        self._som_note_offers(order, totals, candidates, goods)
        return super()._som_decide(order, mine, candidates, terms, goods, facts, seconds)

    @api.model
    def _som_leave_to_vendors(self, order, product, line, candidates, goods):
        own = line._som_dropship_route()
        allowed = any(
            candidate.place.vendor and not candidate.removed and product.id not in candidate.refused
            and goods.get((order, product, candidate.place)) for candidate in candidates)
        for candidate in candidates:
            key = order, product, candidate.place
            if candidate.place.vendor or key not in goods:
                continue
            if line.route_ids and own:
                del goods[key]
            elif own or allowed and product.is_storable:
                goods[key] = [one for one in goods[key] if one.quantity is not None]

    @api.model
    def _som_note_offers(self, order, totals, candidates, goods):
        """For who looks at the candidates: what vendors take beyond the cost."""
        company = order.company_id
        for candidate in candidates:
            for product in totals if candidate.place.vendor else ():
                for one in goods.get((order, product, candidate.place), ()):
                    note = self.env._(
                        "%(product)s: %(amount)s / %(unit)s above its cost", product=product.display_name,
                        amount=format_amount(self.env, one.extra - LEAST, company.currency_id),
                        unit=product.uom_id.name)
                    if one.extra > LEAST and note not in candidate.notes:
                        candidate.notes.append(note)

    @api.model
    def _som_today(self, company, as_of):
        """The day of a moment where the company is."""
        zone = self.env["som.promise"]._som_zone(self.env["res.partner"], company)
        return as_of.replace(tzinfo=UTC).astimezone(zone).date()
