from odoo import api, models

from .mrp_bom import TELLING


class SomBomPart(models.AbstractModel):
    """What is part of how something is made: components, operations. See ``mrp.bom``."""

    _name = "som.bom.part"
    _description = "Part of a Bill of Materials"

    @api.model_create_multi
    def create(self, vals_list):
        found = super().create(vals_list)
        found.bom_id._som_tell_promises()
        return found

    def write(self, vals):
        result = super().write(vals)
        if not TELLING[self._name].isdisjoint(vals):
            self.bom_id._som_tell_promises()
        return result

    def unlink(self):
        boms = self.bom_id
        result = super().unlink()
        boms._som_tell_promises()
        return result
