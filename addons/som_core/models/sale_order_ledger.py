from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """The one way into the ledger, and the order's own milestones."""

    _inherit = "sale.order"

    som_milestone_ids = fields.One2many("som.milestone", "order_id", string="Milestones", readonly=True)

    @api.model
    def _som_record(self, entries):
        """Append rows to the ledger, in the transaction of the fact itself.

        :param list entries: mappings with ``order`` and ``stage``, and where they apply ``line``,
            ``quantity`` (in the line's unit; 1 or -1 without a line), ``document`` (a record),
            ``occurred_at`` (naive UTC; now if absent), ``promised_date``, ``cause``
        :return: the new ``som.milestone`` records
        """
        values = [self._som_prepare_milestone(entry) for entry in entries]
        # sudo: nobody has the right to write the ledger; whoever caused the fact had the right to cause it
        return self.env["som.milestone"].sudo().create(values)

    @api.model
    def _som_prepare_milestone(self, entry):
        order, line, document = entry["order"], entry.get("line"), entry.get("document")
        return {
            "order_id": order.id,
            "line_id": line.id if line else False,
            "company_id": order.company_id.id,
            "stage": entry["stage"],
            "quantity": entry.get("quantity", 1),
            "occurred_at": entry.get("occurred_at") or self._som_occurred_at(order),
            "res_model": document._name if document else False,
            "res_id": document.id if document else False,
            "document": self._som_document_name(document) if document else False,
            "promised_date": entry.get("promised_date"),
            "cause": entry.get("cause"),
        }

    @api.model
    def _som_document_name(self, document):
        """What a person calls the document: a move goes by its transfer."""
        if document._name == "stock.move":
            return document.picking_id.name or document.reference
        return document.name if document._name == "account.move" else document.display_name

    @api.model
    def _som_occurred_at(self, order):
        """When what is recorded now happened: now, unless history is being replayed.

        Context ``som_occurred_at`` is a datetime, or a mapping of order id to datetime.
        """
        given = self.env.context.get("som_occurred_at")
        if isinstance(given, dict):
            given = given.get(order.id)
        return given or fields.Datetime.now()

    @api.model
    def _som_ledger_net(self, documents, stages):
        """What the ledger says holds now for some documents.

        :return dict: (document id, order id, line id or None, stage) → net quantity
        """
        self.env["som.milestone"].flush_model()
        rows = self.env.execute_query(SQL(
            """SELECT res_id, order_id, line_id, stage, SUM(quantity) FROM som_milestone
               WHERE res_model = %s AND res_id = ANY(%s) AND stage = ANY(%s)
               GROUP BY res_id, order_id, line_id, stage""",
            documents._name, list(documents.ids), list(stages)))
        return {(document, order, line, stage): float(total) for document, order, line, stage, total in rows}

    @api.model
    def _som_withdraw(self, documents, stages):
        """Undo in the ledger what it holds for some documents: one opposite row for each."""
        net = {key: total for key, total in self._som_ledger_net(documents, stages).items() if total}
        return self._som_record([{
            "order": self.browse(order), "line": self.env["sale.order.line"].browse(line or []),
            "stage": stage, "quantity": -total, "document": documents.browse(document),
        } for (document, order, line, stage), total in net.items()])

    def _som_order_level_net(self, stages):
        """Net count of order-level stages.

        :return dict: order id → {stage: count}
        """
        totals = defaultdict(dict)
        # sudo: asked by whoever may act on the order, answered from rows of that order alone
        for order, stage, total in self.env["som.milestone"].sudo()._read_group(
                [("order_id", "in", self.ids), ("line_id", "=", False), ("stage", "in", list(stages))],
                ["order_id", "stage"], ["quantity:sum"]):
            totals[order.id][stage] = total
        return totals

    def _som_record_order_stage(self, stage, occurred_at=None):
        """Record an order-level stage for the orders in which it does not hold yet.

        :param occurred_at: mapping of order id to datetime, optional
        """
        net = self._som_order_level_net([stage])
        occurred_at = occurred_at or {}
        return self._som_record([
            {"order": order, "stage": stage, "occurred_at": occurred_at.get(order.id)}
            for order in self if net[order.id].get(stage, 0) <= 0])

    def _som_withdraw_order_stages(self, stages):
        """Take back order-level stages that hold now."""
        return self._som_record([
            {"order": self.browse(order), "stage": stage, "quantity": -1}
            for order, totals in self._som_order_level_net(stages).items()
            for stage, total in totals.items() if total > 0])

    def _action_confirm(self):
        result = super()._action_confirm()
        # An order that was entered by hand is placed when the customer's yes is entered.
        self._som_record_order_stage("placed")
        self._som_record_order_stage("confirmed")
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._som_withdraw_order_stages(["placed", "confirmed"])
        return result

    def action_draft(self):
        cancelled = self.filtered(lambda order: order.state == "cancel")
        result = super().action_draft()
        # Only what came through a channel was placed before it was confirmed.
        cancelled.filtered("som_external_ref")._som_record_order_stage("placed")
        return result
