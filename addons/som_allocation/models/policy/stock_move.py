from odoo import models


class StockMove(models.Model):
    """The priority that a procurement asked for survives into the transfer it is put into.

    A move has its transfer's priority, and a new transfer has none: without this, what the order said is lost with
    the move's own confirmation.
    """

    _inherit = "stock.move"

    def _som_order_priority(self):
        """The priority that the moves' orders give them."""
        # sudo: who moves goods may not read the orders they are for
        return "1" if any(order.som_expedited for order in self.sudo().sale_line_id.order_id) else "0"

    def _som_priority(self):
        """The highest priority among the moves, their own and their orders'."""
        return max([self._som_order_priority(), *(move.priority or "0" for move in self)])

    def _get_new_picking_values(self):
        values = super()._get_new_picking_values()
        if self._som_priority() == "1":
            values["priority"] = "1"
        return values

    def _assign_picking_values(self, picking):
        values = super()._assign_picking_values(picking)
        if picking.priority != "1" and self._som_priority() == "1":
            values["priority"] = "1"
        return values
