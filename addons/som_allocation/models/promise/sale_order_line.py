from odoo import api, fields, models

from .moments import moment, when


class SaleOrderLine(models.Model):
    """When the goods of a line can be with the customer, and when they were promised."""

    _inherit = "sale.order.line"

    som_earliest_date = fields.Datetime(
        string="Earliest", compute="_compute_som_earliest_date", compute_sudo=False,
        help="The earliest date on which all of the line can be with the customer, as things stand now.")
    som_promised_date = fields.Datetime(
        string="Promised", readonly=True, copy=False, index="btree_not_null",
        help="When the line was promised to be with the customer. Every change is in the ledger, with its cause.")

    def _som_is_promised(self):
        """Whether a date is promised for the line: goods that are still to come, where the company promises dates."""
        self.ensure_one()
        return (
            self.company_id.sudo().som_promise and self.product_id.type == "consu" and self._som_is_quantity_line()
            and self.state != "cancel" and self.product_uom_qty > self.qty_delivered)

    som_promise_info = fields.Json(
        compute="_compute_som_earliest_date", compute_sudo=False,
        help="For the availability of a line: when all of it can be there, from what, and what nobody knows of.")

    @api.depends(
        "product_id", "product_uom_qty", "product_uom_id", "qty_delivered", "warehouse_id", "customer_lead", "state",
        "order_id.carrier_id", "order_id.partner_shipping_id", "order_id.warehouse_id", "order_id.date_order",
        "order_id.commitment_date", "order_id.som_requested_date", "order_id.picking_policy")
    @api.depends_context("uid", "lang", "tz")
    def _compute_som_earliest_date(self):
        # all lines of the orders at hand compete with each other, also those that nobody has asked for
        promises = self.env["som.promise"]._som_promise(self | self.order_id.order_line)
        told = self.env["som.promise"]._som_tell({line: promises[line] for line in self if line in promises})
        for line in self:
            promise = promises.get(line)
            line.som_earliest_date = promise and promise.date
            line.som_promise_info = told.get(line)

    def _expected_date(self):
        """Native lead times, where a date is promised: the date that can be kept."""
        self.ensure_one()
        native = super()._expected_date()
        if not self._som_is_promised():
            return native
        return self.som_promised_date or self.som_earliest_date or native

    def _som_expected_at(self):
        """What is promised, while it can be kept."""
        if not self.som_promised_date:
            return super()._som_expected_at()
        return self.som_promised_date if self.som_promise_state != "unknown" else None

    def _prepare_procurement_values(self):
        """Goods are picked so that they are with the customer when it was promised."""
        values = super()._prepare_procurement_values()
        planned = self._som_planned_for_promise(fields.Datetime.now())
        return {**values, "date_planned": planned} if planned else values

    def _som_planned_for_promise(self, now):
        """When goods have to be ready to be with the customer when it was promised; None: nothing says so."""
        if not self.som_promised_date or self.order_id.commitment_date:
            return None
        ready = self.env["som.promise"]._som_routes(self, now)[self].ready_by(moment(self.som_promised_date))
        return None if ready is None else max(when(ready), now)

    def write(self, vals):
        grown = self.filtered(lambda line: line.state == "sale") if {"product_uom_qty", "product_uom_id"} & set(
            vals) else self.browse()
        result = super().write(vals)
        grown._som_promise_anew(self.env._("Changed: Quantity"))
        return result
