from odoo import fields, models


class SomSourcingRefusal(models.Model):
    """A vendor, too, can say that he cannot deliver."""

    _inherit = "som.sourcing.refusal"

    warehouse_id = fields.Many2one(required=False)
    vendor_id = fields.Many2one("res.partner", ondelete="cascade")

    _somebody_refused = models.Constraint(
        "CHECK (num_nonnulls(warehouse_id, vendor_id) = 1)", "Either a warehouse or a vendor refuses.")

    def _som_shipper(self):
        return self.vendor_id or super()._som_shipper()
