from odoo import api, models

from ..promise.moments import when
from .som_shortage_cures import DAY


class SomShortage(models.Model):
    """What was promised out of another warehouse, and nobody has had sent yet: a transfer cures it."""

    _inherit = "som.shortage"

    @api.model
    def _som_find_cures(self, company, rows, now):
        """What is promised from there and what others leave there is one transfer."""
        cures = {cure[:3]: cure for cure in super()._som_find_cures(company, rows, now)}
        for key, kind, ref, quantity, date, days, price, currency in self._som_cures_brought(rows):
            spare = cures.get((key, kind, ref))
            cures[key, kind, ref] = (
                key, kind, ref, quantity + (spare[3] if spare else 0), date, days, price, currency)
        return list(cures.values())

    @api.model
    def _som_cures_brought(self, rows):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        brought = {key: [(part, waits.wanted) for waits in waiting for part in waits.parts if part.origin]
                   for key, waiting in rows.items()}
        origins = self.env["stock.location"].sudo().browse(  # sudo: which warehouse it is, is no secret
            {part.origin for parts in brought.values() for part, _wanted in parts})
        warehouses = {origin.id: origin.warehouse_id.id for origin in origins}
        for key, parts in brought.items():
            for warehouse in sorted({warehouses[part.origin] for part, _wanted in parts}):
                mine = [(part, wanted) for part, wanted in parts if warehouses[part.origin] == warehouse]
                late = max(part.date - wanted for part, wanted in mine)
                yield (key, "transfer", warehouse, sum(part.quantity for part, _wanted in mine) / scale,
                       when(max(part.date for part, _wanted in mine)), max(-(-late // DAY), 0), None, None)
