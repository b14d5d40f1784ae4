from odoo import api, fields, models
from odoo.tools import SQL


class SomAllocationProtection(models.Model):
    """What people see of a protection: how much is set aside, used, and left."""

    _inherit = "som.allocation.protection"

    protected = fields.Float(
        digits="Product Unit", compute="_compute_figures",
        help="Set aside in all, in the product's unit. 0 while the protection is not in force.")
    used = fields.Float(
        digits="Product Unit", compute="_compute_figures",
        help="What of it was shipped to those it is for since its first day, or is reserved for them.")
    left = fields.Float(
        digits="Product Unit", compute="_compute_figures", help="Still kept for them, as far as there is stock.")
    product_count = fields.Integer(compute="_compute_product_count", string="Products")

    @api.depends("product_id", "categ_id", "kind", "quantity", "share", "date_from", "date_to", "warehouse_id",
                 "location_id", "channel_ids", "tier_ids", "open_to_expedited", "active")
    @api.depends_context("som_product_id")
    def _compute_figures(self):
        """Of the product, or of all products of the category together; of one of them where the context says so."""
        self.protected = self.used = self.left = 0
        scale = self.env["som.allocation.snapshot"]._som_scale()
        saved = {protection._origin.id: protection for protection in self}
        for unit in self._origin._som_units_in_force():
            protection = saved.get(unit.protection)
            if protection:
                protection.protected += unit.protected / scale
                protection.used += unit.used / scale
                protection.left += unit.left / scale

    def _som_units_in_force(self):
        """All that is in force for the products of these protections: what one gives, another need not."""
        units, chosen = [], self.env.context.get("som_product_id")
        # sudo: the figures are about orders that who reads them may not see one by one
        for company, protections in self.sudo().grouped("company_id").items():
            products = [chosen] if chosen else protections._som_products()
            units += protections._som_units(company, products, fields.Datetime.now())
        return units

    def _som_products(self):
        """Ids of the products that some protections are for."""
        return {product for products in self._som_products_of_each().values() for product in products}

    def _som_products_of_each(self):
        """Protection → ids of its products."""
        self.env.flush_all()
        return dict(self.env.execute_query(SQL(
            """SELECT p.id, array_agg(g.id ORDER BY g.id)
                 FROM som_allocation_protection p
                 LEFT JOIN product_category k ON k.id = p.categ_id
                CROSS JOIN product_product g
                 JOIN product_template t ON t.id = g.product_tmpl_id
                 LEFT JOIN product_category c ON c.id = t.categ_id
                WHERE p.id = ANY(%s) AND t.is_storable AND (t.company_id IS NULL OR t.company_id = p.company_id)
                  AND (p.product_id = g.id OR (g.active AND c.parent_path LIKE k.parent_path || '%%'))
                GROUP BY p.id ORDER BY p.id""", self._origin.ids)))

    @api.depends("product_id", "categ_id")
    def _compute_product_count(self):
        products = self._som_products_of_each()
        for protection in self:
            protection.product_count = len(products.get(protection._origin.id, ()))

    def action_open_products(self):
        """The products, each with what is protected of it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "name": self.env._("Protected by %s", self.name),
            "res_model": "product.product", "view_mode": "list,form",
            "views": [(self.env.ref("som_allocation.product_product_view_list_protected").id, "list"), (False, "form")],
            "domain": [("id", "in", sorted(self._som_products()))], "context": {"som_protection_id": self.id}}
