from odoo import models


class StockPicking(models.Model):
    """Vendors, too, can say that they cannot ship; and what a warehouse cannot ship a vendor may deliver."""

    _inherit = "stock.picking"

    def _prepare_sourcing_refusal(self, line, shipper, reason):
        vals = super()._prepare_sourcing_refusal(line, shipper, reason)
        if shipper._name == "res.partner":
            vals.update(warehouse_id=False, vendor_id=shipper.id)
        return vals
