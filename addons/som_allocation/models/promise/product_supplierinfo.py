from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class Vendor(NamedTuple):
    """A vendor's price of a product, as one query reads it."""

    id: int
    product: int
    partner: int
    delay: int  #: days
    least: float  #: units of the product that he sells at least at this price
    price: float  #: of a unit of the product, less the discount
    currency: int
    worth: float  #: the price in one currency for all of a product's vendors


class ProductSupplierinfo(models.Model):
    """Whom native purchasing would order from, for many products at once; the choice is made here alone.

    It goes through the prices of a product that are valid today for the company and the variant, by sequence, and
    leaves out those whose minimum is more than is ordered. The first decides who delivers; the cheapest of *his* prices
    is taken (Odoo: ``product.product._select_seller``).
    """

    _inherit = "product.supplierinfo"

    @api.model
    def _som_vendors(self, company, products):
        """The valid prices of products that may be bought, in native order. Two queries, however many products.

        :param products: ids
        :return: dict: product id → list of ``Vendor``
        """
        for name, names in (
                ("product.supplierinfo", ("partner_id", "product_id", "product_tmpl_id", "company_id", "product_uom_id",
                                          "min_qty", "price", "discount", "delay", "sequence", "currency_id",
                                          "date_start", "date_end")),
                ("product.template", ("purchase_ok", "uom_id")), ("product.product", ("product_tmpl_id",)),
                ("res.partner", ("active",))):
            self.env[name].flush_model(names)
        rows = self.env.execute_query(SQL(
            """SELECT s.id, p.id, s.partner_id, s.delay, (s.min_qty * su.factor / pu.factor)::float,
                      (s.price * (1 - COALESCE(s.discount, 0) / 100) * pu.factor / su.factor)::float, s.currency_id
                 FROM product_product p
                 JOIN product_template t ON t.id = p.product_tmpl_id AND t.purchase_ok
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 JOIN product_supplierinfo s ON s.product_tmpl_id = t.id AND COALESCE(s.product_id, p.id) = p.id
                 JOIN uom_uom su ON su.id = COALESCE(s.product_uom_id, t.uom_id)
                 JOIN res_partner v ON v.id = s.partner_id AND v.active
                WHERE p.id = ANY(%(products)s) AND COALESCE(s.company_id, %(company)s) = %(company)s
                  AND COALESCE(s.date_start, %(today)s) <= %(today)s AND COALESCE(s.date_end, %(today)s) >= %(today)s
                ORDER BY p.id, s.sequence, s.min_qty DESC, s.price, s.id""",
            products=list(products), company=company.id, today=company._som_today()))
        # one unit of each in that of the company: only where there are several is it asked at all
        currencies = self.env["res.currency"].browse({row[-1] for row in rows})
        rates = currencies._get_rates(company, company._som_today()) if len(currencies) > 1 else {}
        found = {}
        for row in rows:
            found.setdefault(row[1], []).append(Vendor(*row, worth=row[-2] / rates.get(row[-1], 1.0)))
        return found

    @api.model
    def _som_choose(self, vendors, quantity=None):
        """The price that native purchasing takes.

        :param list vendors: those of a product, as ``_som_vendors`` has them
        :param float quantity: units of the product; None: whatever it will be, as native lead times have it
        :return: ``Vendor``; None where there is none who sells so little
        """
        able = [vendor for vendor in vendors if quantity is None or self._som_sells(vendor, quantity)]
        his = [vendor for vendor in able if vendor.partner == able[0].partner]
        return min(his, key=lambda vendor: vendor.worth, default=None)

    @api.model
    def _som_sells(self, vendor, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return round(quantity - vendor.least, digits) >= 0
