from odoo import models

from .listeners import only


class StockMove(models.Model):
    """A transfer to join is not looked for where none can be: nothing else moves for these references yet."""

    _inherit = "stock.move"

    def _search_picking_for_assignation(self):
        if self._som_is_first_of_references():
            return self.env["stock.picking"]
        return super()._search_picking_for_assignation()

    def _som_is_first_of_references(self):
        """Whether native code would look for a transfer by the references of the move, none of which is in one."""
        if not self.reference_ids or not only(self, "_search_picking_for_assignation", "stock", "som_allocation"):
            return False
        domain = list(self._search_picking_for_assignation_domain())
        return (
            ("reference_ids", "=", self.reference_ids.ids) in domain and not {"|", "!"}.intersection(
                part for part in domain if isinstance(part, str))
            # sudo: native code finds transfers by moves that the user may not read
            and not self.reference_ids.sudo().move_ids.picking_id)
