from odoo import api, models


class SaleOrder(models.Model):
    """How the customer wants the goods is what a new order starts with, unless its channel decides."""

    _inherit = "sale.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        chosen = [bool(vals.get("picking_policy")) for vals in vals_list]
        open_orders = self.browse([order.id for order, by_hand in zip(orders, chosen, strict=True) if not by_hand])
        for policy, starting in open_orders.grouped(lambda order: order._som_picking_policy()).items():
            if policy:
                starting.filtered(lambda order, policy=policy: order.picking_policy != policy).picking_policy = policy
        return orders

    @api.onchange("partner_id")
    def _onchange_partner_id_som_picking_policy(self):
        if self.state in ("draft", "sent"):
            self.picking_policy = self._som_picking_policy() or self._som_policy_of_nobody()

    def _som_policy_of_nobody(self):
        """The shipping policy of an order whose customer does not care: never the one of the customer before."""
        saved = self._origin
        if saved and saved.picking_policy != saved._som_picking_policy():
            return saved.picking_policy
        return self.with_company(self.company_id).default_get(["picking_policy"])["picking_policy"]

    def _som_picking_policy(self):
        """The shipping policy that the order's channel or customer wants; False where neither cares."""
        self.ensure_one()
        # sudo: a customer who orders by himself may not read how we keep him
        customer = self.sudo().partner_id.commercial_partner_id.with_company(self.company_id)
        return self.sudo().som_channel_id.picking_policy or customer.som_picking_policy
