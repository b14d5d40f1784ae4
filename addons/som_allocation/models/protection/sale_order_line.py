from odoo import api, fields, models

from .values import Who


class SaleOrderLine(models.Model):
    """What a line of a quotation could have: what is protected for others is not available to it."""

    _inherit = "sale.order.line"

    @api.depends("order_id.som_channel_id", "order_id.som_expedited", "order_id.partner_id")
    def _compute_qty_at_date(self):
        super()._compute_qty_at_date()
        quoted = self.filtered(lambda line: line.state in ("draft", "sent") and line.display_qty_widget)
        now = fields.Datetime.now()
        # sudo: who sells need not read protections, nor how urgent an order is
        protections = self.env["som.allocation.protection"].sudo()
        for (company, warehouse, who), lines in quoted.sudo().grouped(lambda line: line._som_asks()).items():
            if not warehouse:
                continue
            withheld = protections._som_withheld(
                company, warehouse.lot_stock_id.id, lines.product_id._origin, who, now)
            for line in self & lines:
                less = withheld.get(line.product_id._origin.id)
                if less:
                    less = line.product_id.uom_id._compute_quantity(less, line.product_uom_id, round=False)
                    line.free_qty_today -= less
                    line.virtual_available_at_date -= less

    def _som_asks(self):
        """Company, warehouse, and who would use a protection."""
        order = self.order_id
        company = self.company_id or order.company_id
        tier = order.partner_id.commercial_partner_id.with_company(company).som_tier_id
        return company, self.warehouse_id, Who(order.som_channel_id._origin.id, tier.id, order.som_expedited)
