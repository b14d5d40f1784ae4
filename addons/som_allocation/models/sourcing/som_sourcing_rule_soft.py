from odoo import models


class SomSourcingRule(models.Model):
    """Rules that cost something: what each adds to the cost of a warehouse."""

    _inherit = "som.sourcing.rule"

    def _som_apply_shipment(self, case):
        self._som_add(case.candidate.shipment, self.amount)

    def _som_apply_line(self, case):
        self._som_add(case.candidate.lines, self.amount)

    def _som_apply_km(self, case):
        self._som_add(case.candidate.shipment, self.amount * case.candidate.assumed)

    def _som_apply_unit(self, case):
        case.candidate.units.append((self._som_products(case.order.order_line.product_id), self.amount))

    def _som_apply_transfer(self, case):
        case.candidate.transfer += self.amount

    def _som_apply_age(self, case):
        case.candidate.aged.append((self._som_products(case.order.order_line.product_id), self.amount))

    def _som_apply_preferred(self, case):
        """Each place further down in the order of warehouses costs once more."""
        places = case.facts.places
        self._som_add(case.candidate.shipment, self.amount * places.get(case.candidate.place.shipper, len(places)))

    def _som_term_late(self, case):
        case.terms.late += self.amount

    def _som_add(self, costs, amount):
        costs[self.name] = costs.get(self.name, 0.0) + amount
