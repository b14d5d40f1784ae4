from odoo import models


class SaleAdvancePaymentInv(models.TransientModel):
    """Invoicing by hand: a hold that is found stays, and is told. A down payment may always be asked for."""

    _inherit = "sale.advance.payment.inv"

    def create_invoices(self):
        if self.advance_payment_method == "delivered":
            orders = self.sale_order_ids
            held, _lines = orders._som_hold_back_invoicing()
            if held and len(held) == len(orders):
                # not raised: that would take back the hold just found
                return orders._som_tell(orders._som_not_invoiced_text(), "warning",
                                        then={"type": "ir.actions.act_window_close"})
        return super().create_invoices()
