from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SomProductRestriction(models.Model):
    """What may not be sold, and to whom. What is left empty means any."""

    _name = "som.product.restriction"
    _description = "Product Restriction"
    _inherit = ["mail.thread"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(
        string="Reason", required=True, tracking=True, help="What people read on orders that are held for it.")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, index=True, help="Empty: for all companies.")
    date_from = fields.Date(string="From", tracking=True, help="First day. Empty: from the beginning.")
    date_to = fields.Date(string="Until", tracking=True, help="Last day. Empty: until further notice.")

    product_tmpl_id = fields.Many2one(
        "product.template", string="Product", ondelete="cascade", index="btree_not_null", check_company=True,
        tracking=True, help="With all its variants.")
    product_id = fields.Many2one(
        "product.product", string="Variant", ondelete="cascade", index="btree_not_null", check_company=True,
        tracking=True, domain="[('product_tmpl_id', '=?', product_tmpl_id)]")
    # what a wider restriction stands on is not deleted: without it, nothing or everything would be meant
    categ_id = fields.Many2one(
        "product.category", string="Product Category", ondelete="restrict", index="btree_not_null", tracking=True,
        help="With all categories below it.")

    # archived ones count: a restriction does not grow wider because its customer is archived
    partner_ids = fields.Many2many(
        "res.partner", "som_product_restriction_partner_rel", string="Customers", ondelete="restrict",
        context={"active_test": False}, check_company=True, tracking=True, domain="[('parent_id', '=', False)]",
        help="With all people who belong to them. Empty: any customer.")
    country_ids = fields.Many2many(
        "res.country", "som_product_restriction_country_rel", string="Countries", ondelete="restrict", tracking=True,
        help="Where the order is delivered to. Empty: anywhere.")
    channel_ids = fields.Many2many(
        "som.channel", "som_product_restriction_channel_rel", string="Channels", ondelete="restrict",
        context={"active_test": False}, tracking=True, domain="[('company_id', '=?', company_id)]",
        help="Where the order came in. Empty: through any channel.")

    _something_restricted = models.Constraint(
        "CHECK (product_tmpl_id IS NOT NULL OR product_id IS NOT NULL OR categ_id IS NOT NULL)",
        "Choose the product, the variant or the product category that is restricted.")
    _days_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A restriction ends after it begins: correct one of its days.")

    @api.constrains("product_tmpl_id", "product_id")
    def _check_variant(self):
        for restriction in self:
            template, variant = restriction.product_tmpl_id, restriction.product_id
            if template and variant and variant.product_tmpl_id != template:
                raise ValidationError(self.env._(
                    "Restriction “%(restriction)s” would never apply: %(variant)s is no variant of %(product)s.",
                    restriction=restriction.name, variant=variant.display_name, product=template.display_name))

    # Orders that wait for a restriction are looked at again when it changes or ends.

    @api.model_create_multi
    def create(self, vals_list):
        restrictions = super().create(vals_list)
        self.env["sale.order"]._som_world_changed(restrictions)
        return restrictions

    def write(self, vals):
        result = super().write(vals)
        self.env["sale.order"]._som_world_changed(self)
        return result

    def unlink(self):
        self.env["sale.order"]._som_world_changed(self)
        return super().unlink()
