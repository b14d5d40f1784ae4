from odoo import api, fields, models
from odoo.tools import formatLang

from odoo.addons.som_allocation.models.sourcing.values import Place


class SomSourcingPart(models.Model):
    """So much of a line a vendor delivers; bought in the name of the order's warehouse, that never sees it."""

    _inherit = "som.sourcing.part"

    vendor_id = fields.Many2one(
        "res.partner", ondelete="restrict", index="btree_not_null",
        help="Delivers straight to the customer.")

    def _som_place(self):
        if not self.vendor_id:
            return super()._som_place()
        return Place(self.env["stock.warehouse"], self.route_ids, self.vendor_id)

    @api.depends("vendor_id")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for part in self.filtered("vendor_id"):
            digits = 0 if part.quantity == int(part.quantity or 0) else 2
            # sudo: who delivers is for whoever sees the part
            part.display_name = self.env._(
                "Drop-ship: %(vendor)s: %(quantity)s %(unit)s", vendor=part.sudo().vendor_id.name,
                quantity=formatLang(self.env, part.quantity, digits=digits), unit=part.uom_id.name)
        return result
