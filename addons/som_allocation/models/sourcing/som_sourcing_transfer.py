from odoo import api, models

#: What a unit from another warehouse costs at least, so that it ships directly where all else is equal.
LEAST = 0.01


class SomSourcing(models.AbstractModel):
    """Goods of one warehouse that another ships: brought there by Odoo's own resupply route."""

    _inherit = "som.sourcing"

    @api.model
    def _som_more_goods(self, orders, warehouses, goods):
        more = super()._som_more_goods(orders, warehouses, goods)
        for warehouse, origin, routes, time in self._som_transfers(warehouses):
            for order, mine in orders.items():
                for product in self._som_totals(mine):
                    found = goods.get((order, product, self._som_own(origin)), ()) if product.is_storable else ()
                    more.extend(
                        ((order, product, self._som_own(warehouse)), one._replace(
                            ready=one.ready + time, extra=one.extra + LEAST, origin=origin, routes=routes))
                        for one in found if one.quantity is not None)
        return more

    @api.model
    def _som_transfers(self, warehouses):
        """Which warehouse can be brought goods of which: (warehouse, origin, ``stock.route``, time it takes).

        Where Odoo has a route for it, and replenishes on order.
        """
        found = []
        for warehouse in warehouses:
            on_order = warehouse.mto_pull_id.filtered("active").route_id.filtered("active")
            for route in warehouse.resupply_route_ids if on_order else ():
                if route.supplier_wh_id in warehouses:
                    routes = on_order | route
                    found.append((warehouse, route.supplier_wh_id, routes, routes._som_transfer_time()))
        return found
