from odoo import api, fields, models
from odoo.exceptions import UserError


class SomBackorderCancel(models.TransientModel):
    """Why the rests of orders are cancelled, asked once for all that were chosen."""

    _name = "som.backorder.cancel"
    _description = "Cancel the Rest of Orders"

    line_ids = fields.Many2many("sale.order.line", string="Backorders", required=True)
    reason = fields.Char(required=True, help="Kept on record with the order, for your own house.")
    tell = fields.Boolean(
        string="Tell the Customers", compute="_compute_tell", store=True, readonly=False, precompute=True,
        help="By mail, in their language. Customers who want no such mail get none.")
    order_count = fields.Integer(compute="_compute_order_count")
    backorder_ids = fields.Many2many(
        "som.backorder", compute="_compute_backorder_ids", help="What would be cancelled, as it stands now.")

    @api.depends("line_ids")
    def _compute_tell(self):
        for wizard in self:
            wizard.tell = any(company.som_tell_shipped_in_part for company in wizard.line_ids.company_id)

    @api.depends("line_ids")
    def _compute_order_count(self):
        for wizard in self:
            wizard.order_count = len(wizard.line_ids.order_id)

    @api.depends("line_ids")
    def _compute_backorder_ids(self):
        for wizard in self:
            wizard.backorder_ids = self.env["som.backorder"].search([("line_id", "in", wizard.line_ids.ids)])

    def action_cancel_rest(self):
        self.ensure_one()
        if not self.reason.strip():
            raise UserError(self.env._("Say why the rest is cancelled."))
        cancelled = self.line_ids._som_cancel_backorder(self.reason.strip(), self.tell)
        if not cancelled:
            raise UserError(self.env._(
                "Nothing of this is open any more: it has shipped, or somebody has cancelled it. Reload the list."))
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}
