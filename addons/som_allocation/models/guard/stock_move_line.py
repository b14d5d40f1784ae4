from odoo import api, models

from ... import turnstile

#: What of a line decides which stock it reserves, and how much.
RESERVING = {"quantity", "location_id", "lot_id", "package_id", "owner_id", "product_uom_id", "quant_id"}


class StockMoveLine(models.Model):
    """Lines take the turns of all their products at once, as moves do; native code goes line by line."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.env["stock.move"].browse({vals["move_id"] for vals in vals_list if vals.get("move_id")})
        alone = self.env["product.product"].browse(
            {vals["product_id"] for vals in vals_list if vals.get("product_id") and not vals.get("move_id")})
        turnstile.take(self.env, moves._som_reserving().product_id | alone.filtered("is_storable"))
        return super().create(vals_list)

    def write(self, vals):
        if not RESERVING.isdisjoint(vals):
            self._som_take_turns()
        return super().write(vals)

    def unlink(self):
        self._som_take_turns()
        return super().unlink()

    def _som_take_turns(self):
        turnstile.take(self.env, self.product_id.filtered("is_storable"))
