from odoo import api, models
from odoo.tools import SQL

from ... import turnstile

KEY = ("product_id", "location_id", "lot_id", "package_id", "owner_id")


class StockQuant(models.Model):
    """Changes of stock wait for each other, where native code goes around a quant that another one works on."""

    _inherit = "stock.quant"

    @api.model
    def _update_available_quantity(self, product_id, location_id, *args, **kwargs):
        if not location_id.should_bypass_reservation():
            turnstile.take(self.env, product_id)
        return super()._update_available_quantity(product_id, location_id, *args, **kwargs)

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        """Wait for the quant that native code wants to change, instead of taking another or adding one.

        Native code asks for the first of some quants that is free; here it gets the first.

        :raises psycopg2.errors.SerializationFailure: when it was changed after this transaction began
        """
        first = self[:1]
        if limit != 1 or not first.id or first.location_id.should_bypass_reservation():
            return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)
        strength = SQL("FOR NO KEY UPDATE") if allow_referencing else SQL("FOR UPDATE")
        # a conflict is everyday business here: the request is tried again, the log need not cry
        self.env.cr.execute(SQL("SELECT FROM stock_quant WHERE id = %s %s", first.id, strength), log_exceptions=False)
        if not self.env.cr.rowcount:  # removed by ourselves
            return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)
        first._som_gather_reservation(self - first)
        return first

    def _som_gather_reservation(self, others):
        """Bring what is reserved on duplicates of a quant to the quant itself.

        Native code gives back from the first duplicate only, and loses what that one does not hold.
        """
        duplicates = others.filtered(
            lambda quant: quant.reserved_quantity and all(quant[name] == self[name] for name in KEY))
        if duplicates:
            self.reserved_quantity += sum(duplicates.mapped("reserved_quantity"))
            duplicates.reserved_quantity = 0
