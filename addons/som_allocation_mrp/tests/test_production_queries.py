from itertools import pairwise

from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged("post_install", "-at_install")
class TestProductionQueries(ProductionCommon):
    """What is asked of the database does not depend on how many products are made of how many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.center = cls.env["mrp.workcenter"].create({
            "name": "Saw", "resource_calendar_id": cls.company.resource_calendar_id.id})

    def _family(self, count):
        """Products of three levels, each with work to do; of the first production is under way."""
        levels = [[self._product(f"TP-{count}-{level}-{number}", 5.0, sale_delay=0) for number in range(count)]
                  for level in range(4)]
        for product in levels[0]:
            self._stock(product, 100)
        for below, level in pairwise(levels):
            for number, product in enumerate(level):
                self._made(product, [(below[number], 1), (below[number - 1], 1)], produce_delay=1, operation_ids=[
                    (0, 0, {"name": "Saw", "workcenter_id": self.center.id, "time_cycle_manual": 1})])
            production = self.env["mrp.production"].create({"product_id": level[0].id, "product_qty": 1})
            production.action_confirm()
        return levels[-1]

    def test_dates(self):
        counts = []
        for sold in map(self._family, (4, 4, 10)):
            order = self._order(*((product, 1) for product in sold))
            self._forget()
            start = self.env.cr.sql_log_count
            self.assertTrue(all(order.order_line.mapped("som_promise_info")))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts[1:])
