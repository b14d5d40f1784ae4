from odoo.addons.som_allocation.tests.sourcing_common import SourcingCommon


class DropshipCommon(SourcingCommon):
    """Ten scarce goods are in the first warehouse; Near sells them for 12 in five days, Far for 11 in two.

    They cost 10; Near is the first in the list. No rule but that late costs something, and no product with a drop-ship
    route.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.days_to_purchase = 0
        cls.route = cls.env.ref("stock_dropshipping.route_drop_shipping")
        cls.near, cls.far = (cls.env["res.partner"].create({"name": name}) for name in ("Near", "Far"))
        cls.scarce.standard_price = 10
        cls._sells(cls.near, cls.scarce, 12, 5)
        cls._sells(cls.far, cls.scarce, 11, 2, sequence=2)

    @classmethod
    def _sells(cls, vendor, product, price, days, **values):
        return cls.env["product.supplierinfo"].create({
            "partner_id": vendor.id, "product_tmpl_id": product.product_tmpl_id.id, "price": price, "delay": days,
            "company_id": cls.company.id, "sequence": 1, **values})

    @classmethod
    def _dropped(cls, product=None):
        """The product carries the drop-ship route."""
        (product or cls.scarce).route_ids = cls.route

    def _asked(self, order, state="draft"):
        """Vendor name → list of (quantity, unit) that he is asked for."""
        asked = {}
        for line in order.order_line.purchase_line_ids.filtered(lambda line: line.state == state and line.product_qty):
            asked.setdefault(line.order_id.partner_id.name, []).append((line.product_qty, line.product_uom_id.name))
        return asked

    def _purchase(self, order, vendor=None):
        return order.order_line.purchase_line_ids.order_id.filtered(
            lambda purchase: purchase.state != "cancel" and (not vendor or purchase.partner_id == vendor))

    def _from(self, order, product=None):
        """Warehouse or vendor → what was procured of it for an order, in the product's unit."""
        taken = {}
        for line in order.order_line.filtered(lambda line: not product or line.product_id == product):
            for place, quantity in line._som_procured().items():
                taken[place.shipper.name] = taken.get(place.shipper.name, 0) + quantity
        return {name: quantity for name, quantity in taken.items() if quantity}

    def _look(self):
        self._run_cron("som_allocation.ir_cron_promise_event")

    def _trace(self, order):
        """Candidate → why it was removed, as the dry run has it."""
        plan = self.env["som.sourcing"]._som_dry_run(order)
        return {one["warehouse"]: one["removed"] for one in plan.trace["candidates"]}
