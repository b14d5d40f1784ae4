from odoo import models


class SomSourcingRule(models.Model):
    """Rules that cost something: what each adds to the cost of a warehouse."""

    _inherit = "som.sourcing.rule"

    def _som_apply_shipment(self, order, candidate, facts):
        self._som_add(candidate.shipment, self.amount)

    def _som_apply_line(self, order, candidate, facts):
        self._som_add(candidate.lines, self.amount)

    def _som_apply_km(self, order, candidate, facts):
        self._som_add(candidate.shipment, self.amount * candidate.assumed)

    def _som_apply_unit(self, order, candidate, facts):
        candidate.units.append((self._som_products(order.order_line.product_id), self.amount))

    def _som_apply_age(self, order, candidate, facts):
        candidate.aged.append((self._som_products(order.order_line.product_id), self.amount))

    def _som_apply_preferred(self, order, candidate, facts):
        """Each place further down in the order of warehouses costs once more."""
        self._som_add(candidate.shipment, self.amount * facts.places[candidate.warehouse.id])

    def _som_term_late(self, order, terms, facts):
        terms.late += self.amount

    def _som_add(self, costs, amount):
        costs[self.name] = costs.get(self.name, 0.0) + amount
