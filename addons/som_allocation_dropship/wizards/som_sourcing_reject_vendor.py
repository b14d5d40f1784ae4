from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class SomSourcingRejectVendor(models.TransientModel):
    """Why a vendor cannot deliver, asked once for all purchases that were chosen."""

    _name = "som.sourcing.reject.vendor"
    _description = "Vendor Cannot Deliver"

    purchase_ids = fields.Many2many("purchase.order", string="Purchases", required=True)
    reason = fields.Char(required=True)

    def action_reject(self):
        self.ensure_one()
        if not self.env.user.has_group("purchase.group_purchase_user"):
            raise AccessError(self.env._("Only who buys can say that a vendor cannot deliver."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why he cannot deliver: the salesperson reads it."))
        self.purchase_ids._som_source_elsewhere(self.reason.strip())
        return {"type": "ir.actions.act_window_close", "infos": {"done": True}}
