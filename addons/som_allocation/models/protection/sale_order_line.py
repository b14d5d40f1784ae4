from odoo import api, fields, models

from .values import Who


class SaleOrderLine(models.Model):
    """What a line of a quotation could have: what is protected for others is not available to it."""

    _inherit = "sale.order.line"

    som_kept_for_others = fields.Float(
        string="Kept for Others", digits="Product Unit", compute="_compute_qty_at_date",
        help="Stock that is protected for other channels or customers: it is not available to this line.")

    @api.depends("order_id.som_channel_id", "order_id.som_expedited", "order_id.partner_id")
    def _compute_qty_at_date(self):
        result = super()._compute_qty_at_date()
        self.som_kept_for_others = 0
        now = fields.Datetime.now()
        # sudo: who sells need not read protections, nor how urgent an order is
        protections = self.env["som.allocation.protection"].sudo()
        quoted = self.sudo().filtered(lambda line: (
            line.state in ("draft", "sent") and line.display_qty_widget and line.warehouse_id
            and protections._som_in_force(line.company_id, now)))
        for (warehouse, who), lines in quoted.grouped(lambda line: line._som_asks()).items():
            withheld = protections._som_withheld(
                lines.company_id, warehouse.lot_stock_id.id, lines.product_id._origin, who, now)
            for line in self & lines:
                line._som_take_off(withheld.get(line.product_id._origin.id))
        return result

    def _som_take_off(self, less):
        """Show so much less (in the product's unit) as available."""
        if less:
            less = self.product_id.uom_id._compute_quantity(less, self.product_uom_id, round=False)
            self.free_qty_today -= less
            self.virtual_available_at_date -= less
            self.som_kept_for_others = less

    def _som_asks(self):
        """The warehouse, and who would use a protection there."""
        order, company = self.order_id, self.company_id
        tier = order.partner_id.commercial_partner_id.with_company(company).som_tier_id
        return self.warehouse_id, Who(order.som_channel_id._origin.id, tier.id, order.som_expedited)
