from odoo import models


class SaleOrder(models.Model):
    """Orders that vendors deliver parts of."""

    _inherit = "sale.order"

    def _action_cancel(self):
        """Vendors that sourcing only asked are not asked any more; who buys is told what was ordered of others.

        Odoo does so for services alone. What it drop-ships by itself is left to it.
        """
        result = super()._action_cancel()
        # sudo: who sells need not be allowed to change purchases
        lines = self.sudo().order_line.filtered(lambda line: line.som_part_ids.vendor_id)
        asked = self.env["purchase.order.line"].sudo().union(*(line._som_asked_vendors() for line in lines))
        asked._som_give_up(self.env._("the customer's order is cancelled"))
        ordered = lines.purchase_line_ids.filtered(lambda line: (
            line._som_is_dropshipped() and line.state == "purchase" and line.qty_received < line.product_qty))
        for purchase, mine in ordered.grouped("order_id").items():
            purchase._activity_schedule_with_view(
                "mail.mail_activity_data_warning", user_id=purchase.user_id.id or self.env.uid,
                views_or_xmlid="sale_purchase.exception_purchase_on_sale_cancellation", render_context={
                    "sale_orders": mine.sale_order_id, "sale_order_lines": mine.sale_line_id})
        return result

    def _prepare_sourcing_decision(self, plan, cause):
        return super()._prepare_sourcing_decision(plan, cause) | {"vendor_ids": [
            (6, 0, list({place.vendor.id for ways in plan.ways.values() for place in ways if place.vendor}))]}
