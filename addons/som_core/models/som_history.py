from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..intake.parser import Issue

#: The past is over: nobody is notified of it, no carrier is called, no mail or SMS goes to a customer.
SILENCE = {
    "som_history": True,
    "mail_notrack": True,
    "tracking_disable": True,
    "mail_auto_subscribe_no_notify": True,
    "skip_sms": True,
}


class SomHistory(models.AbstractModel):
    """Past orders replayed through Odoo's own flows: confirmed, shipped, invoiced, paid.

    Nothing is written beside the flows; only the dates are those of the past,
    in the ledger through context ``som_occurred_at`` and on the documents
    where Odoo lets a date be set.
    """

    _name = "som.history"
    _description = "Replay of Order History"

    @api.model
    def _replay(self, created, outcome, reject):
        """Carry imported orders as far as their file says they went.

        All orders go through each stage together; where that fails, each on
        its own, and the one that fails is taken back and rejected.

        :param list created: (parsed order, ``sale.order``); rejected pairs are removed from it
        :param dict outcome: answers by ``id`` of the parsed order; gets those of rejected ones
        :param reject: function from a parsed order to its answer
        """
        failed = self._replay_together(list(created)) if created else []
        for pair, error in failed:
            order, record = pair
            order.issues.append(Issue("refused", order.row, "", str(error)))
            outcome[id(order)] = reject(order)
            created.remove(pair)
            record.with_context(disable_cancel_warning=True)._action_cancel()
            record.unlink()

    def _replay_together(self, pairs):
        """Replay pairs; return those that failed, each with its error."""
        try:
            with self.env.cr.savepoint():
                self._replay_stages(pairs)
            return []
        except (UserError, IntegrityError) as error:
            if len(pairs) == 1:
                return [(pairs[0], error)]
        return [failure for pair in pairs for failure in self._replay_together([pair])]

    def _replay_stages(self, pairs):
        orders = self.env["sale.order"].union(*(record for _order, record in pairs))
        self._confirm(orders)
        self._ship(pairs)
        self._invoice(pairs)

    def _at(self, records, moments):
        """The records in a context where what happens, happened then: order id → moment."""
        return records.with_context(**SILENCE, som_occurred_at=moments)

    def _confirm(self, orders):
        placed = {order.id: order.date_order for order in orders}
        self._at(orders, placed).action_confirm()
        for order in orders:  # confirmation has overwritten it with now
            order.date_order = placed[order.id]

    def _ship(self, pairs):
        """Ship what was shipped, one validation for each step of the delivery."""
        shipped_at, quantities = {}, {}
        for order, record in pairs:
            lines = record.order_line.sorted("sequence")
            for line, sent in zip(lines, order.lines, strict=True):
                if sent.values.get("shipped_quantity"):
                    quantities[line.id] = sent.values["shipped_quantity"]
                    shipped_at[record.id] = max(
                        sent.values["shipped_date"], shipped_at.get(record.id) or sent.values["shipped_date"])
        orders = self.env["sale.order"].browse(shipped_at)
        for _step in range(3):  # pick, pack, ship at the most
            self._ship_step(orders, quantities, shipped_at)

    def _ship_step(self, orders, quantities, shipped_at):
        pickings = orders.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        moves = pickings.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        todo = self.env["stock.move"]
        moves.filtered(lambda move: move.state != "assigned")._action_assign()
        for move in moves:
            wanted = quantities.get(move.sale_line_id.id, 0) - self._moved(move)
            if wanted <= 0:
                continue
            move.quantity = move.sale_line_id.product_uom_id._compute_quantity(wanted, move.product_uom)
            move.picked = True
            todo |= move
        if not todo:
            return
        pickings = todo.picking_id
        pickings.with_context(
            self._at(orders, shipped_at).env.context, skip_backorder=True,
            picking_ids_not_to_backorder=[], cancel_backorder=False)._action_done()
        for picking in pickings:
            picking.date_done = shipped_at[picking.sale_id.id]
        for move in todo:
            move.date = shipped_at[move.sale_line_id.order_id.id]

    def _moved(self, move):
        """What this step of the delivery has moved already, in the line's unit."""
        return sum(
            done.product_uom._compute_quantity(done.quantity, move.sale_line_id.product_uom_id)
            for done in move.sale_line_id.move_ids
            if done.state == "done" and done.picking_type_id == move.picking_type_id)

    def _invoice(self, pairs):
        """One invoice per order that was shipped or says when it was invoiced; paid where it was paid."""
        moments, paid = {}, {}
        for order, record in pairs:
            shipped = [line.values["shipped_date"] for line in order.lines if line.values.get("shipped_date")]
            invoiced = order.values.get("invoiced_date") or max(shipped, default=None)
            if invoiced and record.invoice_status == "to invoice":
                moments[record.id] = invoiced
                if order.values.get("paid_date"):
                    paid[record.id] = order.values["paid_date"]
        orders = self._at(self.env["sale.order"].browse(moments), moments)
        for company in orders.company_id:
            invoices = orders.filtered(lambda order, company=company: order.company_id == company).with_company(
                company)._create_invoices(grouped=True)
            for invoice in invoices:
                order = invoice.invoice_line_ids.sale_line_ids.order_id[:1]
                invoice.invoice_date = fields.Datetime.context_timestamp(self, moments[order.id]).date()
            invoices.action_post()
        self._pay(paid)

    def _pay(self, paid):
        """Pay invoices of orders in full, all of a company and currency in one go.

        :param dict paid: order id → when
        """
        orders = self.env["sale.order"].browse(paid)
        dates = {}
        for order in orders:
            for invoice in order.invoice_ids:
                if invoice.state == "posted" and invoice.payment_state == "not_paid":
                    dates[invoice.id] = fields.Datetime.context_timestamp(self, paid[order.id]).date()
        for (company, _currency), invoices in self.env["account.move"].browse(dates).grouped(
                lambda move: (move.company_id, move.currency_id)).items():
            self._at(invoices, paid).env["account.payment.register"].with_company(company).with_context(
                active_model="account.move", active_ids=invoices.ids, som_payment_dates=dates,
            ).create({"group_payment": False})._create_payments()
