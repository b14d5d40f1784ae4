import logging

from odoo import api, fields, models

from odoo.addons.som_core.retry import retrying_one

from ..promise.moments import when

_logger = logging.getLogger(__name__)


class SomSourcingEvent(models.Model):
    """Why a warehouse ships no more what it was chosen for: its deliveries are sourced anew, in the background.

    A rule that switches a warehouse off speaks for many orders: it becomes a row for each of them first. An event is
    looked at once, and only at what was there when it happened: what was moved because of it is not moved again unless
    something else happens.
    """

    _name = "som.sourcing.event"
    _description = "Reason to Source Anew"
    _log_access = False
    _order = "id"

    warehouse_id = fields.Many2one("stock.warehouse", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True)
    rule_id = fields.Many2one("som.sourcing.rule", ondelete="cascade", help="That switched the warehouse off.")
    order_id = fields.Many2one("sale.order", ondelete="cascade", help="Empty: all orders that it still ships.")
    line_id = fields.Many2one("sale.order.line", ondelete="cascade", help="Whose goods are not there any more.")
    cause = fields.Char(required=True)
    due = fields.Datetime(required=True, index=True)
    last_move = fields.Integer(help="Moves made later than this one are left alone. 0: known when it is due.")

    @api.model
    def _som_happened(self, values):
        """Note what happened; what comes of it is done when this transaction is through, or when it is due.

        :param list values: of events, without what is the same for all
        """
        if not values:
            return
        now = fields.Datetime.now()
        # sudo: whoever moves goods or changes rules need not know of it
        events = self.sudo().create([
            {"due": now, **vals, "last_move": 0 if vals.get("due", now) > now else self._som_last_move()}
            for vals in values])
        cron = self.env.ref("som_allocation.ir_cron_sourcing_event").sudo()
        for due in sorted(set(events.mapped("due"))):
            cron._trigger(at=due if due > now else None)

    @api.model
    def _som_last_move(self):
        return self.env["stock.move"].sudo().search([], order="id desc", limit=1).id or 0

    @api.model
    def _som_look(self):
        """The scheduled action: what is due, one order in one transaction."""
        Cron = self.env["ir.cron"]
        due = [("due", "<=", fields.Datetime.now())]
        Cron._commit_progress(remaining=self.search_count(due))
        while event := self.search(due, limit=1):
            retrying_one(self.env, event._som_handle, event._som_fail)
            if not Cron._commit_progress(1, remaining=self.search_count(due)):
                return

    def _som_handle(self):
        self.ensure_one()
        if not self.exists():
            return
        company = self.company_id
        if company.som_sourcing and company.som_source_again and (
                not self.rule_id or self.rule_id._som_is_closed(self.warehouse_id)):
            event = self.with_company(company)
            if self.order_id:
                event._som_source_order()
            else:
                event._som_tell_orders()
        self.unlink()

    def _som_fail(self, error):
        """One that fails stops no other: somebody looks at its order, and it is not tried for ever."""
        _logger.exception("Cannot source anew: %s", self.cause)
        if self.order_id:
            self.order_id._som_alert_sourcing(self.env._(
                "%(cause)s. Its deliveries could not be sourced anew: %(error)s", cause=self.cause, error=error))
        self.unlink()

    def _som_tell_orders(self):
        """A row for each order that the warehouse still ships."""
        last = self.last_move or self._som_last_move()
        orders = self._som_moves([], last).sale_line_id.order_id
        if self.rule_id:
            orders = self.rule_id._som_speaks_for(orders)
        self.create([{
            "warehouse_id": self.warehouse_id.id, "rule_id": self.rule_id.id, "order_id": order.id,
            "cause": self.cause, "due": self.due, "last_move": last,
        } for order in orders.sorted("id") if order._som_is_sourced()])

    def _som_moves(self, domain, last):
        """What the warehouse was to ship for orders when it happened, in all steps that are not done."""
        moves = self.env["stock.move"].search([
            ("sale_line_id", "!=", False), ("state", "in", ("waiting", "confirmed", "partially_available", "assigned")),
            ("id", "<=", last), "|", ("warehouse_id", "=", self.warehouse_id.id),
            ("picking_type_id.warehouse_id", "=", self.warehouse_id.id), *domain])
        return moves.filtered(lambda move: move._som_is_movable() and move._som_ships_from() == self.warehouse_id)

    def _som_source_order(self):
        order = self.order_id
        wanted = self._som_wanted() if order.state == "sale" and order._som_is_sourced() else {}
        if not wanted:
            return
        elsewhere = self.env["stock.move"]._som_source_anew(
            wanted, self.cause, better=self._som_is_better if self.line_id else None)
        # what was promised stays unless it cannot be kept; who has to know is told
        self.env["sale.order.line"].union(*elsewhere.moved)._som_look_again()
        nowhere = {move: quantity for move, quantity in elsewhere.left.items()
                   if move.sale_line_id not in elsewhere.kept}
        if nowhere:
            order._som_alert_sourcing(self._som_nowhere_text(nowhere, elsewhere.plans[order]))

    def _som_wanted(self):
        """What the warehouse cannot ship for the order: move → quantity in the product's unit."""
        domain = [("sale_line_id.order_id", "=", self.order_id.id)]
        if self.line_id:
            domain = [("sale_line_id", "=", self.line_id.id)]
        wanted = {}
        for move in self._som_moves(domain, self.last_move):
            quantity = move._som_loose()
            if self.line_id:  # what it has, it can ship; a step that is fed waits for the one before
                fed = move.move_orig_ids.filtered(lambda origin: origin._som_is_open())
                quantity = 0.0 if fed else min(quantity, move.product_qty - move._som_in_hand())
            if move.product_id.uom_id.compare(quantity, 0) > 0 and move.sale_line_id._som_is_sourceable():
                wanted[move] = quantity
        return wanted

    def _som_is_better(self, plan, line, there):
        """Whether goods elsewhere are worth moving what is short here: what still comes in time stays.

        Nor does it move where others have it no sooner than it comes here.
        """
        here = self.env["som.promise"]._som_promise(line).get(line)
        if not here or not here.date:
            return True
        order = line.order_id
        wanted = [date for date in (order.commitment_date or order.som_requested_date, line.som_promised_date) if date]
        arrives = when(max(plan.arrivals[line, place] for place in there))
        return here.date > max([*wanted, fields.Datetime.now()]) and arrives < here.date

    def _som_nowhere_text(self, nowhere, plan):
        """What no other warehouse has, and what speaks against each."""
        return self.env._(
            "%(cause)s. No other warehouse has %(what)s; it waits where it is.\n%(candidates)s", cause=self.cause,
            what=", ".join(move._som_amount_text(move.product_id, quantity) for move, quantity in nowhere.items()),
            candidates="\n".join(self.env["stock.picking"]._som_candidate_text(one)
                                 for one in plan.trace["candidates"]))
