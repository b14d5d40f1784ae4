from datetime import timedelta

from odoo import fields, models


class SaleOrderLine(models.Model):
    """Promises are given, changed and withdrawn here alone; each leaves a row in the ledger."""

    _inherit = "sale.order.line"

    def _som_promise_anew(self, cause, document=None):
        """Promise each line the date that can be kept now; nothing is written where that is what it was promised.

        Lines are served together, in their order: what one is promised, the next is not.

        :param str cause: why, in words
        :param document: the record that made the difference
        """
        lines = self._som_with_whole_orders()
        if not lines:
            return
        # two who promise the same goods at the same time must not both count on them
        self.env["som.promise.key"]._som_claim(lines.product_id)
        promises = self.env["som.promise"]._som_promise(lines, together=True)
        dates = {line: line._som_date_to_promise(promise) for line, promise in promises.items()}
        lines._som_keep(dates, cause, document)
        for line, date in dates.items():
            state = "kept" if date else "unknown"
            if line.som_first_promised_date != (date or False) or line.som_promise_state != state:
                line._som_note_waiting({"som_first_promised_date": date, "som_promise_state": state})

    def _som_with_whole_orders(self):
        """Those of the lines that are promised a date, and all others of orders that ship when all is ready."""
        whole = self.order_id.filtered(lambda order: order.picking_policy == "one")
        return (self | whole.order_line).filtered(lambda line: line._som_is_promised())

    def _som_date_to_promise(self, promise):
        """What is promised where a date can be kept: that, or the later one that was asked for."""
        self.ensure_one()
        order = self.order_id
        wanted = order.commitment_date or order.som_requested_date
        if promise.date and wanted:
            return max(promise.date, wanted)
        return promise.date or order.commitment_date or None

    def _som_withdraw_promises(self, cause):
        self._som_keep(dict.fromkeys(self.filtered("som_promised_date")), cause)

    def _som_keep(self, dates, cause, document=None):
        """Write promises, and put them into the ledger: what is promised of a line is the sum of its rows.

        :param dict dates: line → datetime, None where nothing is promised any more
        """
        promised, entries = self._som_promised_quantities(), []
        for line, date in dates.items():
            change = (line.product_uom_qty - line.qty_delivered if date else 0) - promised.get(line.id, 0)
            if (line.som_promised_date or None) != date or line.product_uom_id.compare(change, 0):
                entries.append(line._prepare_promise_entry(date, change, cause, document))
                first = date and not line.som_promised_date
                line._som_note_waiting({"som_promised_date": date})
                line._som_pass_on_promise()
                if first:
                    line._som_plan_for_promise()
        if entries:
            self.env["sale.order"]._som_record(entries)

    def _som_pass_on_promise(self):
        """Transfers are due when the goods are promised, unless the order has a delivery date of its own."""
        self.ensure_one()
        if self.som_promised_date and not self.order_id.commitment_date:
            # sudo: who sells need not be allowed to change transfers
            self.sudo().move_ids.filtered(
                lambda move: move._som_is_open() and move.location_dest_id.usage == "customer"
            ).date_deadline = self.som_promised_date

    def _som_plan_for_promise(self):
        """Transfers of a line that nobody had a date for are planned for the one it gets, and stand in that turn."""
        self.ensure_one()
        # sudo: as above
        moves = self.sudo().move_ids.filtered(lambda move: move._som_is_open() and move._som_is_outward())
        planned = self._som_planned_for_promise(fields.Datetime.now()) if moves else None
        if planned:
            later = planned - min(moves.mapped("date"))
            for move in moves if later > timedelta() else ():
                move.date += later

    def _prepare_promise_entry(self, date, change, cause, document):
        return {"order": self.order_id, "line": self, "stage": "promised", "quantity": change, "promised_date": date,
                "cause": cause, "document": document}

    def _som_promised_quantities(self):
        """Line id → what of it is promised, in its unit."""
        # sudo: asked of lines at hand, of which who asks may see all
        return {line.id: quantity for line, quantity in self.env["som.milestone"].sudo()._read_group(
            [("line_id", "in", self.ids), ("stage", "=", "promised")], ["line_id"], ["quantity:sum"])}

    def _som_last_cause(self):
        """Why the line is promised when it is, as the ledger has it."""
        self.ensure_one()
        # sudo: as above
        return self.env["som.milestone"].sudo().search(
            [("line_id", "=", self.id), ("stage", "=", "promised")], order="id desc", limit=1).cause
