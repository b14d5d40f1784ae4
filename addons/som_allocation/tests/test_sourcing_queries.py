from odoo.tests import tagged

from .sourcing_common import SourcingCommon


@tagged("post_install", "-at_install")
class TestSourcingQueries(SourcingCommon):
    """However many orders, lines and warehouses: as many queries."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._rule("shipment", amount=5)
        cls._rule("km", amount=1)
        cls._rule("age", amount=1)
        cls._rule("minimum", quantity=1, product_domain="[('sale_ok', '=', True)]")
        cls._rule("capacity", number=1000, order_domain="[('state', '=', 'draft')]")
        cls.products = cls.env["product.product"].union(*(cls._product(f"TP-Q{n}", 5.0) for n in range(6)))
        for product in cls.products:
            cls._stock(product, 3, cls.north)

    def _count(self, orders):
        self._forget()
        start = self.env.cr.sql_log_count
        plans = self.env["som.sourcing"]._som_plan(orders._som_wants(), together=True)
        self.assertEqual(len(plans), len(orders))
        return self.env.cr.sql_log_count - start

    def test_queries_do_not_grow(self):
        few = self._order((self.products[0], 1))
        many = self.env["sale.order"].union(*(
            self._order(*[(product, 1) for product in self.products]) for _ in range(5)))
        self._count(many)  # what is looked up once for all requests
        before = self._count(few)
        self.assertEqual(self._count(many), before)
        for number in range(3):
            self._stock(self.products[0], 5, self._warehouse(f"{number} more"))
        self.assertEqual(self._count(many), before)
        self.assertLessEqual(before, 60)
