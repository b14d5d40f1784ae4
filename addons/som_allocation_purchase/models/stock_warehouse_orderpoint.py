from odoo import api, models
from odoo.tools import SQL

from .purchase_order_line import REQUESTED


class StockWarehouseOrderpoint(models.Model):
    """Reordering rules know what is asked for, from whom they order, and when it was ordered."""

    _inherit = "stock.warehouse.orderpoint"

    def _som_under_way(self):
        """Native counts requests of this rule, and of none; those for somebody alone are not for all."""
        under_way = super()._som_under_way()
        # sudo: what is asked for is true whoever looks
        lines = self.env["purchase.order.line"].sudo().search([
            ("product_id", "in", self.product_id.ids), ("state", "in", REQUESTED), ("move_dest_ids", "!=", False),
            ("orderpoint_id", "=", False)])
        bound = {}
        for line in lines:
            place = line.location_final_id or line.order_id.picking_type_id.default_location_dest_id
            key = line.product_id, place
            bound[key] = bound.get(key, 0.0) + line._som_bound_qty()
        for rule in self:
            under_way[rule.id] = max(under_way[rule.id] - bound.get((rule.product_id, rule.location_id), 0.0), 0.0)
        return under_way

    @api.model
    def _som_ordered_at(self):
        """What was purchased was ordered when the purchase order was confirmed."""
        return SQL(
            """COALESCE((SELECT COALESCE(po.date_approve, po.date_order)
                           FROM purchase_order_line pl JOIN purchase_order po ON po.id = pl.order_id
                          WHERE pl.id = m.purchase_line_id), %s)""", super()._som_ordered_at())

    def _som_vendor_leads(self, company):
        """A vendor that a rule names is the one it orders from."""
        return super()._som_vendor_leads(company) | {
            rule.id: rule.supplier_id.delay for rule in self if rule.supplier_id}
