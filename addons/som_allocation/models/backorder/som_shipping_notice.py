from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, formatLang
from odoo.tools.float_utils import float_is_zero


class SomShippingNotice(models.Model):
    """What a customer is told of an order that ships in part: what shipped, what follows when, what was cancelled.

    One for each transfer and order. It keeps figures, not words: so it reads the same in the mail, in the order's
    history and on the customer's pages, and each in the language of who reads it (:attr:`text`).
    """

    _name = "som.shipping.notice"
    _description = "Shipping Notice"
    _order = "id desc"
    _rec_name = "order_id"

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, precompute=True, index=True)
    picking_id = fields.Many2one(
        "stock.picking", string="Transfer", ondelete="cascade", index="btree_not_null", readonly=True,
        help="Empty where nothing shipped, but the rest was cancelled.")
    cancellation_ids = fields.One2many("som.cancellation", "notice_id", readonly=True)
    state = fields.Selection(
        [("queued", "Queued"), ("sent", "Sent"), ("skipped", "Not Needed Any More"), ("failed", "Failed")],
        required=True, default="queued", readonly=True)
    sent_at = fields.Datetime(readonly=True)
    content = fields.Json(readonly=True, help="Lines and quantities, as they were when the customer was told.")
    text = fields.Html(compute="_compute_text", sanitize=False)

    _once = models.UniqueIndex("(picking_id, order_id)", "The customer is told of a transfer once.")
    _queue_idx = models.Index("(id) WHERE state = 'queued'")

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_text(self):
        for notice in self:
            content = notice.content or notice._som_prepare_content()
            notice.text = notice._som_render(content)

    def _som_prepare_content(self):
        """What there is to tell now, as plain values: quantities in the lines' units, dates as strings (UTC).

        :return dict: lists ``shipped``, ``coming``, ``cancelled`` of mappings with ``line``, ``quantity``, and
            ``expected`` where it is coming
        """
        self.ensure_one()
        # sudo: the notice is about this order; what is told of it does not depend on who asks
        notice = self.sudo()
        lines = notice.order_id.order_line.filtered(lambda line: line.product_id.type == "consu")
        shipped = {line: notice._som_shipped(line) for line in lines}
        coming = {line: line._som_under_way() for line in lines}
        cancelled = notice.cancellation_ids.grouped("line_id")
        return {
            "shipped": notice._som_entries(shipped),
            "coming": [dict(entry, expected=fields.Datetime.to_string(
                lines.browse(entry["line"])._som_expected_at()) or False) for entry in notice._som_entries(coming)],
            "cancelled": notice._som_entries(
                {line: sum(parts.mapped("quantity")) for line, parts in cancelled.items()}),
        }

    def _som_shipped(self, line):
        """How much of a line went to the customer in the notice's transfer, in the line's unit."""
        moves = line.move_ids.filtered(lambda move: (
            move.picking_id == self.picking_id and move.state == "done" and move.location_dest_id._is_outgoing()
            and move.product_id == line.product_id))
        return sum(move.product_uom._compute_quantity(
            move.quantity, line.product_uom_id, rounding_method="HALF-UP") for move in moves if self.picking_id)

    @api.model
    def _som_entries(self, quantities):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return [{"line": line.id, "quantity": round(quantity, digits)} for line, quantity in quantities.items()
                if not float_is_zero(quantity, precision_digits=digits)]

    def _som_render(self, content):
        """The notice in words, in the language of the environment."""
        self.ensure_one()
        # sudo: names of products and units of the customer's own order
        shown = {part: [self.sudo()._som_shown(entry) for entry in entries] for part, entries in content.items()}
        return Markup(self.env["ir.qweb"]._render("som_allocation.shipping_notice", {"notice": self, **shown}))

    def _som_shown(self, entry):
        line = self.env["sale.order.line"].with_context(display_default_code=False).browse(entry["line"]).exists()
        expected = entry.get("expected")
        if expected:
            zone = self.order_id.partner_id.tz or self.company_id._som_tz()
            expected = format_date(self.env, fields.Datetime.context_timestamp(
                self.with_context(tz=zone), fields.Datetime.from_string(expected)).date())
        shown = f"{entry['quantity']:f}".rstrip("0")
        places = len(shown) - shown.index(".") - 1
        return {
            "product": line.product_id.display_name or self.env._("A line that was removed"),
            "quantity": formatLang(self.env, entry["quantity"], digits=places),
            "unit": line.product_uom_id.name or "", "expected": expected or "",
        }
