from datetime import datetime, time, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.som_core.tests.common import SomCommon

#: A Wednesday.
NOW = datetime(2026, 3, 4, 9, 0)


@tagged("som_apps")
class PromiseCommon(SomCommon):
    """A company that promises dates, and goods of which there are ten."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time(NOW)
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.env["som.allocation.policy"].search([("state", "=", "active")]).action_deactivate()
        cls.company.write({"som_promise": True, "security_lead": 0})
        cls.scarce = cls._product("TP-SCARCE", 10.0, sale_delay=0)
        cls._stock(cls.scarce, 10)

    def _coming(self, quantity, days, product=None, warehouse=None):
        """A receipt that is planned so many days from now."""
        warehouse = warehouse or self.warehouse
        supplier = self.env.ref("stock.stock_location_suppliers")
        picking = self.env["stock.picking"].create({
            "picking_type_id": warehouse.in_type_id.id, "location_id": supplier.id,
            "location_dest_id": warehouse.lot_stock_id.id, "scheduled_date": self._in(days),
            "move_ids": [(0, 0, {
                "product_id": (product or self.scarce).id, "product_uom_qty": quantity, "date": self._in(days),
                "location_id": supplier.id, "location_dest_id": warehouse.lot_stock_id.id})]})
        picking.action_confirm()
        return picking.move_ids

    def _in(self, days):
        return fields.Datetime.now() + timedelta(days=days)

    def _earliest(self, *orders):
        """Days from now on which each line of some orders can be there; None where nobody can say."""
        orders = self.env["sale.order"].union(*orders)
        orders.order_line.invalidate_recordset(["som_earliest_date"])
        return [self._days(line.som_earliest_date) for line in orders.order_line]

    def _promised(self, *orders):
        return [self._days(line.som_promised_date) for order in orders for line in order.order_line]

    def _days(self, date):
        return (date - NOW) / timedelta(days=1) if date else None

    def _confirmed(self, *lines, **values):
        order = self._order(*lines, **values)
        order.action_confirm()
        return order

    def _rows(self, order):
        """What the ledger says of promises: (days from now, quantity, cause)."""
        rows = order.som_milestone_ids.filtered(lambda row: row.stage == "promised").sorted("id")
        return [(self._days(row.promised_date), row.quantity, row.cause) for row in rows]

    def _at(self, day, hour):
        return datetime.combine(NOW.date() + timedelta(days=day), time(hour))
