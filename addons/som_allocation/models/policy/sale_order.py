from odoo import api, fields, models

from . import precedence


class SaleOrder(models.Model):
    """What an order says about its place where stock is short."""

    _inherit = "sale.order"

    som_expedited = fields.Boolean(
        string="Expedited", tracking=True, copy=False, groups="som_core.group_som_user",
        help="The order is urgent: its transfers are starred, and policies that sort by it put it first.")
    som_minimum_fill = fields.Float(
        string="Minimum Fill", digits=(5, 2), compute="_compute_som_minimum_fill", store=True, readonly=False,
        precompute=True, tracking=True, groups="som_core.group_som_user",
        help="The order is given nothing new unless so much of its open value (in percent) can be filled together."
             " 0: as the allocation policy says. Orders that ship when all is ready always wait for all.")

    _som_minimum_fill_percent = models.Constraint(
        "CHECK (som_minimum_fill >= 0 AND som_minimum_fill <= 100)",
        "The minimum fill of an order is a percentage from 0 to 100.")

    @api.depends("partner_id", "company_id")
    def _compute_som_minimum_fill(self):
        for order in self.filtered(lambda order: order.state in ("draft", "sent") or not order.state):
            # sudo: a customer who orders by himself may not read how we keep him
            customer = order.sudo().partner_id.commercial_partner_id.with_company(order.company_id)
            order.som_minimum_fill = customer.som_minimum_fill

    @api.model_create_multi
    def create(self, vals_list):
        precedence.check_created(self, vals_list, "som_expedited")
        return super().create(vals_list)

    def write(self, vals):
        precedence.check_changed(self, vals, "som_expedited")
        turned = self.browse()
        if "som_expedited" in vals:
            turned = self.filtered(lambda order: order.som_expedited != bool(vals["som_expedited"]))
        result = super().write(vals)
        turned._som_star_transfers()
        return result

    def _som_star_transfers(self):
        """The stars of open transfers follow what their orders say."""
        # sudo: whoever may say that an order is urgent need not be allowed to change transfers
        moves = self.sudo().order_line.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel") and not move.origin_returned_move_id)
        for priority, alike in moves.grouped(lambda move: move._som_order_priority()).items():
            alike.picking_id.filtered(lambda picking, priority=priority: picking.priority != priority).write(
                {"priority": priority})
            alike.filtered(lambda move: not move.picking_id).write({"priority": priority})
