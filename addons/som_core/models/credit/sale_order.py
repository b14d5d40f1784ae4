from datetime import date

from odoo import fields, models

from ..check.sale_order_check import LATER

#: From the first day of a long month, every way of counting days comes out longest.
REFERENCE = date(2001, 1, 1)
#: Of an order that never passed.
NEVER = -1


class SaleOrder(models.Model):
    """What the credit checks need to know of an order."""

    _inherit = "sale.order"

    som_terms_days = fields.Integer(
        string="Days of Payment Accepted", default=NEVER, readonly=True, copy=False,
        help="Longest term of payment that the order had when it was confirmed. -1: it never was.")

    # Every check of a customer's credit asks for the orders that are still to be invoiced.
    _som_to_invoice_idx = models.Index(
        "(partner_invoice_id) WHERE state = 'sale' AND invoice_status IN ('no', 'to invoice')")

    def _action_confirm(self):
        result = super()._action_confirm()
        for days, orders in self.grouped(lambda order: order.payment_term_id._som_days()).items():
            orders._som_accept_terms(days)
        return result

    def action_draft(self):
        result = super().action_draft()
        self.filtered(lambda order: order.state == "draft")._som_accept_terms(NEVER)
        return result

    def _som_accept_terms(self, days):
        self.with_context(som_recheck=LATER).som_terms_days = days  # nothing to check again

    def _action_cancel(self):
        result = super()._action_cancel()
        self.env["som.credit"]._som_changed(self.partner_invoice_id)
        return result

    def _som_credit_amount(self):
        """What confirming the order adds to what the customer owes, in the order's currency.

        A down payment that was invoiced already is part of the exposure.
        """
        self.ensure_one()
        down_payments = self.order_line.filtered("is_downpayment").invoice_lines.filtered(
            lambda line: line.move_id.state != "cancel")
        return self.amount_total - sum(
            -line.move_id.direction_sign * line.move_id.currency_id._convert(
                line.price_total, self.currency_id, self.company_id, fields.Date.context_today(self))
            for line in down_payments)

    def _som_confirmed_at(self):
        """When the orders were confirmed, as the ledger has it.

        :return dict: order id → naive UTC, for those that were
        """
        # sudo: asked by checks, which see every order
        return {order.id: moment for order, moment in self.env["som.milestone"].sudo()._read_group(
            [("order_id", "in", self.ids), ("stage", "=", "confirmed"), ("quantity", ">", 0)],
            ["order_id"], ["occurred_at:max"])}
