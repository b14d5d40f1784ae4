from odoo import api, models

from ...engine.values import Protection


class SomAllocationProtection(models.Model):
    """Protections as the engine takes them."""

    _inherit = "som.allocation.protection"

    @api.model
    def _som_read(self, company, rows, as_of):
        """What is protected of the products that some moves want, and which of them may use it.

        Four queries, none where the company protects nothing.

        :param rows: whatever has the ``id`` of a move, its ``product`` and its ``order``: the demands at hand. What
            they hold is not used up, it counts in the run
        :param datetime as_of: naive UTC
        :return: engine ``Protection`` values by id, and dict: move id → frozenset of the ids it may use
        """
        units = self._som_units(company, {row.product for row in rows}, as_of, [row.id for row in rows])
        by_product = {}
        for unit in units:
            if unit.left > 0:
                by_product.setdefault(unit.product, []).append(unit)
        if not by_product:
            return (), {}
        who = self._som_read_who(company, {row.order for row in rows})
        may_use = {
            row.id: frozenset(unit.id for unit in by_product[row.product] if unit.serves(who[row.order]))
            for row in rows if row.product in by_product}
        return self._prepare_engine_protections(units), may_use

    @api.model
    def _prepare_engine_protections(self, units):
        """What is left of some units."""
        return tuple(Protection(unit.id, unit.product, unit.left, unit.source) for unit in units if unit.left > 0)
