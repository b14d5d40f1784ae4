from odoo import api, fields, models

from odoo.addons.som_core.models.check.sale_order_check import LATER

from .som_promise_route import Routes

#: What the way of the goods to the customer depends on, and when he wants them.
WAY = ("warehouse_id", "carrier_id", "partner_shipping_id", "commitment_date", "som_requested_date")

class SaleOrder(models.Model):
    """When an order can be with the customer, and when it was promised."""

    _inherit = "sale.order"

    som_promise = fields.Boolean(related="company_id.som_promise", string="Promises Dates")
    som_earliest_date = fields.Datetime(
        string="Earliest", compute="_compute_som_earliest_date", compute_sudo=False,
        help="The earliest date on which all of the order can be with the customer, as things stand now. Empty where"
             " nobody can say.")
    som_promised_date = fields.Datetime(
        string="Promised", compute="_compute_som_promised_date", store=True, index="btree_not_null", copy=False,
        help="When the whole order was promised to be with the customer.")

    @api.depends("order_line.som_earliest_date")
    def _compute_som_earliest_date(self):
        for order in self:
            dates = [line.som_earliest_date for line in order.order_line if line._som_is_promised()]
            order.som_earliest_date = all(dates) and max(dates, default=False)

    @api.depends("order_line.som_earliest_date", "order_line.som_promised_date")
    def _compute_expected_date(self):
        return super()._compute_expected_date()

    @api.depends("order_line.som_promised_date", "state")
    def _compute_som_promised_date(self):
        for order in self:
            dates = [line.som_promised_date for line in order.order_line if line.som_promised_date]
            order.som_promised_date = order.state == "sale" and max(dates, default=False)

    def _som_promise_carrier(self):
        """The carrier that its goods go with."""
        self.ensure_one()
        return self.carrier_id

    def _action_confirm(self):
        """Dates are promised before transfers are made, so that these are planned for them; then as goods were got."""
        # each line is planned by itself: what its way looks like is looked up once for all
        self = self.with_context(som_promise_routes=Routes())  # noqa: PLW0642
        self._som_leave_scheduling_to_promises()
        lines = self.order_line
        lines._som_promise_anew(self.env._("Confirmed"))
        result = super()._action_confirm()
        lines._som_promise_anew(self.env._("Reserved at confirmation"))
        # who was overtaken has to know
        governed = self.filtered(lambda order: order.som_promise and self.env["som.allocation.policy"]._som_active(
            order.company_id))
        self.env["som.promise.event"]._som_happened(governed.order_line.product_id.filtered("is_storable"))
        return result

    def _som_leave_scheduling_to_promises(self):
        """What was only asked for is no promise: without it transfers are planned for what is promised."""
        asked = self.filtered(lambda order: order.som_promise and order.commitment_date
                              and order.commitment_date == order.som_requested_date)
        asked.with_context(som_recheck=LATER).commitment_date = False  # nothing that was ordered changes

    def _action_cancel(self):
        result = super()._action_cancel()
        self.order_line._som_withdraw_promises(self.env._("Cancelled"))
        return result

    def write(self, vals):
        """What changes the way of the goods changes when they are there: it is promised anew, at once."""
        names = [name for name in WAY if name in vals]
        before = {order: [order[name] for name in names] for order in self} if names else {}
        result = super().write(vals)
        # what was never promised is promised by confirmation
        changed = self.filtered(lambda order: order.som_promise_state and names and before[order] != [
            order[name] for name in names])
        if changed:
            changed.order_line._som_promise_anew(self.env._(
                "Changed: %(fields)s",
                fields=", ".join(self._fields[name]._description_string(self.env) for name in names)))
        return result
