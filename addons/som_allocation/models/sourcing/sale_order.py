from odoo import api, fields, models
from odoo.exceptions import UserError

#: Context: the warehouse is set by sourcing, or what is procured was sourced already.
SOURCED = "som_sourced"


class SaleOrder(models.Model):
    """Which warehouses ship an order: decided when it is confirmed, unless somebody has fixed it."""

    _inherit = "sale.order"

    som_sourcing = fields.Boolean(related="company_id.som_sourcing", string="Sources Orders")
    som_warehouse_fixed = fields.Boolean(
        string="Warehouse Fixed", copy=False,
        help="The order's warehouse ships all of it, whatever the rules of sourcing would choose.")
    som_decision_ids = fields.One2many("som.sourcing.decision", "order_id", string="Sourcing Decisions", readonly=True)
    som_decision_count = fields.Integer(compute="_compute_som_decision_count")

    @api.depends("som_decision_ids")
    def _compute_som_decision_count(self):
        # sudo: how often it was decided, for whoever sees the order
        counts = dict(self.env["som.sourcing.decision"].sudo()._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.som_decision_count = counts.get(order._origin.sudo(), 0)

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        named = self.concat(*(order for order, vals in zip(orders, vals_list, strict=True) if vals.get("warehouse_id")))
        for order in named.filtered("som_sourcing"):
            usual = order.new({"company_id": order.company_id.id, "user_id": order.user_id.id,
                               "som_channel_id": order.som_channel_id.id})
            if order.warehouse_id != usual.warehouse_id:
                order.som_warehouse_fixed = True
        return orders

    def write(self, vals):
        """Somebody who chooses another warehouse means it."""
        if "warehouse_id" not in vals or "som_warehouse_fixed" in vals or self.env.context.get(SOURCED):
            return super().write(vals)
        before = {order: order.warehouse_id for order in self}
        result = super().write(vals)
        chosen = self.filtered(lambda order: order.som_sourcing and order.warehouse_id != before[order])
        chosen.som_warehouse_fixed = True
        return result

    def _som_is_sourced(self):
        """Whether sourcing decides where the goods of the order come from."""
        self.ensure_one()
        return self.company_id.sudo().som_sourcing and not self.som_warehouse_fixed  # sudo: a setting, no secret

    def _som_wants(self, whatever=False):
        """What of these orders is to be sourced: line → quantity in the product's unit.

        :param bool whatever: also of orders whose warehouse is fixed: what the rules would choose is only asked for
        """
        return {line: line._som_in_product_unit(line.product_uom_qty - line.qty_delivered)
                for order in self if whatever or order._som_is_sourced()
                for line in order.order_line if line._som_is_sourceable()}

    def _action_confirm(self):
        """Where goods come from is decided before they are promised and transfers are made."""
        self._som_source(self.env._("Confirmed"))
        return super(SaleOrder, self.with_context(**{SOURCED: True}))._action_confirm()

    def _som_source(self, cause):
        """Decide where the goods of these orders come from, one after the other; and keep why."""
        fixed = self.filtered(lambda order: order.som_sourcing and order.som_warehouse_fixed)
        fixed.order_line._som_forget_parts()
        wants = self._som_wants()
        if not wants:
            return
        self.env["som.promise.key"]._som_claim(self.env["product.product"].union(*(line.product_id for line in wants)))
        plans = self.env["som.sourcing"]._som_plan(wants, together=True)
        for order, plan in plans.items():
            if order.warehouse_id != plan.main:
                order.with_context(**{SOURCED: True}).warehouse_id = plan.main
            for line, ways in plan.ways.items():
                line._som_set_ways(ways)
        self._som_keep_decisions(plans, cause)

    @api.model
    def _som_keep_decisions(self, plans, cause):
        # sudo: nobody writes decisions by hand
        self.env["som.sourcing.decision"].sudo().create([
            order._prepare_sourcing_decision(plan, cause) for order, plan in plans.items()])

    def _prepare_sourcing_decision(self, plan, cause):
        self.ensure_one()
        return {
            "order_id": self.id, "cause": cause, "user_id": self.env.uid, "cost": plan.cost, "exact": plan.exact,
            "covered": plan.covered, "trace": plan.trace, "warehouse_ids": [
                (6, 0, list({place.warehouse.id for ways in plan.ways.values() for place in ways if place.warehouse}))]}

    def action_som_where_from(self):
        """Show where the goods would come from if it were decided now; nothing is written."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": "som.sourcing.where", "view_mode": "form", "target": "new",
            "name": self.env._("Where From? %s", self.name), "context": {"default_order_id": self.id}}

    def action_som_source(self):
        """Decide anew, for quotations."""
        self.check_access("write")
        late = self.filtered(lambda order: order.state not in ("draft", "sent"))
        if late:
            raise UserError(self.env._(
                "%s: confirmed orders are sourced anew from their deliveries (Cannot Ship From Here).",
                ", ".join(late.mapped("display_name"))))
        self._som_source(self.env._("By hand"))

    def action_som_open_decisions(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_allocation.action_som_sourcing_decision")
        action = dict(action, domain=[("order_id", "=", self.id)], display_name=self.env._("Sourcing of %s", self.name))
        if self.som_decision_count == 1:
            action.update(view_mode="form", views=[(False, "form")], res_id=self.som_decision_ids.id)
        return action
