from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import float_compare, format_date, formatLang

from ..stages import ORDER_LEVEL_STAGES, STAGES


class SaleOrder(models.Model):
    """The ledger of one order, as its timeline shows it."""

    _inherit = "sale.order"

    som_timeline = fields.Json(string="Order Timeline", compute="_compute_som_timeline")

    @api.depends("som_milestone_ids", "order_line.product_uom_qty", "state")
    def _compute_som_timeline(self):
        for order in self:
            order.som_timeline = order._som_timeline_values()

    def _som_timeline_values(self):
        """Stages in order, each with how far the order has come.

        :return list: mappings with ``stage``, ``label``, ``state`` (``done``, ``partial``, ``todo``),
            ``at`` (UTC as a string, of the last event), ``detail`` (such as "8 of 12") and ``documents``
        """
        self.ensure_one()
        lines = self.order_line.filtered(lambda line: line._som_is_quantity_line())
        events = defaultdict(lambda: self.env["som.milestone"])
        for milestone in self.som_milestone_ids.sorted(lambda m: (m.occurred_at, m.id)):
            events[milestone.stage] |= milestone
        labels = dict(self.env["som.milestone"]._fields["stage"]._description_selection(self.env))
        usual = self._som_usual_stages(lines)
        shown = [stage for stage, _label in STAGES if stage in events or stage in usual]
        progress = {stage: self._som_stage_progress(stage, events[stage], lines) for stage in shown}
        if progress["paid"]["state"] == "done" and progress["invoiced"]["state"] != "done":
            progress["paid"]["state"] = "partial"  # what is not invoiced yet cannot be paid yet
        return [{"stage": stage, "label": labels[stage], **progress[stage]} for stage in shown]

    def _som_usual_stages(self, lines):
        """Stages an order of this kind goes through."""
        usual = {"placed", "confirmed", "invoiced", "paid"}
        if any(line.product_id.type == "consu" for line in lines):
            usual |= {"picked", "shipped"}
        return usual

    def _som_stage_progress(self, stage, events, lines):
        net = sum(events.mapped("quantity"))
        progress = {
            "state": "todo", "at": False, "detail": "",
            "documents": list(dict.fromkeys(name for name in events.mapped("document") if name)),
        }
        if not events or net <= 0:
            return progress
        progress["at"] = fields.Datetime.to_string(max(event.occurred_at for event in events if event.quantity > 0))
        progress["state"] = "done"
        if stage in ORDER_LEVEL_STAGES:
            return progress
        if stage == "promised":
            progress["detail"], progress["documents"] = self._som_promised_day(events), []
            return progress
        if stage == "returned":
            progress["detail"] = self._som_plain(net)
            return progress
        wanted = lines if stage == "invoiced" else lines.filtered(lambda line: line.product_id.type == "consu")
        ordered = sum(wanted.mapped("product_uom_qty"))
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        if float_compare(net, ordered, precision_digits=digits) < 0:
            progress["state"] = "partial"
            progress["detail"] = self.env._(
                "%(done)s of %(ordered)s", done=self._som_plain(net), ordered=self._som_plain(ordered))
        return progress

    def _som_promised_day(self, events):
        """The day on which the last of the lines is promised, where the company is."""
        dates = [date for date in {event.line_id: event.promised_date for event in events}.values() if date]
        here = self.with_context(tz=self.company_id.partner_id.tz or "UTC")
        return self.env._("for %s", format_date(here.env, max(dates))) if dates else ""

    def _som_plain(self, quantity):
        """A quantity without idle zeros, in the user's number format."""
        return formatLang(self.env, quantity, digits=0 if float(quantity).is_integer() else 2)

    def action_som_open_ledger(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("som_core.action_som_milestone")
        action["domain"] = [("order_id", "=", self.id)]
        action["context"] = {}
        return action
