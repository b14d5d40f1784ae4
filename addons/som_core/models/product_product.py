from odoo import fields, models


class ProductProduct(models.Model):
    """What is sold no more, and what is sold instead."""

    _inherit = "product.product"

    som_discontinued = fields.Boolean(
        string="Discontinued", copy=False, help="No longer bought: sold while stock lasts, then archived.")
    som_replacement_id = fields.Many2one(
        "product.product", string="Replaced By", copy=False, check_company=True, index="btree_not_null",
        help="What to order instead once this product is discontinued.")

    _som_replaced_by_another = models.Constraint(
        "CHECK (som_replacement_id <> id)", "A product cannot be replaced by itself.")
