from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class SomSourcingReject(models.TransientModel):
    """Why deliveries cannot ship from where they are, asked once for all that were chosen."""

    _name = "som.sourcing.reject"
    _description = "Cannot Ship From Here"

    picking_ids = fields.Many2many("stock.picking", string="Deliveries", required=True)
    picking_count = fields.Integer(compute="_compute_picking_count")
    reason = fields.Char(required=True)

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        for wizard in self:
            wizard.picking_count = len(wizard.picking_ids)

    def action_reject(self):
        self.ensure_one()
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(self.env._("Only who works in a warehouse can say that it cannot ship."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why it cannot ship from there: the salesperson reads it."))
        self.picking_ids._som_source_elsewhere(self.reason.strip())
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}
