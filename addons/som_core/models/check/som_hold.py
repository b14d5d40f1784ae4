from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...checks import details as detail_values
from ...stages import BLOCKED_BY, GUARDED_STAGES

#: A waiver covers what is not worse than what it was given for; figures may differ in the last digits.
TOLERANCE = 1e-6


class SomHold(models.Model):
    """What a check found on an order or a line, and how it ended.

    Nobody writes holds directly: checks make and clear them, and who has the
    right waives them by :meth:`waive`. They are never deleted, so that it
    stays known who let which order pass, and why.
    """

    _name = "som.hold"
    _description = "Order Hold"
    _order = "id desc"
    _rec_name = "check_id"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True, readonly=True)
    line_id = fields.Many2one(
        "sale.order.line", string="Order Line", ondelete="set null", index="btree_not_null", readonly=True,
        help="Empty for what concerns the order as a whole.")
    check_id = fields.Many2one("som.check", required=True, ondelete="restrict", index=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    stage = fields.Selection(list(GUARDED_STAGES), string="Keeps From", required=True, readonly=True)
    severity = fields.Selection(
        [("hold", "Hold"), ("warn", "Warning")], required=True, readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("waived", "Waived"), ("cleared", "Cleared"), ("expired", "Expired")],
        required=True, default="open", readonly=True, index=True,
        help="Cleared: the cause went away. Waived: somebody let it pass. Expired: its time was up.")
    extent = fields.Float(readonly=True, help="How bad it is; a waiver covers nothing worse.")
    subject = fields.Char(readonly=True, help="What it is about; a waiver covers nothing else.")
    details = fields.Json(readonly=True)
    message = fields.Text(compute="_compute_message")
    covers = fields.Boolean(
        readonly=True, help="A waiver, or an expired hold, goes on covering its cause until that is gone.")
    expires_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)
    waived_by_id = fields.Many2one("res.users", readonly=True)
    waive_reason = fields.Text(string="Reason", readonly=True)

    group = fields.Selection(related="check_id.group", string="About", store=True)
    user_id = fields.Many2one(related="check_id.user_id", string="Responsible")
    partner_id = fields.Many2one(related="order_id.partner_id", store=True, index=True)
    salesman_id = fields.Many2one(related="order_id.user_id", string="Salesperson", store=True)
    som_channel_id = fields.Many2one(related="order_id.som_channel_id", store=True)
    order_date = fields.Datetime(related="order_id.date_order")
    requested_date = fields.Datetime(related="order_id.som_requested_date")
    awaits_release = fields.Boolean(
        related="order_id.som_awaits_release", string="Waits for Release", store=True)
    amount_total = fields.Monetary(related="order_id.amount_total")
    currency_id = fields.Many2one(related="order_id.currency_id")
    product_id = fields.Many2one(related="line_id.product_id")
    can_waive = fields.Boolean(compute="_compute_can_waive")

    # Two workers that check the same order cannot hold it twice for the same thing.
    _open_uniq = models.UniqueIndex(
        "(order_id, check_id, COALESCE(line_id, 0), COALESCE(subject, '')) WHERE state = 'open'",
        "This order is held for the same thing already.")
    _waived_known = models.Constraint(
        "CHECK (state != 'waived' OR (waived_by_id IS NOT NULL AND waive_reason IS NOT NULL AND waive_reason != ''))",
        "A waived hold needs to say who waived it and why.")
    _ended_known = models.Constraint(
        "CHECK ((state = 'open') = (ended_at IS NULL))", "A hold that has ended needs to say when.")
    _blocking_idx = models.Index("(order_id, stage) WHERE state = 'open' AND severity = 'hold'")

    @api.depends_context("lang")
    @api.depends("details", "check_id", "line_id.product_id")
    def _compute_message(self):
        for hold in self:
            text, product = hold._text(), hold.line_id.sudo().product_id  # sudo: the hold is about it
            if product and hold.check_id.sudo().kind == "line":  # its text is the same for every line
                text = f"{product.display_name}: {text}"
            hold.message = text

    def _text(self):
        """What the check has to say, without the line it says it about."""
        self.ensure_one()
        # sudo: whoever may read the hold may read what its check has to say
        return self.check_id.sudo().with_context(lang=self.env.lang)._message_for(self.details)

    @api.model
    def _shown(self, details):
        return detail_values.shown(self.env, details)

    @api.depends("check_id", "order_id.name", "line_id")
    def _compute_display_name(self):
        for hold in self:
            hold.display_name = f"{hold.order_id.name}: {hold.sudo().check_id.name}"

    # Waiving

    @api.depends_context("uid")
    @api.depends("state", "check_id")
    def _compute_can_waive(self):
        for hold in self:
            hold.can_waive = hold.state == "open" and hold._may_waive()

    def _may_waive(self):
        """Whether the user has the right: the general one, and that of the check's own group where it has one."""
        self.ensure_one()
        user = self.env.user
        if not user.has_group("som_core.group_som_waive"):
            return False
        group = self.sudo().check_id.waive_group_id  # sudo: who may waive is no secret, groups are not readable to all
        return not group or group in user.all_group_ids

    def waive(self, reason):
        """Let these findings pass, and with them the orders that waited for nothing else.

        :param str reason: why; it stays with the hold
        :raises AccessError: without the right, or for an order the user may not see
        :raises UserError: without a reason
        :return: what the client shows next
        """
        self.check_access("read")
        reason = (reason or "").strip() if isinstance(reason, str) else ""
        if not reason:
            raise UserError(self.env._("Say why the hold is waived: the reason stays with the order."))
        for hold in self:
            if not hold._may_waive():
                raise AccessError(self.env._(
                    "You may not waive “%(check)s” on order %(order)s. Ask %(who)s.", check=hold.sudo().check_id.name,
                    order=hold.order_id.sudo().name, who=hold._who_waives()))
        # sudo: the right was checked above; what is written is fixed
        holds = self.sudo()
        holds.order_id._som_touch()
        waived = holds.filtered(lambda hold: hold.state == "open")
        waived._end("waived", waived_by_id=self.env.uid, waive_reason=reason, covers=True)
        waived._log(self.env._("waived by %(user)s: %(reason)s", user=self.env.user.name, reason=reason))
        return waived.order_id._som_release()

    def _who_waives(self):
        check = self.sudo().check_id  # sudo: whom to ask is no secret
        group = check.waive_group_id or self.env.ref("som_core.group_som_waive").sudo()
        return check.user_id.name or self.env._("somebody with the right “%s”", group.full_name)

    def action_waive(self):
        """Ask for the reason."""
        return dict(
            self.env["ir.actions.act_window"]._for_xml_id("som_core.action_som_hold_waive"),
            context={"default_hold_ids": self.ids})

    def action_recheck(self):
        """Look at the orders again: the causes that are gone clear their holds."""
        self.check_access("read")
        # sudo: what is found is not the user's choice
        orders = self.sudo().order_id
        orders._som_recheck()
        return orders._som_release()

    def action_open_order(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    # Life

    def _covers(self, finding):
        """Whether a waiver, or an expired hold, covers what was found now."""
        return self.covers and finding.extent <= self.extent + TOLERANCE

    @api.model
    def _prepare(self, check, finding):
        return {
            "order_id": finding.order_id, "line_id": finding.line_id or False, "check_id": check.id,
            "company_id": check.company_id.id, "stage": check.stage, "severity": check.severity,
            "extent": finding.extent, "subject": finding.subject or False, "details": finding.details or False,
            "expires_at": check.expire_days and fields.Datetime.add(fields.Datetime.now(), days=check.expire_days),
        }

    def _follow(self, check, finding):
        """The cause is still there: keep up with how bad it is, and with the check."""
        values = dict(self._prepare(check, finding), expires_at=self.expires_at)
        current = self.read(list(values), load="_classic_write")[0]
        changed = {name: value for name, value in values.items() if current[name] != value}
        if changed:
            self.write(changed)

    def _end(self, state, **values):
        if self:
            self.write({"state": state, "ended_at": fields.Datetime.now(), **values})
            self._finish_activities()
            self.filtered(lambda hold: hold.stage in BLOCKED_BY["allocated"]).order_id._som_resume()

    @api.model
    def _expire(self, limit):
        """End holds whose time is up.

        :return: the orders that were held by them
        """
        due = self.sudo().search(  # sudo: time passes for all orders
            [("state", "=", "open"), ("expires_at", "<=", fields.Datetime.now())], limit=limit)
        due.order_id._som_touch()
        due._end("expired", covers=True)
        due._log(self.env._("expired: its time was up."))
        return due.order_id

    # Telling people

    def _announce(self):
        """Say in the orders' chatter what they are held for, and give those who can act something to do."""
        self._log()
        self._schedule_activities()

    def _log(self, outcome=None):
        """One note for each order.

        :param str outcome: what became of its holds; absent: they are new
        """
        bodies = {}
        for order, holds in self.grouped("order_id").items():
            if outcome:
                names = ", ".join(dict.fromkeys(hold.check_id.name for hold in holds))
                bodies[order.id] = self.env._("“%(checks)s”: %(outcome)s", checks=names, outcome=outcome)
            else:
                bodies[order.id] = Markup("<br/>").join(
                    f"{hold._severity_label()}: {hold.message}" for hold in holds)
        self.order_id._message_log_batch(bodies=bodies)

    def _severity_label(self):
        return dict(self._fields["severity"]._description_selection(self.env))[self.severity]

    def _schedule_activities(self):
        kind = self.env.ref("som_core.mail_activity_held", raise_if_not_found=False)
        blocking = self.filtered(lambda hold: hold.severity == "hold" and hold.check_id.user_id)
        if not (kind and blocking):
            return
        model = self.env["ir.model"]._get_id("sale.order")
        pairs = dict.fromkeys((hold.order_id, hold.check_id.user_id) for hold in blocking)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create([
            self._prepare_activity(order, user, kind, model) for order, user in pairs])

    @api.model
    def _prepare_activity(self, order, user, kind, model):
        return {
            "res_model_id": model, "res_id": order.id, "activity_type_id": kind.id, "user_id": user.id,
            "summary": self.env._("Order held"), "automated": True,
            "date_deadline": fields.Date.context_today(self),
        }

    def _finish_activities(self):
        """Where nothing blocks any more, there is nothing left to do."""
        kind = self.env.ref("som_core.mail_activity_held", raise_if_not_found=False)
        still = self.search([
            ("order_id", "in", self.order_id.ids), ("state", "=", "open"), ("severity", "=", "hold")]).order_id
        free = self.order_id - still
        if kind and free:
            self.env["mail.activity"].search([
                ("res_model", "=", "sale.order"), ("res_id", "in", free.ids),
                ("activity_type_id", "=", kind.id)]).unlink()

    @api.model
    def _blocking(self, orders, stages):
        """Open holds that block, in superuser mode.

        :param stages: stages of holds, see ``stages.BLOCKED_BY``
        """
        # sudo: an order is held for everybody, also for who may not read its holds
        return self.sudo().search([
            ("order_id", "in", orders.ids), ("state", "=", "open"), ("severity", "=", "hold"),
            ("stage", "in", list(stages))]) if orders else self.sudo().browse()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._(
            "Holds are not deleted: it must stay known why an order waited and who let it pass."))

    @api.model
    def _any_open(self):
        """Whether there is an open hold at all: where nothing is held, nothing is slower."""
        return bool(self.env.execute_query(SQL("SELECT 1 FROM som_hold WHERE state = 'open' LIMIT 1")))
