from odoo import models


class SaleOrderLine(models.Model):
    """What the ledger needs to know about a line."""

    _inherit = "sale.order.line"

    def _som_is_quantity_line(self):
        """Whether the line stands for goods or services, not for a text, a down payment or freight."""
        self.ensure_one()
        return not self.display_type and not self.is_downpayment and not self.is_delivery
