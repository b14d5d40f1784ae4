from odoo import models
from odoo.tools import SQL

#: What is asked of the database.
READ = {
    "product.product": ["product_tmpl_id"], "mrp.bom": ["product_tmpl_id", "product_id", "active"],
    "mrp.bom.line": ["bom_id", "product_id"], "mrp.production": ["product_id"],
    "stock.move": ["raw_material_production_id", "product_id", "state"]}


class ProductProduct(models.Model):
    """What is made of what: by bills of materials, kits among them, and by orders that are under way."""

    _inherit = "product.product"

    def _som_made_of(self):
        """These products and all that goes into them, level by level."""
        return self._som_closure(SQL(
            """SELECT l.product_id
                 FROM product_product p
                 JOIN mrp_bom b ON b.product_tmpl_id = p.product_tmpl_id AND COALESCE(b.product_id, p.id) = p.id
                 JOIN mrp_bom_line l ON l.bom_id = b.id
                WHERE p.id = reached.id AND b.active"""))

    def _som_made_into(self):
        """These products and all that they go into, level by level."""
        return self._som_closure(SQL(
            """SELECT p.id
                 FROM mrp_bom_line l
                 JOIN mrp_bom b ON b.id = l.bom_id AND b.active
                 JOIN product_product p ON p.product_tmpl_id = b.product_tmpl_id AND COALESCE(b.product_id, p.id) = p.id
                WHERE l.product_id = reached.id
                UNION ALL
               SELECT o.product_id
                 FROM stock_move r
                 JOIN mrp_production o ON o.id = r.raw_material_production_id
                WHERE r.product_id = reached.id AND r.state NOT IN ('draft', 'done', 'cancel')"""))

    def _som_closure(self, step):
        # no more than this: reordering rules ask while they are worked out
        for model, names in READ.items():
            self.env[model].flush_model(names)
        return self.browse([product for [product] in self.env.execute_query(SQL(
            """WITH RECURSIVE reached (id) AS (
                    SELECT unnest(%s::int[])
                     UNION
                    SELECT next.id FROM reached CROSS JOIN LATERAL (%s) next (id))
               SELECT id FROM reached ORDER BY id""", self.ids, step))])
