from odoo import models


class AccountMove(models.Model):
    """Customer invoices and credit notes of orders, as the ledger records them: invoiced, paid."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        posted._som_record_invoiced()
        return posted

    def _som_record_invoiced(self):
        # sudo: an accountant may post invoices of orders he may not read
        documents = self.sudo().filtered(lambda move: move.is_sale_document(include_receipts=True))
        entries = []
        for move in documents:
            sign = -1 if move.move_type == "out_refund" else 1
            for line in move.invoice_line_ids:
                for sale_line in line.sale_line_ids:
                    if sale_line._som_is_quantity_line():
                        quantity = line.quantity
                        if line.product_uom_id:
                            quantity = line.product_uom_id._compute_quantity(
                                quantity, sale_line.product_uom_id, round=False)
                        entries.append({
                            "order": sale_line.order_id, "line": sale_line, "stage": "invoiced",
                            "quantity": sign * quantity, "document": move,
                        })
        self.env["sale.order"]._som_record([entry for entry in entries if entry["quantity"]])

    def button_draft(self):
        posted = self.filtered(lambda move: move.state == "posted")
        result = super().button_draft()
        if posted:
            self.env["sale.order"]._som_withdraw(posted, ("invoiced", "paid"))
        return result

    def _invoice_paid_hook(self):
        result = super()._invoice_paid_hook()
        self._som_record_paid()
        return result

    def _som_record_paid(self):
        """One row per order of each invoice that is paid now.

        Odoo calls the hook again when a payment is matched with the bank: the ledger is asked first.
        """
        # sudo: whoever registers a payment need not be allowed to read the orders
        invoices = self.sudo().filtered(lambda move: move.move_type in ("out_invoice", "out_receipt"))
        if not invoices:
            return
        net = self.env["sale.order"]._som_ledger_net(invoices, ("paid",))
        self.env["sale.order"]._som_record([
            {"order": order, "stage": "paid", "document": invoice}
            for invoice in invoices
            for order in invoice.invoice_line_ids.sale_line_ids.order_id
            if net.get((invoice.id, order.id, None, "paid"), 0) <= 0])
