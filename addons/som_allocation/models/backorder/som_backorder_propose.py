from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

ORDERS_AT_ONCE = 200


class SomBackorder(models.Model):
    """Backorders that wait longer than the company's limit are proposed for cancellation; nothing is cancelled."""

    _inherit = "som.backorder"

    @api.model
    def _som_propose(self, size=ORDERS_AT_ONCE):
        """The scheduled action: propose what is due, order by order, some orders at a time."""
        Cron = self.env["ir.cron"]
        due = self._som_due()
        Cron._commit_progress(remaining=len(self._read_group(due, ["order_id"])))
        while orders := [order for [order] in self._read_group(due, ["order_id"], order="order_id", limit=size)]:
            self.search(due & Domain("order_id", "in", [order.id for order in orders]))._som_propose_lines()
            if not Cron._commit_progress(len(orders), remaining=len(self._read_group(due, ["order_id"]))):
                return

    @api.model
    def _som_due(self):
        """Backorders older than their company's limit that are neither kept nor proposed; a domain."""
        now = fields.Datetime.now()
        companies = self.env["res.company"].search([("som_backorder_days", ">", 0)])
        return Domain.OR(
            Domain([("company_id", "=", company.id),
                    ("since", "<", now - timedelta(days=company.som_backorder_days))])
            for company in companies
        ) & Domain([
            ("proposed", "=", False), "|", ("keep_until", "=", False), ("keep_until", "<", fields.Date.today())])

    def _som_propose_lines(self):
        """Mark the lines, and give each order's salesperson one activity, however many lines it has."""
        lines = self.line_id
        lines._som_note_waiting({"som_backorder_proposed_at": fields.Datetime.now()})
        self.env.flush_all()
        kind = self.env.ref("som_allocation.mail_activity_backorder")
        asked = self.env["mail.activity"].search([
            ("res_model", "=", "sale.order"), ("res_id", "in", lines.order_id.ids),
            ("activity_type_id", "=", kind.id)])
        unasked = lines.order_id.filtered(lambda order: order.id not in set(asked.mapped("res_id")))
        for order in unasked:
            responsible = order.user_id or order.team_id.user_id
            if responsible:
                order.activity_schedule(
                    activity_type_id=kind.id, user_id=responsible.id,
                    note=self.env._("The rest of this order has waited for more than %s days. Cancel it or keep it:"
                                    " press Backordered on its form.", order.company_id.som_backorder_days))
