from odoo import api, fields, models


class ProductTemplate(models.Model):
    """In which quantities a product is sold; and the marks of its variant, where it has but one."""

    _inherit = "product.template"

    som_min_quantity = fields.Float(
        string="Minimum Quantity", digits="Product Unit",
        help="What an order asks for at least of each variant, in the product's unit. 0: any quantity.")
    som_quantity_multiple = fields.Float(
        string="Sold in Multiples Of", digits="Product Unit",
        help="An order asks for a multiple of it of each variant, in the product's unit. 0: any quantity.")

    som_discontinued = fields.Boolean(
        string="Discontinued", compute="_compute_som_discontinued", inverse="_inverse_som_discontinued",
        search="_search_som_discontinued", help="No longer bought: sold while stock lasts, then archived.")
    som_replacement_id = fields.Many2one(
        "product.product", string="Replaced By", compute="_compute_som_replacement_id",
        inverse="_inverse_som_replacement_id", search="_search_som_replacement_id", check_company=True,
        help="What to order instead once this product is discontinued.")

    _som_quantities_not_negative = models.Constraint(
        "CHECK (som_min_quantity >= 0 AND som_quantity_multiple >= 0)",
        "The minimum quantity of a product, and what it is sold in multiples of, cannot be negative.")

    @api.depends("product_variant_ids.som_discontinued")
    def _compute_som_discontinued(self):
        self._compute_template_field_from_variant_field("som_discontinued")

    def _inverse_som_discontinued(self):
        self._set_product_variant_field("som_discontinued")

    def _search_som_discontinued(self, operator, value):
        return [("product_variant_ids.som_discontinued", operator, value)]

    @api.depends("product_variant_ids.som_replacement_id")
    def _compute_som_replacement_id(self):
        self._compute_template_field_from_variant_field("som_replacement_id")

    def _inverse_som_replacement_id(self):
        self._set_product_variant_field("som_replacement_id")

    def _search_som_replacement_id(self, operator, value):
        return [("product_variant_ids.som_replacement_id", operator, value)]

    def _get_related_fields_variant_template(self):
        return [*super()._get_related_fields_variant_template(), "som_discontinued", "som_replacement_id"]
