from odoo import fields, models


class SomSourcingDecision(models.Model):
    """Vendors that were to deliver, beside the warehouses."""

    _inherit = "som.sourcing.decision"

    vendor_ids = fields.Many2many(
        "res.partner", "som_sourcing_decision_vendor_rel", "decision_id", "partner_id", string="Drop-Shipped By",
        readonly=True)
