from odoo import models


class StockMove(models.Model):
    """Stock that comes in goes to backorders first, where the company says so.

    Off unless a company wants it: native order is priority, date, id, and the suite changes nothing unasked.
    """

    _inherit = "stock.move"

    def _trigger_assign(self):
        if not self._som_has_ranks():
            return super()._trigger_assign()
        return super(StockMove, self.with_context(
            som_backorders_before=tuple(self.reference_ids.ids)))._trigger_assign()

    def _action_assign(self, force_qty=False):
        meant_for = self.env.context.get("som_backorders_before")
        if meant_for is None:
            return super()._action_assign(force_qty=force_qty)
        # sorting is stable: within a rank, native order stays
        moves = self.with_context(som_backorders_before=None).sorted(lambda move: move._som_rank(set(meant_for)))
        return super(StockMove, moves)._action_assign(force_qty=force_qty)

    def _som_has_ranks(self):
        """Whether any company of these moves ranks demand otherwise than Odoo."""
        return any(company.som_backorders_first for company in self.company_id.sudo())  # sudo: a setting

    def _som_rank(self, meant_for):
        """Native rank, with backorders before other demand of their priority.

        :param set meant_for: references of the goods that came in; demand with the same reference has bought them
        """
        first = self.som_backorder_since and self.company_id.sudo().som_backorders_first  # sudo: a setting
        return (meant_for.isdisjoint(self.reference_ids.ids), -int(self.priority or "0"), not first)
