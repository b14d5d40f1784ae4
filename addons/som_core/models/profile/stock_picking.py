from odoo import api, fields, models


class StockPicking(models.Model):
    """Delivery instructions of the customer, where the goods leave."""

    _inherit = "stock.picking"

    som_delivery_note = fields.Text(string="Delivery Instructions", compute="_compute_som_delivery_note")

    @api.depends("partner_id", "picking_type_code")
    def _compute_som_delivery_note(self):
        for picking in self:
            # sudo: whoever may see the delivery may know how to deliver it
            address = picking.partner_id.sudo()
            note = address.som_delivery_note or address.commercial_partner_id.som_delivery_note
            picking.som_delivery_note = picking.picking_type_code == "outgoing" and note
