from odoo import api, models


class SomPromise(models.AbstractModel):
    """By which of Odoo's rules a product comes into the stock of a warehouse."""

    _inherit = "som.promise"

    @api.model
    def _som_rules(self, company, warehouses):
        """(location, route) → pull rules, first choice first."""
        places = self.env["stock.location"]
        here = warehouses.lot_stock_id
        while here:
            places |= here
            here = here.location_id
        found = {}
        for rule in self.env["stock.rule"].sudo().search(
                [("location_dest_id", "in", places.ids), ("action", "!=", "push"),
                 ("company_id", "in", [False, company.id])], order="route_sequence, sequence"):
            found.setdefault((rule.location_dest_id.id, rule.route_id.id), []).append(rule)
        return found

    @api.model
    def _som_rule(self, product, warehouse, rules):
        """The rule by which native procurement brings a product into stock."""
        Rule = self.env["stock.rule"].sudo()
        own = (product.route_ids | product.categ_id.total_route_ids).sorted(
            lambda route: (route not in product.route_ids, route.sequence))
        others = warehouse.route_ids.sorted("sequence")
        place = warehouse.lot_stock_id
        while place:
            for route in [*own, *others]:
                rule = next((rule for rule in rules.get((place.id, route.id), ())
                             if not rule.warehouse_id or rule.warehouse_id == warehouse), None)
                # asked last, for it takes longest
                if rule and (route in own or Rule._filter_warehouse_routes(product, warehouse, route)):
                    return rule
            place = place.location_id
        return Rule
