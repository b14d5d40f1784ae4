from collections import defaultdict
from typing import NamedTuple

from odoo import models


class Offer(NamedTuple):
    """What a vendor takes for a product, and how long it takes him."""

    seller: object  #: ``product.supplierinfo``: the price that holds for the quantity
    price: float  #: of the product's unit, in the currency of the company, discounted
    days: float  #: until the customer has it, once it is ordered


class ProductProduct(models.Model):
    """Who could deliver a product straight to the customer, for how much."""

    _inherit = "product.product"

    def _som_dropship_route(self, company):
        """The drop-ship route that the product or its category carries."""
        self.ensure_one()
        product = self._origin.sudo()  # sudo: how goods come is no secret to who sells them
        return (product.route_ids | product.categ_id.total_route_ids)._som_dropship(company, product)

    def _som_offers(self, quantity, company, today):
        """What each vendor takes for so much of a product: his best price, of those valid today for the quantity.

        No query for each vendor: prices and vendors are read for all products at hand, rates are kept.

        :param float quantity: in the product's unit
        :return: dict: ``res.partner`` → ``Offer``; first the one whom Odoo would ask, as his list has them
        """
        self.ensure_one()
        product, found = self._origin.sudo().with_company(company), defaultdict(list)  # sudo: prices do not get out
        for seller in product._get_filtered_sellers(quantity=quantity, date=today, uom_id=product.uom_id):
            price = seller.currency_id._convert(
                seller.price_discounted, company.currency_id, company, today, round=False)
            found[seller.partner_id].append((price, seller.sequence, seller.id, seller))
        return {vendor: Offer(min(sellers)[-1], min(sellers)[0], min(sellers)[-1].delay)
                for vendor, sellers in found.items()}

    def _som_offer_of(self, vendor, quantity, company, today):
        """What one vendor takes; where nothing is valid for the quantity whatever he has, as Odoo takes it then.

        :param vendor: ``res.partner``; none: whom Odoo would ask
        :return: ``Offer``, or None
        """
        offers = self._som_offers(quantity, company, today)
        if vendor in offers:
            return offers[vendor]
        if not vendor and offers:
            return next(iter(offers.values()))
        product = self._origin.sudo().with_company(company)  # sudo: as above
        seller = product._prepare_sellers(False).filtered(
            lambda seller: seller.company_id in (company, company.browse()) and vendor in (
                seller.partner_id, vendor.browse()))[:1]
        return Offer(seller, seller.price_discounted, seller.delay) if seller else None
