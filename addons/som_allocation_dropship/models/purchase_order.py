from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    """Whether a vendor was asked, has confirmed or says that he cannot: it changes when he delivers, if at all."""

    _inherit = "purchase.order"

    som_can_be_rejected = fields.Boolean(compute="_compute_som_can_be_rejected")

    @api.depends("state", "picking_type_id", "order_line.sale_line_id", "order_line.product_qty",
                 "order_line.qty_received")
    def _compute_som_can_be_rejected(self):
        for order in self:
            # sudo: who buys need not be allowed to read the orders that it is for
            order.som_can_be_rejected = bool(order.company_id.sudo().som_sourcing and order.sudo()._som_to_deliver())

    def write(self, vals):
        result = super().write(vals)
        if {"state", "partner_id", "picking_type_id"} & set(vals):
            self.order_line._som_tell_promises()
        return result

    def action_som_cannot_deliver(self):
        """Ask why, for these purchases."""
        return {
            "type": "ir.actions.act_window", "res_model": "som.sourcing.reject.vendor", "view_mode": "form",
            "target": "new", "name": self.env._("Vendor Cannot Deliver"),
            "context": {"default_purchase_ids": self.ids}}

    def _som_to_deliver(self):
        """What their vendors still have to deliver to customers."""
        return self.order_line.filtered(lambda line: (
            line._som_is_dropshipped() and line.state != "cancel" and line.qty_received < line.product_qty
            and line.product_id == line.sale_line_id.product_id and line.sale_line_id.state == "sale"))

    def _som_source_elsewhere(self, reason):
        """Ask these vendors for nothing more, and source what they still have to deliver from others.

        :param str reason: why, for the record
        :raises UserError: where nothing is left to deliver, or nobody else has anything of it
        """
        self.check_access("write")
        orders = self.sudo()  # sudo: who buys need not read orders, but what the vendor cannot deliver is true for them
        if not orders._som_to_deliver():
            raise UserError(self.env._(
                "%s: nothing of it is to be delivered to a customer any more.", ", ".join(self.mapped("name"))))
        unsourced = orders.company_id.filtered(lambda company: not company.som_sourcing)
        if unsourced:
            raise UserError(self.env._(
                "%s does not look for others who could ship. Switch on “Source orders over warehouses” in the settings"
                " of Sales.", ", ".join(unsourced.mapped("name"))))
        transfers = orders.picking_ids.filtered(lambda picking: (
            picking.is_dropship and picking.sale_id and picking.state not in ("draft", "done", "cancel")))
        if transfers:
            transfers._som_source_elsewhere(reason)
        asked = orders._som_to_deliver().filtered(lambda line: line._som_is_asked())
        if asked:
            asked._som_source_elsewhere(reason)
