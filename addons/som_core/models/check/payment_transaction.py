from odoo import models


class PaymentTransaction(models.Model):
    """A paid order that is held is accepted: it waits, and the customer hears that the money has come in."""

    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        return super()._check_amount_and_confirm_order().filtered(lambda order: order.state == "sale")
