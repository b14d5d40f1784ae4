from odoo import models


class StockPicking(models.Model):
    """Deliveries of the past are not announced again."""

    _inherit = "stock.picking"

    def _send_confirmation_email(self):
        """Odoo's hook after a transfer is done: it books the carrier and writes to the customer.

        A replayed delivery happened long ago; booking it would send a parcel and a bill.
        """
        if self.env.context.get("som_history"):
            return None
        return super()._send_confirmation_email()
