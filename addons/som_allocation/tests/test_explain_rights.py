from odoo.exceptions import AccessError
from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestExplainRights(RunCommon):
    """Orders show what the latest runs said of their lines, to those who may read the orders."""

    def _latest(self, order):
        action = order.action_som_open_allocation()
        return self.env["som.allocation.run.line"].search(action["domain"])

    def test_an_order_that_no_run_looked_at_shows_nothing(self):
        order = self._confirmed((self.scarce, 2))
        self._preview()
        self.assertEqual(order.som_allocation_count, 0)

    def test_an_order_shows_the_latest_applied_run_of_each_line(self):
        order = self._confirmed((self.scarce, 2), (self.goods, 200))
        both = self._applied(products=self.scarce | self.goods)
        later = self._applied()
        order.invalidate_recordset()
        self.assertEqual(order.som_allocation_count, 2)
        lines = self._latest(order)
        self.assertEqual({line.product_id: line.run_id for line in lines}, {self.scarce: later, self.goods: both})

    def test_one_line_opens_at_once(self):
        order = self._confirmed((self.scarce, 2))
        self._applied()
        action = order.action_som_open_allocation()
        self.assertEqual((action["views"], action["res_id"]), ([(False, "form")], self._latest(order).id))

    def test_many_orders_are_counted_by_one_query(self):
        orders = self.env["sale.order"].union(*(self._confirmed((self.scarce, 1)) for _number in range(5)))
        self._applied()
        self._forget()
        orders.mapped("state")
        with self.assertQueryCount(1):
            self.assertEqual(orders.mapped("som_allocation_count"), [1] * 5)

    def test_salespeople_read_explanations_of_their_own_orders_only(self):
        ada = self._user("ada", "sales_team.group_sale_salesman")
        bob = self._user("bob", "sales_team.group_sale_salesman")
        mine = self._confirmed((self.scarce, 2), user_id=ada.id)
        theirs = self._confirmed((self.scarce, 2), user_id=bob.id)
        self._stock(self.scarce, 2)
        run = self._applied()
        lines = {line.order_id: line for line in run.line_ids}
        self.assertIn("gets all it wants", lines[mine].with_user(ada).explanation)
        self.assertEqual(mine.with_user(ada).som_allocation_count, 1)
        with self.assertRaises(AccessError):
            lines[theirs].with_user(ada).read(["explanation"])
        self.assertIn(f"• {mine.name}, 2 Units", lines[theirs].with_user(bob).explanation)
        with self.assertRaises(AccessError):
            theirs.with_user(ada).action_som_open_allocation()
