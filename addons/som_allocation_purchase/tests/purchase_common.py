from odoo.fields import Command

from odoo.addons.som_allocation.tests.shortage_common import ShortageCommon


class PurchaseCommon(ShortageCommon):
    """Goods of which there are ten, a vendor who takes nine days, and purchase orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.days_to_purchase = 0
        cls.price = cls.env["product.supplierinfo"].create({
            "partner_id": cls.vendor.id, "product_tmpl_id": cls.scarce.product_tmpl_id.id, "delay": 9, "price": 3})

    def _purchase(self, quantity, days, product=None, **values):
        """A request for quotation, planned so many days from now."""
        product = product or self.scarce
        line = {"product_id": product.id, "product_qty": quantity, "date_planned": self._in(days), "price_unit": 3}
        return self.env["purchase.order"].create({
            "partner_id": self.vendor.id, "picking_type_id": self.warehouse.in_type_id.id,
            "order_line": [Command.create({**line, **values})]})

    def _ordered(self, quantity, days, **values):
        purchase = self._purchase(quantity, days, **values)
        purchase.button_confirm()
        return purchase

    def _look(self):
        self._run_cron("som_allocation.ir_cron_promise_event")

    def _make_to_order(self, product=None):
        route = self.warehouse.mto_pull_id.route_id
        route.active = True
        (product or self.scarce).route_ids = [Command.link(route.id)]

    def _requests(self, product=None):
        return self.env["purchase.order.line"].search([("product_id", "=", (product or self.scarce).id)])
