from odoo import models


class SaleAdvancePaymentInv(models.TransientModel):
    """Invoicing by hand: a hold that is found stays, and is told. A down payment may always be asked for."""

    _inherit = "sale.advance.payment.inv"

    def create_invoices(self):
        if self.advance_payment_method == "delivered":
            orders = self.sale_order_ids
            held, lines = orders._som_hold_back_invoicing()
            free = orders._som_free_to_invoice(held, lines)
            if (held or lines) and not free._som_has_to_invoice(True) and orders._som_has_to_invoice(True):
                # not raised: that would take back the hold just found
                return orders._som_tell(orders._som_not_invoiced_text(), "warning",
                                        then={"type": "ir.actions.act_window_close"})
        return super().create_invoices()
