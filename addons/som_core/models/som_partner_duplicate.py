from odoo import models


class SomPartnerDuplicate(models.Model):
    """A pair that is decided holds no order any more."""

    _inherit = "som.partner.duplicate"

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        partners = self.partner_id | self.other_id
        result = super().write(vals)
        self.env["sale.order"]._som_world_changed(partners | self.partner_id | self.other_id)
        return result
