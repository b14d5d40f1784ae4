from odoo import api, fields, models


class ProductTemplate(models.Model):
    """What of a product's variants is kept for some channels."""

    _inherit = "product.template"

    som_protected = fields.Float(
        string="Protected", digits="Product Unit", compute="_compute_som_protected", compute_sudo=False,
        groups="som_core.group_som_user,stock.group_stock_user",
        help="What is still kept for some channels or customers, by protections that are in force today.")

    @api.depends_context("allowed_company_ids")
    def _compute_som_protected(self):
        for template in self:
            template.som_protected = sum(template.product_variant_ids.mapped("som_protected"))

    def action_som_open_protections(self):
        """The protections of the product's variants that are in force."""
        return self.product_variant_ids.action_som_open_protections()
