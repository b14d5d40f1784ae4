from odoo import api, fields, models
from odoo.exceptions import UserError

from ..stages import STAGES


class SomMilestone(models.Model):
    """The ledger of what happened to orders: rows are added, never changed and never removed.

    Native dates do not serve as history: Odoo overwrites the order date at
    confirmation and a move's date at validation. What is undone later (an
    invoice reset to draft, a cancelled order) is a row of its own with the
    quantity negated, so the sum over a stage is always what holds now.

    Rows are written by ``sale.order._som_record`` alone, and go with their order
    or order line.
    """

    _name = "som.milestone"
    _description = "Order Milestone"
    _inherit = ["som.append.only"]
    _order = "occurred_at desc, id desc"
    _rec_name = "stage"
    _som_goes_with = ("order_id", "line_id")

    order_id = fields.Many2one("sale.order", required=True, ondelete="cascade", index=True, readonly=True)
    line_id = fields.Many2one(
        "sale.order.line", string="Order Line", ondelete="cascade", index="btree_not_null", readonly=True,
        help="Empty for what concerns the order as a whole.")
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    stage = fields.Selection(list(STAGES), required=True, readonly=True)
    quantity = fields.Float(
        digits="Product Unit", required=True, readonly=True,
        help="Per line: in the unit of the order line. For the whole order: 1. Negative: undone.")
    occurred_at = fields.Datetime(
        required=True, index=True, readonly=True, help="When it happened in the world.")
    res_model = fields.Char(string="Document Type", readonly=True)
    res_id = fields.Many2oneReference(string="Document ID", model_field="res_model", readonly=True)
    document = fields.Char(readonly=True, help="Name of the document, as it was then.")
    promised_date = fields.Datetime(readonly=True, help="For a promise: the date promised.")
    cause = fields.Char(readonly=True, help="For a promise: why it changed.")
    product_id = fields.Many2one(related="line_id.product_id")
    partner_id = fields.Many2one(related="order_id.partner_id")

    _document_idx = models.Index("(res_model, res_id)")
    _stage_idx = models.Index("(stage, occurred_at)")
    _order_level = models.Constraint(
        "CHECK (line_id IS NOT NULL OR quantity IN (1, -1))",
        "A milestone of a whole order counts as one.")

    @api.depends("stage", "order_id.name")
    def _compute_display_name(self):
        labels = dict(self._fields["stage"]._description_selection(self.env))
        for milestone in self:
            milestone.display_name = f"{milestone.order_id.name}: {labels.get(milestone.stage, '')}"

    def _som_unchangeable_text(self):
        return self.env._("The ledger of orders is append-only: what happened cannot be changed.")

    def _som_unremovable_text(self):
        return self.env._("The ledger of orders is append-only: what happened cannot be removed.")

    def action_open_document(self):
        """The form of the document the row came from; a move opens its transfer."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return False
        record = self.env[self.res_model].browse(self.res_id).exists()
        if self.res_model == "stock.move" and record.picking_id:
            record = record.picking_id
        if not record:
            raise UserError(self.env._("%s does not exist any more.", self.document or self.env._("The document")))
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }
