from odoo import api, fields, models
from odoo.tools import formatLang

from .sale_order_line_watch import PROMISE_STATES


class SaleOrder(models.Model):
    """Who is told of promises that move: the salesperson at once, the customer where the company wants it."""

    _inherit = "sale.order"

    som_promise_state = fields.Selection(
        PROMISE_STATES, string="Promise",
        compute="_compute_som_promise_state", store=True, index="btree_not_null")

    @api.depends("order_line.som_promise_state", "state")
    def _compute_som_promise_state(self):
        for order in self:
            states = set(order.order_line.mapped("som_promise_state")) if order.state == "sale" else ()
            order.som_promise_state = next((state for state in ("unknown", "later", "kept") if state in states), False)

    @api.model
    def _som_tell_moved(self, moved):
        """Note in each order's history what moved and why, and ask its salesperson to act where it got worse.

        :param dict moved: order line → when it was promised before
        """
        lines = self.env["sale.order.line"].union(*moved)
        for order, mine in lines.grouped("order_id").items():
            order._message_log(body=order._som_moved_text(mine, moved))
            if order.som_promise_state == "kept":
                order._som_close_alert()
            elif any(line.som_promise_state != "kept" for line in mine):
                order._som_alert(mine, moved)
                if order.company_id.som_promise_tell:
                    order._som_tell_customer_moved()

    def _som_moved_text(self, lines, moved):
        """What was promised, what is now, and why; a row for each line."""
        return self.env["ir.qweb"]._render("som_allocation.promise_moved", {
            "rows": [{
                "product": line.product_id.display_name,
                "before": line.company_id._som_day_text(moved[line]),
                "after": line.som_promise_state != "unknown" and line.company_id._som_day_text(line.som_promised_date),
                "cause": line._som_last_cause(),
            } for line in lines]})

    def _som_alert(self, lines, moved):
        """One activity for the order, however many lines of it are late."""
        kind = self.env.ref("som_allocation.mail_activity_promise")
        responsible = self.user_id or self.team_id.user_id
        if responsible and not self._som_alerts(kind):
            self.activity_schedule(
                activity_type_id=kind.id, user_id=responsible.id, note=self._som_moved_text(lines, moved))

    def _som_close_alert(self):
        self._som_alerts(self.env.ref("som_allocation.mail_activity_promise")).unlink()

    def _som_alerts(self, kind):
        # sudo: the alert is the system's own, whoever it was given to
        return self.env["mail.activity"].sudo().search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids), ("activity_type_id", "=", kind.id)])

    def _som_tell_customer_moved(self):
        """The customer gets a mail that can be answered; it goes out with Odoo's queue of mails."""
        self.message_post_with_source(
            self.env.ref("som_allocation.mail_template_promise_moved"), message_type="comment",
            subtype_xmlid="mail.mt_comment", email_layout_xmlid="mail.mail_notification_light")

    def _som_dates_for_customer(self):
        """What is still to come and when, in the customer's language: for the mail."""
        self.ensure_one()
        here = self.with_context(lang=self.partner_id.lang)
        return [{
            "quantity": formatLang(here.env, line.product_uom_qty - line.qty_delivered, digits=0),
            "unit": line.product_uom_id.name, "product": line.product_id.display_name,
            "date": line.som_promise_state != "unknown" and line.som_promised_date
            and line.company_id._som_day_text(line.som_promised_date),
        } for line in here.order_line if line._som_is_promised()]
