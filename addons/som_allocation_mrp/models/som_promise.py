from itertools import count

from odoo import api, models

from odoo.addons.som_allocation.models.promise.som_promise import Making

from .levels import Levels


class SomPromise(models.AbstractModel):
    """What is made: how, of what, and what is under way. A fixed number of queries for each level."""

    _inherit = "som.promise"

    @api.model
    def _som_with_rivals(self, company, products):
        """Products, and those that somebody waits for who would have them made of these."""
        above = products._som_made_into() - products
        waiting = self._som_read_waiting(company, above.ids) if above else ()
        return products | products.browse({row.product for row in waiting})

    @api.model
    def _som_read_making(self, company, products, asked, as_of):
        levels, rows = Levels(), {}
        # sudo: nothing but dates comes out
        frontier = self._som_with_rivals(company, self.env["product.product"].sudo().browse(products))
        while frontier:
            self._som_read_level(company, frontier, levels)
            rows.update(self._som_read_level_runs(company, frontier))
            inside = levels.boms.bom_line_ids.product_id | self.env["product.product"].union(
                *(row.components for row in rows.values()))
            frontier = inside - levels.products
        brought = super()._som_read_making(company, levels.products.ids, asked, as_of).recipes
        recipes, centers = self._som_recipes(company, levels, asked, as_of, count(1 + len(brought)))
        return Making(
            frozenset(levels.products.ids), (*brought, *recipes), tuple(self._som_centers(centers, as_of)),
            tuple(self._som_runs(company, rows, as_of)))
