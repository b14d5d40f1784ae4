from odoo import api, fields, models

from ...stages import BLOCKED_BY


class SaleOrder(models.Model):
    """Why is this order held: answered on the order itself."""

    _inherit = "sale.order"

    som_hold_status = fields.Selection(
        [("clear", "Clear"), ("warning", "Warning"), ("held", "Held")], string="Checks", default="clear",
        compute="_compute_som_hold_status", store=True, index=True, copy=False, compute_sudo=True)
    som_hold_check_ids = fields.Many2many(
        "som.check", "som_order_open_check_rel", "order_id", "check_id", string="Held By",
        compute="_compute_som_hold_status", store=True, copy=False, compute_sudo=True)
    som_open_hold_ids = fields.One2many(
        "som.hold", "order_id", string="Holds", domain=[("state", "=", "open")], readonly=True)
    som_hold_count = fields.Integer(compute="_compute_som_hold_count")
    som_hold_reason = fields.Text(string="Reason", compute="_compute_som_hold_reason")
    som_hold_title = fields.Char(string="Held Before", compute="_compute_som_hold_title")
    som_can_waive = fields.Boolean(compute="_compute_som_can_waive")
    som_waivers = fields.Char(string="Who Waives", compute="_compute_som_can_waive")

    def _som_opened(self):
        """The open holds of the orders, as the transaction sees them."""
        # sudo: whoever may read an order may read why it waits
        return self.sudo().som_hold_ids.filtered(lambda hold: hold.state == "open")

    @api.depends("som_hold_ids.state", "som_hold_ids.severity")
    def _compute_som_hold_status(self):
        for order in self:
            opened = order._som_opened()
            blocking = opened.filtered(lambda hold: hold.severity == "hold")
            order.som_hold_status = "held" if blocking else "warning" if opened else "clear"
            order.som_hold_check_ids = blocking.check_id or opened.check_id

    @api.depends("som_hold_ids")
    def _compute_som_hold_count(self):
        # sudo: how many there are, not what they say
        counts = dict(self.env["som.hold"].sudo()._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.som_hold_count = counts.get(order._origin, 0)

    @api.depends("som_hold_ids.state", "som_hold_ids.details")
    @api.depends_context("lang")
    def _compute_som_hold_reason(self):
        for order in self:
            opened = order._som_opened().sorted(lambda hold: (hold.severity, hold.id))
            order.som_hold_reason = order._som_reason_text(opened) or False

    @api.model
    def _som_reason_text(self, holds):
        """A line for each reason; warnings are told apart from what holds the order."""
        mixed = len(set(holds.mapped("severity"))) > 1
        texts = dict.fromkeys(
            self.env._("Warning: %s", hold.message) if mixed and hold.severity == "warn" else hold.message or ""
            for hold in holds)
        return "\n".join(f"• {text}" if len(texts) > 1 else text for text in texts)

    @api.depends("som_hold_ids.state", "som_hold_ids.severity", "som_hold_ids.stage", "state", "som_awaits_release")
    @api.depends_context("lang")
    def _compute_som_hold_title(self):
        for order in self:
            holds = order._som_opened().filtered(lambda hold: hold.severity == "hold")
            order.som_hold_title = order._som_title_of(set(holds.mapped("stage")))

    def _som_title_of(self, stages):
        """What an order with open holds of some stages does not reach next; False where nothing holds it."""
        self.ensure_one()
        labels = dict(self.env["som.check"]._fields["stage"]._description_selection(self.env))
        stopped = [label for stage, label in labels.items()
                   if stages & BLOCKED_BY[stage] and (stage != "confirmed" or self.state in ("draft", "sent"))]
        if not stopped:
            return False
        if self.som_awaits_release:
            return self.env._("Held. It is confirmed as soon as it is released.")
        if self.state in ("draft", "sent"):
            del stopped[1:]  # what comes later does not matter yet
        return self.env._("Held before: %s", ", ".join(stopped))

    @api.depends_context("uid")
    @api.depends("som_hold_ids.state")
    def _compute_som_can_waive(self):
        for order in self:
            opened = order._som_opened()
            order.som_can_waive = any(hold.with_env(self.env)._may_waive() for hold in opened)
            blocking = opened.filtered(lambda hold: hold.severity == "hold")
            named = blocking.sorted(lambda hold: not hold.check_id.user_id)  # people first
            order.som_waivers = ", ".join(dict.fromkeys(hold._who_waives() for hold in named)) or False

    def _som_status_values(self):
        self.ensure_one()
        return {
            "id": self.id, "name": self.name, "state": self.state, "status": self.som_hold_status,
            "awaits_release": self.som_awaits_release, "holds": self._som_hold_values(),
        }

    def _som_hold_values(self):
        """Open holds and warnings as plain values: ``check``, ``about``, ``severity``, ``stage``, ``message``,
        ``line`` (position of the line in its order, 0 for the order itself) and ``sku``."""
        self.ensure_one()
        if self.som_hold_status == "clear":
            return []
        order = self.sudo()  # sudo: whoever may read the order may read why it waits
        positions = {line.id: position for position, line in enumerate(
            order.order_line.filtered(lambda line: not line.display_type), start=1)}
        return [{
            "check": hold.check_id.name, "about": hold.group, "severity": hold.severity, "stage": hold.stage,
            "message": hold._text(), "line": positions.get(hold.line_id.id, 0),
            "sku": hold.product_id.default_code or False,
        } for hold in order._som_opened().sorted("id")]

    def action_som_waive(self):
        """Ask for the reason to waive what the user may waive."""
        opened = self.env["som.hold"].search([("order_id", "in", self.ids), ("state", "=", "open")])
        return opened.filtered("can_waive").action_waive()

    def action_som_check(self):
        """Check the orders now, whatever became of them; release those that wait for nothing any more."""
        self.check_access("write")
        self._som_recheck()
        return self._som_release()

    def action_som_open_holds(self):
        """All holds of the orders, with what became of those that have ended."""
        return dict(
            self._som_action_holds(), context={},
            views=[(self.env.ref("som_core.som_hold_view_list_ended").id, "list"), (False, "kanban")])
