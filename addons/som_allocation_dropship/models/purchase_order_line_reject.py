from collections import defaultdict

from odoo import models


class PurchaseOrderLine(models.Model):
    """A vendor who cannot deliver what he was asked for, or what nobody wants any more."""

    _inherit = "purchase.order.line"

    def _som_give_up(self, cause):
        """Nobody wants what has not come yet; a vendor who has nothing left to deliver is not asked any more.

        :param str cause: why, for the buyer
        """
        for line in self:
            line.product_qty = line.qty_received
        for order, lines in self.grouped("order_id").items():
            order._message_log(body=self.env._(
                "%(orders)s: %(cause)s.", orders=", ".join(lines.sale_order_id.mapped("name")), cause=cause))
            if not order.locked and not order.invoice_ids and not any(order.order_line.mapped("product_qty")):
                order.button_cancel()

    def _som_source_elsewhere(self, reason):
        """What vendors were only asked for is sourced from others; no transfer knows of it yet."""
        wants, refusals = defaultdict(float), []
        for line in self:
            wants[line.sale_line_id] += line._som_in_product_unit()
            refusals.append({
                "line_id": line.sale_line_id.id, "vendor_id": line.order_id.partner_id.id, "reason": reason})
        self.env["som.promise.key"]._som_claim(self.product_id)
        self.env["som.sourcing.refusal"].create(refusals)
        plans = self.env["som.sourcing"]._som_plan(dict(wants), together=True)
        self.env["stock.picking"]._som_check_found(plans)
        cause = self.env._("%(vendors)s cannot deliver: %(reason)s", reason=reason,
                           vendors=", ".join(self.order_id.partner_id.mapped("name")))
        self._som_give_up(cause)
        self.env["stock.picking"]._som_ship_as_planned(plans, cause)
