from datetime import datetime

from odoo import fields

from .run_common import RunCommon


class ReplayCommon(RunCommon):
    """Five days of March in which 10 were there, 6 came, 1 was lost, and three orders wanted 19."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tried = cls._policy(
            "Dearest first", [{"strategy": "redistribute", "sort": ["value"]}], active=False)

    @classmethod
    def _at(cls, day, hour=9):
        return datetime(2026, 3, day, hour)

    def _wanted(self, day, quantity, price, due=2, product=None, **values):
        """An order of the past, confirmed on a day."""
        order = self._order((product or self.scarce, quantity), som_requested_date=self._at(due, 18), **values)
        order.order_line.price_unit = price
        order.with_context(som_occurred_at=self._at(day)).action_confirm()
        return order

    def _shipped(self, order, day):
        """Ship the whole order on a day."""
        pickings = order.picking_ids
        pickings.action_assign()
        self._validate(pickings.with_context(som_occurred_at=self._at(day)))
        self.assertEqual(pickings.mapped("state"), ["done"])

    def _moved(self, day, quantity, product=None):
        """Goods that come from a vendor or, negative, are lost."""
        product, stock = product or self.scarce, self.warehouse.lot_stock_id
        supplier, loss = self.env.ref("stock.stock_location_suppliers"), product.property_stock_inventory
        ends = (supplier, stock) if quantity > 0 else (stock, loss)
        move = self.env["stock.move"].create({
            "product_id": product.id, "product_uom": product.uom_id.id, "product_uom_qty": abs(quantity),
            "location_id": ends[0].id, "location_dest_id": ends[1].id})
        move._action_confirm()
        move.quantity = abs(quantity)
        move.picked = True
        move._action_done()
        move.date = self._at(day)

    def _march(self):
        """The three orders; what really happened is that the first was shipped on the second."""
        self._stock(self.scarce, 10)
        first, second = self._wanted(1, 8, 10), self._wanted(1, 6, 20)
        third = self._wanted(2, 5, 30)
        self._shipped(first, 2)
        self._moved(3, 6)
        self._moved(4, -1)
        return first, second, third

    def _replay(self, policy=None, **values):
        return self.env["som.allocation.replay"].create({
            "policy_id": (policy or self.tried).id, "date_from": fields.Date.to_date("2026-03-01"),
            "date_to": fields.Date.to_date("2026-03-05"), "product_ids": [(6, 0, self.scarce.ids)], **values})

    def _played(self, policy=None, **values):
        replay = self._replay(policy, **values)
        replay.action_play()
        return replay

    def _figures(self, replay):
        """World → (lines, filled by value, lines filled, lines on time, orders on time, days late, late, unfilled)."""
        return {row.kind: (
            row.line_count, round(row.fill_value, 4), round(row.fill_lines, 4), round(row.on_time_lines, 4),
            round(row.on_time_orders, 4), row.mean_late, row.late_value, row.unfilled_value)
            for row in replay.result_ids}
