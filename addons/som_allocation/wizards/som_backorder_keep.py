from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class SomBackorderKeep(models.TransientModel):
    """Until when backorders are kept, asked once for all that were chosen."""

    _name = "som.backorder.keep"
    _description = "Keep Backorders"

    line_ids = fields.Many2many("sale.order.line", string="Backorders", required=True)
    until = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self) + timedelta(days=30),
        help="Until then they are not proposed for cancellation.")
    line_count = fields.Integer(compute="_compute_line_count")

    @api.depends("line_ids")
    def _compute_line_count(self):
        for wizard in self:
            wizard.line_count = len(wizard.line_ids)

    def action_keep(self):
        self.ensure_one()
        if self.until < fields.Date.context_today(self):
            raise UserError(self.env._("%s has passed: choose a day to come.", format_date(self.env, self.until)))
        self.line_ids._som_keep_backorder(self.until)
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}
