from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    som_channel_id = fields.Many2one(
        "som.channel", string="Channel of Orders Entered by Hand", check_company=True,
        help="Empty: orders entered by hand have no channel.")
    som_import_batch = fields.Integer(
        string="Orders per Import Batch", default=100, required=True,
        help="An import commits its progress after so many orders.")

    _som_import_batch_positive = models.Constraint(
        "CHECK (som_import_batch > 0)", "An import batch holds at least one order.")
