from odoo import fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    som_discontinued = fields.Boolean(
        string="Discontinued", help="No longer bought: sold while stock lasts, then archived.")
