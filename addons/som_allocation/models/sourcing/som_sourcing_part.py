from odoo import api, fields, models
from odoo.tools import formatLang

from .values import Place


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

    route_ids = fields.Many2many(
        "stock.route", string="By", help="How the goods come to it. Empty: from its stock.")

    def _som_place(self):
        self.ensure_one()
        return Place(self.warehouse_id, self.route_ids)

    @api.depends("warehouse_id", "quantity", "uom_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for part in self:
            digits = 0 if part.quantity == int(part.quantity or 0) else 2
            # sudo: the warehouse of a part is for whoever sees the part
            part.display_name = self.env._(
                "%(warehouse)s: %(quantity)s %(unit)s", warehouse=part.sudo().warehouse_id.name,
                quantity=formatLang(self.env, part.quantity, digits=digits), unit=part.uom_id.name)
