from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ("receipt", "Expedite"),
    ("request", "Confirm"),
    ("transfer", "Transfer"),
    ("purchase", "Purchase"),
    ("production", "Produce"),
    ("substitute", "Replace"),
]


class SomShortageCure(models.Model):
    """What would cure a shortage: each opens the native document that does it."""

    _name = "som.shortage.cure"
    _description = "What Would Cure It"
    _order = "sequence, id"
    _rec_name = "kind"
    _log_access = False

    shortage_id = fields.Many2one("som.shortage", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="shortage_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, string="Cure", required=True, readonly=True)
    ref = fields.Integer(readonly=True, required=True, help="Id of what it is about, by kind.")
    sequence = fields.Integer(readonly=True)
    quantity = fields.Float(digits="Product Unit", readonly=True)
    product_uom_id = fields.Many2one(related="shortage_id.product_uom_id", string="Unit")
    date = fields.Datetime(readonly=True, help="When the goods are planned, or could be there.")
    days = fields.Integer(
        string="Days Earlier", readonly=True, help="So many days earlier it would be in time. 0: it is in time.")
    price = fields.Float(digits="Product Price", readonly=True, help="Of a unit of the product.")
    price_currency_id = fields.Many2one("res.currency", string="Currency", readonly=True, ondelete="set null")
    what = fields.Char(compute="_compute_what", compute_sudo=True)

    _ref_uniq = models.UniqueIndex("(shortage_id, kind, ref)")

    @api.model
    def _som_kinds(self):
        """Kind → model of what ``ref`` is an id of; whoever knows of more kinds adds them."""
        return {"receipt": "stock.move", "transfer": "stock.warehouse", "purchase": "product.supplierinfo",
                "substitute": "product.product"}

    def _som_about(self):
        """The record that it is about; none where that is gone, or the addon that knew of it."""
        self.ensure_one()
        model = self._som_kinds().get(self.kind)
        return model and self.env[model].browse(self.ref).exists()

    @api.depends("kind", "ref")
    @api.depends_context("lang")
    def _compute_what(self):
        for kind, cures in self.grouped("kind").items():
            model = self._som_kinds().get(kind)
            about = self.env[model].browse(cures.mapped("ref")).exists() if model else ()
            names = {record.id: self._som_name(record) for record in about}
            for cure in cures:
                cure.what = names.get(cure.ref)

    @api.model
    def _som_name(self, record):
        if record._name == "stock.move":
            return self.env["sale.order"]._som_document_name(record)
        return record.partner_id.display_name if record._name == "product.supplierinfo" else record.display_name

    def action_open(self):
        """The native document that does it, filled in."""
        self.ensure_one()
        self.check_access("read")
        about = self._som_about()
        if not about:
            raise UserError(self.env._(
                "What this was about is gone. Press Refresh on the board to see how things stand."))
        return getattr(self, f"_som_open_{self.kind}")(about)

    def _som_open_receipt(self, move):
        return self._som_open(move.picking_id or move)

    def _som_open_substitute(self, product):
        return self._som_open(product)

    def _som_open_purchase(self, _vendor):
        return self._som_open_replenish()

    def _som_open_transfer(self, warehouse):
        """Odoo's replenishment where a route leads from there; else an internal transfer, filled in."""
        mine = self.shortage_id.warehouse_id
        route = self.env["stock.route"].sudo().search([  # sudo: routes are how the company works, no secret
            ("supplier_wh_id", "=", warehouse.id), ("supplied_wh_id", "=", mine.id)], limit=1)
        if route:
            return self._som_open_replenish(route)
        source, dest = warehouse.lot_stock_id, mine.lot_stock_id
        return {
            "type": "ir.actions.act_window", "res_model": "stock.picking", "views": [(False, "form")],
            "context": {
                "default_picking_type_id": warehouse.int_type_id.id, "default_location_id": source.id,
                "default_location_dest_id": dest.id, "default_move_ids": [(0, 0, {
                    "product_id": self.shortage_id.product_id.id, "product_uom_qty": self.quantity,
                    "product_uom": self.product_uom_id.id, "location_id": source.id, "location_dest_id": dest.id})]}}

    def _som_open_replenish(self, route=None):
        return self.shortage_id._som_replenish_form(self.quantity, route)

    @api.model
    def _som_open(self, record):
        """:raises AccessError: for who may not read it; it says what it is and what the reader lacks"""
        try:
            record.check_access("read")
        except AccessError as error:
            raise AccessError(self.env._(
                "%(document)s would help, but you may not open it. Ask somebody who may, or for the right."
                "\n\n%(reason)s",
                # sudo: the board names it already
                document=self._som_name(record.sudo()), reason=error)) from error
        return {"type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id,
                "views": [(False, "form")]}
