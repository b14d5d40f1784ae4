from odoo import api, fields, models


class SomSourcingRejectLine(models.TransientModel):
    """How much of a product of a delivery cannot ship."""

    _name = "som.sourcing.reject.line"
    _description = "Product That Cannot Ship From Here"

    reject_id = fields.Many2one("som.sourcing.reject", required=True, ondelete="cascade")
    move_id = fields.Many2one("stock.move", required=True, ondelete="cascade")
    picking_id = fields.Many2one(related="move_id.picking_id")
    product_id = fields.Many2one(related="move_id.product_id")
    uom_id = fields.Many2one(related="move_id.product_uom", string="Unit")
    demand = fields.Float(related="move_id.product_uom_qty", string="To Ship")
    picked = fields.Float(compute="_compute_picked", digits="Product Unit")
    quantity = fields.Float(string="Cannot Ship", digits="Product Unit", help="In the unit of the delivery.")

    _quantity_positive = models.Constraint("CHECK (quantity >= 0)", "What cannot ship is 0 or more.")

    @api.depends("move_id")
    def _compute_picked(self):
        for line in self:
            line.picked = line.demand - line.move_id._som_loose_in_unit() if line.move_id else 0.0

    def _som_quantity(self):
        """What cannot ship, in the product's unit."""
        return self.uom_id._compute_quantity(self.quantity, self.product_id.uom_id, rounding_method="HALF-UP")
