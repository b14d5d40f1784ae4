from odoo import api, models


class SaleOrderLine(models.Model):
    """A line without moves and parts is procured as natively: see ``_get_qty_procurement``."""

    _inherit = "sale.order.line"

    @api.model
    def _som_reference_readers(self):
        return (*super()._som_reference_readers(), "som_allocation_dropship")
