from math import ceil

from odoo import api, models
from odoo.exceptions import UserError


class SomShortageCure(models.Model):
    """Requests and receipts open their purchase order; a vendor opens Odoo's replenishment, filled in for him."""

    _inherit = "som.shortage.cure"

    @api.model
    def _som_kinds(self):
        return {**super()._som_kinds(), "request": "purchase.order.line"}

    @api.model
    def _som_name(self, record):
        if record._name == "purchase.order.line":
            return self.env._("%(order)s, %(vendor)s", order=record.order_id.name,
                              vendor=record.partner_id.display_name)
        return super()._som_name(record)

    def _som_open_request(self, line):
        return self._som_open(self._som_order_of(line))

    def _som_open_receipt(self, move):
        order = self._som_order_of(move.sudo().purchase_line_id)  # sudo: see there
        if order and order.has_access("read"):
            return self._som_open(order)
        return super()._som_open_receipt(move)

    @api.model
    def _som_order_of(self, line):
        """The purchase order of a line, with the rights of who asks."""
        return line.sudo().order_id.sudo(False)  # sudo: whether the order may be read is asked of the order

    def _som_open_purchase(self, vendor):
        """Odoo's replenishment for this vendor; it ends in a line of a request for quotation to him.

        The board is brought up to date first: what was asked for since it was opened is not asked for once more.

        :raises AccessError: for who may not replenish
        :raises UserError: where it is asked for, ordered or covered meanwhile, or nothing is bought for the warehouse
        """
        replenish, shortage = self.env["product.replenish"], self.shortage_id
        replenish.check_access("create")
        name = shortage.product_id.display_name
        shortage._som_refresh(shortage.company_id, shortage.product_id)
        if not self.exists():
            raise UserError(self.env._(
                "%s was asked for, ordered or covered since the board was opened. Press Refresh to see how things"
                " stand; nothing was ordered.", name))
        action = shortage._som_replenish_form(self.quantity)
        action["res_id"] = replenish.create(self._prepare_replenish(vendor)).id
        return action

    def _prepare_replenish(self, vendor):
        shortage, vendor = self.shortage_id, vendor.sudo()  # sudo: as on the board, who replenishes sees the vendor
        product, unit = shortage.product_id, vendor.product_uom_id
        quantity = self.quantity
        if unit != product.uom_id:
            # whole units of the vendor, as native reordering has it
            quantity = ceil(round(product.uom_id._compute_quantity(quantity, unit, round=False), 6))
        return {
            "product_id": product.id, "product_tmpl_id": product.product_tmpl_id.id, "product_uom_id": unit.id,
            "product_has_variants": len(product.product_tmpl_id.product_variant_ids) > 1, "quantity": quantity,
            "warehouse_id": shortage.warehouse_id.id, "company_id": shortage.company_id.id, "supplier_id": vendor.id,
            "route_id": self._som_buy_route().id, "date_planned": max(shortage._som_needed_at(), self.date)}

    def _som_buy_route(self):
        """The route by which the warehouse buys; one of the product's own first."""
        shortage = self.shortage_id
        routes = shortage._som_buy_rules(shortage.company_id).filtered(
            lambda rule: rule.warehouse_id in (shortage.warehouse_id, rule.warehouse_id.browse())).route_id
        if not routes:
            raise UserError(self.env._(
                "No rule buys goods for warehouse %s. Switch on “Buy to Resupply” on it, or order by hand.",
                shortage.warehouse_id.display_name))
        return (routes & shortage.product_id.route_ids or routes)[:1]
