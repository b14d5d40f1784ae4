from psycopg2 import IntegrityError

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .credit_common import CreditCheckCommon


@tagged("post_install", "-at_install")
class TestCreditBeforeShipping(CreditCheckCommon):
    """Checked again before goods leave, except for a few days of grace."""

    def setUp(self):
        super().setUp()
        self.check = self._check("credit_overdue_days", days=10, stage="shipped")

    def _later(self, order, days):
        """The order was confirmed so many days ago."""
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE som_milestone DISABLE TRIGGER som_milestone_append_only")
        self.env.cr.execute(
            "UPDATE som_milestone SET occurred_at = %s WHERE order_id = %s",
            [fields.Datetime.subtract(fields.Datetime.now(), days=days), order.id])
        self.env.cr.execute("ALTER TABLE som_milestone ENABLE TRIGGER som_milestone_append_only")
        self.env.invalidate_all()

    def _order_then_overdue(self):
        order = self._order((self.goods, 2))
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self._invoice(100, due=-20)
        return order

    def test_goods_do_not_leave_while_the_customer_is_overdue(self):
        order = self._order_then_overdue()
        self._validate(order.picking_ids)
        self.assertEqual((order.picking_ids.state, order.som_hold_status), ("assigned", "held"))
        self._payment(100)
        self._flush()
        self.assertEqual(order.som_hold_status, "clear")
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")

    def test_an_order_confirmed_within_the_days_of_grace_ships(self):
        self.check.grace_days = 3
        order = self._order_then_overdue()
        self._later(order, 2)
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")

    def test_after_the_days_of_grace_it_does_not(self):
        self.check.grace_days = 3
        order = self._order_then_overdue()
        self._later(order, 4)
        self._validate(order.picking_ids)
        self.assertEqual((order.picking_ids.state, order.som_hold_status), ("assigned", "held"))

    def test_grace_is_for_shipping_only(self):
        self.check.write({"stage": "confirmed", "grace_days": 300})
        self._invoice(100, due=-20)
        self._assert_held(self._quotation(10))

    def test_the_limit_before_shipping_counts_the_order_once(self):
        self.check.active = False
        self._check("credit_limit", stage="shipped")
        self.customer.credit_limit = 100
        order = self._order((self.goods, 10))
        order.action_confirm()
        self._validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")
        late = self._order((self.goods, 1))
        late.action_confirm()
        self._validate(late.picking_ids)
        self.assertEqual((late.state, late.picking_ids.state), ("sale", "assigned"))

    def test_days_of_grace_are_not_negative(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.check.grace_days = -1
            self.check.flush_recordset()
