"""The part of a snapshot that one demand depends on, so that the engine can be asked again without the rest.

Products are planned apart but where an order with a gate ties them together. So the part is the product of the demand,
the products of its order if that has a gate, and what further gated orders tie to these, up to a bound. What lies
beyond the bound is taken as planned: lines of tied orders there stand still.
"""
from collections import defaultdict
from dataclasses import replace

MOST = 1_000  #: demands beyond which no more products are taken in


class Index:
    """A snapshot and its grants, by product and by gated order: made once for many questions."""

    def __init__(self, snapshot, grants):
        self.snapshot = snapshot
        self.grants = {grant.demand: grant for grant in grants}
        self.demands = {demand.id: demand for demand in snapshot.demands}
        self.gates = {order.id: order for order in snapshot.orders if order.minimum > 0}
        self.by_product = _grouped(snapshot.demands, "product")
        self.supplies = _grouped(snapshot.supplies, "product")
        self.by_gate = defaultdict(list)
        for demand in snapshot.demands:
            if demand.order in self.gates:
                self.by_gate[demand.order].append(demand)

    def part(self, demand, most=MOST):
        """The snapshot that matters to a demand, without what only the layout needs."""
        products = self._products(demand, most)
        inside = [each for product in products for each in self.by_product[product]]
        orders = {each.order for each in inside if each.order in self.gates}
        beyond = [self._still(each) for order in sorted(orders) for each in self.by_gate[order]
                  if each.product not in products]
        snapshot = self.snapshot
        return replace(
            snapshot, demands=tuple(inside + beyond),
            supplies=tuple(each for product in products for each in self.supplies[product]),
            orders=tuple(self.gates[order] for order in sorted(orders)),
            products=tuple(each for each in snapshot.products if each.id in products),
            protections=tuple(each for each in snapshot.protections if each.product in products),
            holdings=(), removal={})

    def _products(self, demand, most):
        """The products of the part, as the keys of a dict: its own and its order's always, others while there is room.
        """
        own = [demand, *self.by_gate[demand.order]] if demand.order in self.gates else [demand]
        products = dict.fromkeys(sorted({each.product for each in own}))
        count, waiting = sum(len(self.by_product[product]) for product in products), list(products)
        while waiting:
            for product in self._tied(waiting.pop(0)):
                if product not in products and count + len(self.by_product[product]) <= most:
                    products[product] = None
                    waiting.append(product)
                    count += len(self.by_product[product])
        return products

    def _tied(self, product):
        """The products that gated orders want together with this one, by id."""
        orders = {each.order for each in self.by_product[product] if each.order in self.gates}
        return sorted({each.product for order in orders for each in self.by_gate[order]})

    def _still(self, demand):
        """The demand with what the plan gives it, which nothing changes."""
        grant = self.grants.get(demand.id)
        return replace(demand, held=grant.quantity if grant else demand.held, frozen=True)


def _grouped(values, name):
    groups = defaultdict(list)
    for value in values:
        groups[getattr(value, name)].append(value)
    return groups
