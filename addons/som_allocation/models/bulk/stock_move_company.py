from odoo import models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """Companies of many moves are compared once for all moves that refer to the same records."""

    _inherit = "stock.move"

    def _check_company(self, fnames=None):
        """As native; where something is wrong, native code says so for the moves as they are."""
        some = self._som_one_of_each(fnames)
        if len(some) == len(self):
            return super()._check_company(fnames)
        try:
            return super(StockMove, some)._check_company(fnames)
        except UserError:
            return super()._check_company(fnames)

    def _som_one_of_each(self, fnames=None):
        """The first of the moves that have the same company and refer to the same records of companies."""
        if len(self) < 2:
            return self
        names = self._fields if fnames is None or {"company_id", "company_ids"} & set(fnames) else fnames
        checked = [name for name in names if self._fields[name].relational and self._fields[name].check_company]
        first = {}
        for move in self.sudo():  # sudo: as native code, which compares what the user may not read
            key = (move.company_id.id, *(tuple(move[name]._ids) for name in checked))
            first.setdefault(key, move.id)
        return self.browse(first.values())
