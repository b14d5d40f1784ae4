from .hold_common import HoldCommon


class ProductCase(HoldCommon):
    """Products, and what orders of them are held for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.norway, cls.germany = cls.env.ref("base.no"), cls.env.ref("base.de")

    @classmethod
    def _variants(cls, name="Shirt"):
        """A product with two variants."""
        attribute = cls.env["product.attribute"].create({
            "name": f"{name} size", "value_ids": [(0, 0, {"name": "S"}), (0, 0, {"name": "L"})]})
        return cls.env["product.template"].create({
            "name": name, "is_storable": True, "attribute_line_ids": [
                (0, 0, {"attribute_id": attribute.id, "value_ids": [(6, 0, attribute.value_ids.ids)]})],
        }).product_variant_ids

    @classmethod
    def _elsewhere(cls):
        """Another company, with checks of its own."""
        company = cls.env["res.company"].create({"name": "Other House"})
        cls.env["som.check"].search([("company_id", "=", company.id)]).active = False
        return company

    def _held(self, *lines, **values):
        order = self._order(*(lines or [(self.goods, 1)]), **values)
        order.action_confirm()
        self.assertEqual((order.state, order.som_hold_status), ("draft", "held"))
        return order

    def _assert_queries_do_not_grow(self, prepare):
        """Check 2 and 30 orders with the checks that are on, and count the queries.

        :param prepare: function from a number to an order that is held
        """
        counts = []
        for number in (2, 2, 30):  # the first time fills caches
            orders = self.env["sale.order"].union(*(prepare(turn) for turn in range(number)))
            self._forget()
            before = self.env.cr.sql_log_count
            found = self.env["som.check"]._for_stages(self.company, ("confirmed",))._find(orders)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual({finding.order_id for _check, finding in found}, set(orders.ids))
        self.assertEqual(*counts[1:])
