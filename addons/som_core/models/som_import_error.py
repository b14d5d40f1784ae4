from odoo import fields, models


class SomImportError(models.Model):
    """One mistake in an imported file: where it stands and what to do."""

    _name = "som.import.error"
    _description = "Mistake in an Order Import"
    _order = "row, id"
    _rec_name = "message"

    import_id = fields.Many2one("som.import", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="import_id.company_id")
    row = fields.Integer()
    channel = fields.Char()
    order = fields.Char()
    field = fields.Char(string="Column")
    message = fields.Text(required=True)
