from odoo.fields import Command

from .hold_common import HoldCommon


class PriceCase(HoldCommon):
    """Pricelists, and what orders are held for by their prices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = cls.env.ref("product.group_product_pricelist")
        cls.env.ref("base.group_user").implied_ids += group | cls.env.ref("sale.group_discount_per_so_line")
        cls.pricelist = cls._pricelist("Retail")
        cls.customer.property_product_pricelist = cls.pricelist

    @classmethod
    def _pricelist(cls, name, *rules, **values):
        return cls.env["product.pricelist"].create({
            "name": name, "company_id": cls.company.id, "item_ids": [Command.create(rule) for rule in rules], **values})

    @classmethod
    def _currency(cls, name, rate):
        currency = cls.env["res.currency"].with_context(active_test=False).search([("name", "=", name)])
        currency.active = True
        currency.rate_ids.unlink()
        cls.env["res.currency.rate"].create({
            "currency_id": currency.id, "rate": rate, "name": "2020-01-01", "company_id": cls.company.id})
        return currency

    def _discounted(self, order, percent):
        self.env["sale.order.discount"].with_context(active_id=order.id).create({
            "sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": percent / 100,
        }).action_apply_discount()
