from odoo.tests import TransactionCase


class SomCommon(TransactionCase):
    """A company with a channel, a customer, goods on stock and people with different rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, lang="en_US"))
        cls.company = cls.env.company
        cls.company.partner_id.tz = "UTC"
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.warehouse.delivery_steps = "ship_only"
        cls.channel = cls.env["som.channel"].create({
            "name": "Test Web", "code": "test-web", "kind": "webshop", "tz": "UTC"})
        cls.customer = cls.env["res.partner"].create({
            "name": "Ada Buyer", "ref": "TC-1", "email": "ada@example.com", "street": "1 Main St", "city": "Oslo",
            "zip": "0150", "country_id": cls.env.ref("base.no").id})
        cls.goods = cls._product("TP-1", 10.0)
        cls.more_goods = cls._product("TP-2", 20.0)
        cls.service = cls.env["product.product"].create({
            "name": "Engraving", "default_code": "TP-S", "type": "service", "list_price": 5.0,
            "invoice_policy": "order"})
        for product in (cls.goods, cls.more_goods):
            cls._stock(product, 100)

    @classmethod
    def _product(cls, sku, price, **values):
        return cls.env["product.product"].create({
            "name": f"Goods {sku}", "default_code": sku, "type": "consu", "is_storable": True,
            "list_price": price, "invoice_policy": "delivery", "taxes_id": False, **values})

    @classmethod
    def _stock(cls, product, quantity, warehouse=None, **values):
        location = (warehouse or cls.warehouse).lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(product, location, quantity, **values)

    @classmethod
    def _user(cls, login, *groups, **values):
        return cls.env["res.users"].create({
            "name": login, "login": login, "email": f"{login}@example.com",
            "group_ids": [(6, 0, [cls.env.ref(group).id for group in groups])], **values})

    def _order(self, *lines, **values):
        """A quotation: lines are (product, quantity)."""
        return self.env["sale.order"].create({
            "partner_id": self.customer.id,
            "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": quantity})
                           for product, quantity in lines],
            **values})

    def _sent(self, number="1001", **values):
        """An incoming order as plain values."""
        return {
            "order": number, "channel": "test-web", "order_date": "2026-01-10", "customer": "TC-1",
            "lines": [{"sku": "TP-1", "quantity": 2}], **values}

    def _submit(self, *orders, **options):
        return self.env["som.intake"].submit(list(orders), **options)

    def _validate(self, pickings, quantities=None):
        """Validate transfers; ``quantities`` by product where not all of it goes (the rest is a backorder)."""
        for move in pickings.move_ids:
            if quantities is not None:
                move.quantity = quantities.get(move.product_id, 0)
            move.picked = True
        pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def _forget(self):
        """Empty the caches, before queries are counted that must not grow.

        Only who asks stays known: an environment reads the user's time zone once, and when a new one is made
        depends on the garbage collector.
        """
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.user.fetch(["partner_id", "company_id"])
        self.env.user.partner_id.fetch(["tz", "lang"])

    def _net(self, order, stage, product=None):
        rows = order.som_milestone_ids.filtered(lambda m: m.stage == stage)
        if product:
            rows = rows.filtered(lambda m: m.line_id.product_id == product)
        return sum(rows.mapped("quantity"))

    def _run_cron(self, xmlid):
        """Run a background job as the scheduler does, commits and all, inside the test's transaction."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(xmlid).method_direct_trigger()
        self.env.invalidate_all()
