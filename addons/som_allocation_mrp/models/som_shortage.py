from odoo import api, models

from odoo.addons.som_allocation.models.promise.moments import when
from odoo.addons.som_allocation.models.shortage.som_shortage_cures import DAY


class SomShortage(models.Model):
    """What is short can be made, where it is promised from production."""

    _inherit = "som.shortage"

    @api.model
    def _som_find_cures(self, company, rows, now):
        return [*super()._som_find_cures(company, rows, now), *self._som_cures_production(company, rows)]

    @api.model
    def _som_cures_production(self, company, rows):
        """How much of each row has to be made, and when all of it can be there."""
        scale = self.env["som.allocation.snapshot"]._som_scale()
        made = {key: [(part, waits.wanted) for waits in waiting for part in waits.parts
                      if part.recipe and not part.origin]
                for key, waiting in rows.items()}
        products = self.env["product.product"].browse({key[1] for key, parts in made.items() if parts})
        boms = self.env["mrp.bom"]._bom_find(products, company_id=company.id, bom_type="normal")
        for key, parts in made.items():
            bom = parts and boms[products.browse(key[1])]
            if bom:
                date = max(part.date for part, _wanted in parts)
                late = max(part.date - wanted for part, wanted in parts)
                yield (key, "production", bom.id, sum(part.quantity for part, _wanted in parts) / scale, when(date),
                       max(-(-late // DAY), 0), None, None)
