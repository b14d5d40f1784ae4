from odoo import fields, models


class SomHoldWaive(models.TransientModel):
    """The reason for waiving holds, asked once for all that were chosen."""

    _name = "som.hold.waive"
    _description = "Waive Holds"

    hold_ids = fields.Many2many("som.hold", string="Holds", required=True)
    reason = fields.Text(required=True)

    def action_waive(self):
        self.ensure_one()
        done = self.hold_ids.waive(self.reason)
        return dict(done, params=dict(done["params"], next={
            "type": "ir.actions.act_window_close", "infos": {"done": True}}))
