from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """Confirming: good orders go on, held ones wait, and go on by themselves when they are released."""

    _inherit = "sale.order"

    som_awaits_release = fields.Boolean(
        string="Waits for Release", readonly=True, copy=False, index="btree_not_null",
        help="Confirmed by a person or by the customer, and held: it is confirmed as soon as nothing holds it.")
    som_release_user_id = fields.Many2one(
        "res.users", string="Confirmed By", readonly=True, copy=False,
        help="Who confirmed the order while it was held.")
    som_release_email = fields.Boolean(
        readonly=True, copy=False, help="The customer gets the confirmation by mail when the order is released.")

    def action_confirm(self):
        """Confirm the orders that pass their checks; the others wait.

        :return: as native; where orders are held, an action that says which and why
        """
        self.check_access("write")  # before anything is marked: what waits is confirmed later without asking again
        waiting = self.filtered(lambda order: order.state in ("draft", "sent"))._som_hold_back()
        ready = self - waiting
        result = super(SaleOrder, ready).action_confirm() if ready or not self else True
        ready._som_forget_release()
        if waiting:
            return waiting._som_tell_held(len(ready))
        return result

    def _som_hold_back(self):
        """Check the orders and mark those that are held.

        :return: the held ones
        """
        if self.env.context.get("som_history") and self.env.user.has_group("som_core.group_som_manager"):
            return self.browse()  # history is as it was; it takes a manager to bring it in
        self._som_check(("confirmed", "allocated"))
        self._som_passed().update(self.ids)
        held = self & self.browse(self._som_blocked("confirmed").order_id.ids)
        # sudo: to wait is not a right; portal users and payments come by here
        held.sudo().filtered(lambda order: not order.som_awaits_release).write(held._som_prepare_waiting())
        return held

    def _som_prepare_waiting(self):
        return {
            "som_awaits_release": True,
            "som_release_user_id": self.env.uid,
            "som_release_email": bool(self.env.context.get("send_email")),
        }

    def _som_forget_release(self):
        waited = self.sudo().filtered("som_awaits_release")  # sudo: as in _som_hold_back
        if waited:
            waited.write({"som_awaits_release": False, "som_release_email": False})

    def _has_to_be_signed(self):
        """A customer whose order waits for its release has done all he can."""
        return not self.som_awaits_release and super()._has_to_be_signed()

    def action_som_stop_waiting(self):
        """Take the confirmation back: a quotation again, that nothing confirms by itself."""
        self.check_access("write")
        self._som_forget_release()

    def _action_cancel(self):
        result = super()._action_cancel()
        self._som_forget_release()
        held = self.filtered(lambda order: order.som_hold_status != "clear")
        held._som_recheck()
        return result

    # Released

    def _som_free_to_confirm(self):
        """Those that wait for release and that nothing holds any more."""
        waiting = self.sudo().filtered(lambda order: order.som_awaits_release and order.state in ("draft", "sent"))
        return waiting - waiting._som_blocked("confirmed").order_id

    def _som_release(self):
        """Confirm the orders that wait for nothing any more, each for itself.

        :return: an action that says what became of them
        """
        free = self._som_free_to_confirm()
        outcome = free._som_confirm_each()
        failed = {order: error for order, error in outcome.items() if error}
        for order, error in failed.items():
            order.message_post(body=self.env._("Released, but it could not be confirmed: %s", error))
        return self._som_tell_released(free.filtered(lambda order: order.state == "sale"), failed)

    def _som_confirm_each(self):
        """Confirm all in one go; where that fails, each on its own.

        :return dict: order → error message, or ``None`` where there was none
        """
        # sudo: whoever asked for the confirmation had the right to; whoever releases has the right to release
        orders = self.sudo()
        if not orders:
            return {}
        try:
            with self.env.cr.savepoint():
                for email, batch in orders.grouped("som_release_email").items():
                    batch.with_context(send_email=email).action_confirm()
            return dict.fromkeys(orders)
        except (UserError, IntegrityError) as error:
            if len(orders) == 1:
                return {orders: str(error)}
        outcome = {}
        for order in orders:
            outcome.update(order._som_confirm_each())
        return outcome

    # Guards against ways around

    def _som_passed(self):
        """Ids of orders that were checked for confirmation in this transaction."""
        return self.env.cr.precommit.data.setdefault("som_passed", set())

    def write(self, vals):
        if vals.get("state") == "sale" and not self.env.su:
            self._som_refuse_held()
        return super().write(vals)

    def _som_refuse_held(self):
        """A state that is written past the button is checked like one that is not.

        :raises UserError: for held orders
        """
        quotations = self.filtered(lambda order: order.state in ("draft", "sent"))
        quotations.filtered(lambda order: order.id not in self._som_passed())._som_hold_back()
        held = quotations._som_blocked("confirmed")
        if held:
            raise UserError(self.env._(
                "Order %(order)s is held: %(reason)s", order=held[0].order_id.name, reason=held[0].message))

    # Telling

    def _som_tell(self, text, kind, then=None):
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"message": text, "type": kind, "sticky": kind == "warning",
                       "next": then or {"type": "ir.actions.client", "tag": "soft_reload"}},
        }

    def _som_names(self, limit=10):
        """Names of the first few of these orders."""
        return ", ".join(self.mapped("name")[:limit]) + ("…" if len(self) > limit else "")

    def _som_tell_held(self, confirmed):
        holds = self._som_blocked("confirmed")
        if len(self) == 1 and not confirmed:
            return self._som_tell(self.env._(
                "Order %(order)s is held and waits for release. %(reasons)s", order=self.name,
                reasons=" ".join(holds.with_env(self.env).sudo().mapped("message"))), "warning")
        return self._som_tell(
            self.env._("Confirmed: %(confirmed)s. Held: %(held)s (%(names)s).", confirmed=confirmed, held=len(self),
                       names=self._som_names()),
            "warning", then=self._som_action_holds())

    def _som_tell_released(self, confirmed, failed):
        if failed:
            order, error = next(iter(failed.items()))
            return self._som_tell(self.env._(
                "Order %(order)s is released, but it could not be confirmed: %(error)s", order=order.name,
                error=error), "warning")
        still = self._som_blocked("confirmed").order_id
        text = (self.env._("Released and confirmed: %s.", confirmed._som_names()) if confirmed
                else self.env._("Done."))
        if still:
            text += " " + self.env._("Still held for something else: %s.", still._som_names())
        return self._som_tell(text, "success")

    def _som_action_holds(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("som_core.action_som_hold")
        return dict(action, domain=[("order_id", "in", self.ids)], context={"search_default_open": 1})

    # For programs

    @api.readonly
    def som_why_held(self):
        """Why orders are held, as plain values.

        :return list: one mapping per order with ``id``, ``name``, ``state``, ``status`` (``clear``, ``warning``,
            ``held``), ``awaits_release`` and ``holds`` (see ``_som_hold_values``)
        """
        self.check_access("read")
        return [order._som_status_values() for order in self]

    def som_confirm(self):
        """Confirm orders; answer for each of them. One that fails keeps none of the others.

        :return list: as :meth:`som_why_held`, with ``error`` where an order could not be confirmed
        """
        self.check_access("write")
        outcome = self._som_confirm_each_asked()
        return [dict(order._som_status_values(), error=outcome.get(order) or False) for order in self]

    def _som_confirm_each_asked(self):
        """As ``_som_confirm_each``, under the rights of whoever asks."""
        if not self:
            return {}
        try:
            with self.env.cr.savepoint():
                self.action_confirm()
            return dict.fromkeys(self)
        except (UserError, IntegrityError) as error:
            if len(self) == 1:
                return {self: str(error)}
        outcome = {}
        for order in self:
            outcome.update(order._som_confirm_each_asked())
        return outcome
