from odoo import fields, models


class SomAllocationReplayLine(models.Model):
    """A line that fares much better or much worse under the tried policy than under the present one."""

    _name = "som.allocation.replay.line"
    _description = "Line of a Policy's Trial"
    _order = "replay_id, sequence, id"
    _rec_name = "order_id"

    replay_id = fields.Many2one("som.allocation.replay", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="replay_id.company_id")
    sequence = fields.Integer(readonly=True)
    line_id = fields.Many2one("sale.order.line", string="Order Line", ondelete="cascade", index=True, readonly=True)
    order_id = fields.Many2one(related="line_id.order_id")
    partner_id = fields.Many2one(related="line_id.order_id.partner_id")
    product_id = fields.Many2one(related="line_id.product_id")
    quantity = fields.Float(digits="Product Unit", readonly=True, aggregator=None, help="In the product's unit.")
    due = fields.Date(readonly=True)
    actual = fields.Date(string="Was Shipped", readonly=True, help="Empty: not wholly within the period.")
    current = fields.Date(string="Present Policy", readonly=True, help="Empty: not wholly within the period.")
    tried = fields.Date(string="Tried Policy", readonly=True, help="Empty: not wholly within the period.")
    days = fields.Integer(
        string="Days Later", readonly=True, aggregator=None,
        help="How much later it would be than under the present policy, negative: earlier. What is not shipped within"
             " the period counts as shipped on the day after.")

    def action_open_order(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id,
            "views": [(False, "form")],
        }
