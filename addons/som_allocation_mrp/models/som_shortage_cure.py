from odoo import api, models


class SomShortageCure(models.Model):
    """Production opens as Odoo's own replenishment, and what comes of production as its order."""

    _inherit = "som.shortage.cure"

    @api.model
    def _som_kinds(self):
        return {**super()._som_kinds(), "production": "mrp.bom"}

    def _som_open_production(self, _bom):
        return self._som_open_replenish(self.shortage_id.warehouse_id.manufacture_pull_id.route_id)

    def _som_open_receipt(self, move):
        if move.production_id:
            return self._som_open(move.production_id)
        return super()._som_open_receipt(move)
