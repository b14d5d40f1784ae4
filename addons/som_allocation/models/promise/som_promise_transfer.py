from itertools import count

from odoo import api, models

from ...engine.promise.values import Component, Recipe
from .moments import moment


class SomPromise(models.AbstractModel):
    """What a warehouse lacks is brought from another, where Odoo's resupply routes say so.

    For the engine it is made there of itself: out of what those ahead leave at the other warehouse, what comes to it,
    and what it can have beyond that.
    """

    _inherit = "som.promise"

    @api.model
    def _som_read_making(self, company, products, asked, as_of):
        making = super()._som_read_making(company, products, asked, as_of)
        return making._replace(recipes=(*making.recipes, *self._som_read_bringing(company, products, as_of, count(1))))

    @api.model
    def _som_read_bringing(self, company, products, as_of, numbers):
        """How products are brought from one warehouse of a company to another: engine ``Recipe``.

        :param products: ids
        :param numbers: iterator of ids for the recipes
        """
        # sudo: whoever sells may ask when it will be there without reading how warehouses are resupplied
        routes = self.env["stock.route"].sudo().search(
            [("supplied_wh_id.company_id", "=", company.id), ("supplier_wh_id.company_id", "=", company.id)])
        if not routes:
            return
        warehouses = routes.supplied_wh_id.filtered("active")
        rules, times = self._som_rules(company, warehouses), {}
        for product in self.env["product.product"].sudo().browse(sorted(products)):  # sudo: as above
            for warehouse in warehouses:
                route = self._som_rule(product, warehouse, rules).route_id
                if route in routes and route.supplied_wh_id == warehouse:
                    times.setdefault(route, route._som_transfer_time())
                    source = Component(product.id, route.supplier_wh_id.lot_stock_id.id, 1)
                    yield Recipe(next(numbers), product.id, warehouse.lot_stock_id.id, 1, (source,), moment(as_of),
                                 lead=times[route])
