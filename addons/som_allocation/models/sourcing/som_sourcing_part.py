from odoo import fields, models


class SomSourcingPart(models.Model):
    """So much of an order line ships from a warehouse. Lines that one warehouse ships, the order's, have none."""

    _name = "som.sourcing.part"
    _description = "Part of a Line by Warehouse"
    _order = "quantity desc, id"

    line_id = fields.Many2one("sale.order.line", required=True, ondelete="cascade", index=True)
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    company_id = fields.Many2one(related="line_id.company_id", store=True)
    product_id = fields.Many2one(related="line_id.product_id")
    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="restrict")
    quantity = fields.Float(required=True, digits="Product Unit", help="In the product's unit.")
    uom_id = fields.Many2one(related="line_id.product_id.uom_id", string="Unit")

    _line_warehouse_uniq = models.UniqueIndex("(line_id, warehouse_id)")
