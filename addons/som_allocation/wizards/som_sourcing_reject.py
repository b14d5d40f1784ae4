from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError


class SomSourcingReject(models.TransientModel):
    """What deliveries cannot ship from where they are, and why; asked once for all that were chosen."""

    _name = "som.sourcing.reject"
    _description = "Cannot Ship From Here"

    picking_ids = fields.Many2many("stock.picking", string="Deliveries", required=True)
    picking_count = fields.Integer(compute="_compute_picking_count")
    reason = fields.Char(required=True)
    line_ids = fields.One2many(
        "som.sourcing.reject.line", "reject_id", string="Products", compute="_compute_line_ids", store=True,
        readonly=False)

    @api.depends("picking_ids")
    def _compute_picking_count(self):
        for wizard in self:
            wizard.picking_count = len(wizard.picking_ids)

    @api.depends("picking_ids")
    def _compute_line_ids(self):
        """All that is not picked cannot ship, unless somebody says otherwise."""
        for wizard in self:
            loose = {move: move._som_loose_in_unit() for move in wizard.picking_ids._origin._som_movable()}
            wizard.line_ids = [Command.clear(), *(
                Command.create({"move_id": move.id, "quantity": quantity})
                for move, quantity in loose.items() if quantity)]

    def action_reject(self):
        self.ensure_one()
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(self.env._("Only who works in a warehouse can say that it cannot ship."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why it cannot ship from there: the salesperson reads it."))
        quantities = {line.move_id: line._som_quantity() for line in self.line_ids if line.quantity}
        if self.line_ids and not quantities:
            raise UserError(self.env._("Say how much of which product cannot ship."))
        elsewhere = self.picking_ids._som_source_elsewhere(self.reason.strip(), quantities or None)
        done = {"type": "ir.actions.act_window_close", "infos": {"done": True}}
        if not elsewhere.left:
            return done
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "type": "warning", "sticky": True, "title": self.env._("Not all of it ships from elsewhere"),
            "message": self.env._("No other warehouse has these; they wait here, unreserved: %s", ", ".join(
                move._som_amount_text(move.product_id, quantity) for move, quantity in elsewhere.left.items())),
            "next": done}}
