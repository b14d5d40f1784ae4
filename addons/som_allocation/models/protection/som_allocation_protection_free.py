from dataclasses import replace

from odoo import api, models

from ...engine.plan import allocate
from ...engine.values import IMPROVE, Demand, Policy, Product, Segment, Snapshot
from .values import Wanted

#: More than anybody has.
ALL_THERE_IS = 10 ** 18


class SomAllocationProtection(models.Model):
    """What is free for somebody: the engine is asked what a demand without end would be given."""

    _inherit = "som.allocation.protection"

    @api.model
    def _som_free(self, company, source, products, who, as_of, lock=False):
        """How much of some products is free in a place, and how much of that for somebody.

        A fixed number of queries, however many products.

        :param int source: id of a location, or a company's ``everywhere``
        :param products: ``product.product``
        :param Who who: whose order it is
        :param bool lock: hold the quants, so that nobody changes them until this transaction ends
        :return: product id → (ticks free, ticks free for them)
        """
        units = self._som_units(company, products.ids, as_of)
        snapshot = self._som_snapshot(source, products, who, units, lock)
        bare = {grant.demand: grant.quantity for grant in allocate(replace(snapshot, protections=()))}
        return {grant.demand: (bare[grant.demand], grant.quantity) for grant in allocate(snapshot)}

    @api.model
    def _som_withheld(self, company, source, products, who, as_of):
        """How much less than what is free there is for somebody: product id → product units, protected products only.

        No query where the company protects nothing.
        """
        if not self._som_in_force(company, as_of):
            return {}
        scale = self.env["som.allocation.snapshot"]._som_scale()
        free = self._som_free(company, source, products, who, as_of)
        return {product: (there - theirs) / scale for product, (there, theirs) in free.items() if there != theirs}

    @api.model
    def _som_snapshot(self, source, products, who, units, lock):
        """One demand without end for each product, numbered as the product."""
        reader = self.env["som.allocation.snapshot"]
        protections = self._prepare_engine_protections(units)
        may_use = {product.id: frozenset(
            unit.id for unit in units if unit.product == product.id and unit.serves(who)) for product in products}
        wanted = [Wanted(product.id, product.id, source) for product in products]
        quants = reader._som_read_quants([*wanted, *protections])
        if lock:
            self.env["som.allocation.writer"]._som_lock_rows("stock_quant", [quant[0] for quant in quants])
        supplies, _holdings, _held, _pinned = reader._som_match(quants, ())
        parents = reader._som_read_parents()
        if source < 0:
            parents.update(reader._som_read_everywhere())
        return Snapshot(
            demands=tuple(Demand(id=row.id, product=row.product, source=row.source, wanted=ALL_THERE_IS,
                                 may_use=may_use[row.product]) for row in wanted),
            supplies=supplies, policy=Policy(segments=(Segment(0, IMPROVE),)), protections=protections,
            products=tuple(Product(product.id, product.tracking) for product in products),
            parents=parents)
