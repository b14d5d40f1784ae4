from odoo import api, models

from ..promise.som_promise import Asked

#: More than anybody has: who asks for it learns all that is left.
ALL = 10 ** 15


class SomShortage(models.Model):
    """What places have to spare: what the promise engine leaves when everybody who waits has chosen."""

    _inherit = "som.shortage"

    @api.model
    def _som_read_spare(self, company, rows, as_of):
        """What is left of a product at other warehouses of the company, and of its replacement at its own.

        :param rows: keys of the board: (warehouse, product, day)
        :return: dict: (product, warehouse) → engine parts, goods only; and product → its replacement
        """
        products = self.env["product.product"].browse({product for _warehouse, product, _day in rows})
        instead = {product.id: product.som_replacement_id for product in products if product.som_replacement_id}
        stocks = {warehouse.id: warehouse.lot_stock_id.id for warehouse in self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)])}
        places = {(product, other) for warehouse, product, _day in rows for other in stocks if other != warehouse}
        places |= {(instead[product].id, warehouse) for warehouse, product, _day in rows if product in instead}
        asked = {place: Asked(-1 - number, place[0], stocks[place[1]], ALL)
                 for number, place in enumerate(sorted(place for place in places if place[1] in stocks))}
        ready = self.env["som.promise"]._som_ready(company, list(asked.values()), as_of) if asked else {}
        return {place: [part for part in ready[want.id].parts if not part.is_to_order]
                for place, want in asked.items()}, instead
