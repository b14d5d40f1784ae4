from odoo import api, models
from odoo.tools import float_is_zero

from .listeners import only

#: What decides whether a line needs a reference.
DECIDING = ("_action_launch_stock_rule", "_get_qty_procurement")


class SaleOrderLine(models.Model):
    """References of many orders are made at once; native code makes one for each order that has none."""

    _inherit = "sale.order.line"

    def _action_launch_stock_rule(self, **kwargs):
        # what was procured of a kit before is known from the quantities before: these are left to native code
        first = not kwargs.get("previous_product_uom_qty") and not self.env.context.get("skip_procurement")
        if first and all(only(self, method, *self._som_reference_readers()) for method in DECIDING):
            self._som_create_references()
        return super()._action_launch_stock_rule(**kwargs)

    @api.model
    def _som_reference_readers(self):
        """Modules of which is known what they decide: nothing about lines that have no moves yet."""
        return ("sale_stock", "sale_mrp", "stock_dropshipping", "som_core", "som_allocation")

    def _som_create_references(self):
        """What native code would do at the first line of each order that is to be procured.

        Only for orders whose lines have no moves yet: nothing of them was procured before, so all of it will be.
        """
        first = {}
        for line in self.filtered(lambda line: line._som_needs_reference()):
            first.setdefault(line.order_id, line)
        if len(first) > 1:
            self.env["stock.reference"].create([line._prepare_reference_vals() for line in first.values()])

    def _som_needs_reference(self):
        """Whether a line is to be procured for the first time, in an order without reference."""
        return (
            self.state == "sale" and not self.order_id.locked and self.product_id.type == "consu"
            and not self.order_id.stock_reference_ids and not self.move_ids
            and not float_is_zero(self.product_uom_qty, precision_digits=self.env["decimal.precision"].precision_get(
                "Product Unit")))
