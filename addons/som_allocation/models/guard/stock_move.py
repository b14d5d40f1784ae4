from odoo import models

from ... import turnstile


class StockMove(models.Model):
    """Moves take the turns of all their products at once, before the first quant is touched: see ``turnstile``."""

    _inherit = "stock.move"

    def _action_assign(self, force_qty=False):
        products = self._som_reserving().product_id
        if self.env.context.get("som_begin_with_turns"):
            turnstile.begin(self.env, products)
        else:
            turnstile.take(self.env, products)
        return super()._action_assign(force_qty=force_qty)

    def _do_unreserve(self):
        turnstile.take(self.env, self._som_reserving().product_id)
        return super()._do_unreserve()

    def _action_done(self, *args, **kwargs):
        turnstile.take(self.env, self.product_id.filtered("is_storable"))
        return super()._action_done(*args, **kwargs)

    def _som_reserving(self):
        """Those that reserve stock, or could."""
        return self.filtered(lambda move: not move._should_bypass_reservation())
