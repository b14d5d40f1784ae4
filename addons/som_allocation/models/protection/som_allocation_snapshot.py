from odoo import api, models
from odoo.tools import SQL

from ..assign.neutral import NeutralPolicy


class SomAllocationSnapshot(models.AbstractModel):
    """What is protected, as a plan sees it."""

    _inherit = "som.allocation.snapshot"

    @api.model
    def _som_read_protections(self, policy, rows, as_of):
        """See ``som.allocation.protection._som_read``."""
        return self.env["som.allocation.protection"]._som_read(
            policy.company_id or self.env.company, rows, as_of)

    @api.model
    def _som_read_parents(self):
        """All warehouses of a company lie in one place, where something is protected in all of them together."""
        parents = super()._som_read_parents()
        if self.env["som.allocation.protection"]._som_kept_everywhere():
            parents.update(self._som_read_everywhere())
        return parents

    @api.model
    def _som_read_everywhere(self):
        """Outermost location of each warehouse → the place that all warehouses of its company lie in."""
        return dict(self.env.execute_query(SQL(
            """SELECT DISTINCT split_part(a.parent_path, '/', 1)::int, -w.company_id
                 FROM stock_warehouse w JOIN stock_location a ON a.id = w.lot_stock_id ORDER BY 1, 2""")))

    @api.model
    def _som_inside(self, rows):
        """Among the places is the one that all warehouses of a company lie in: it stands for the stock of each."""
        companies = [-row.source for row in rows if row.source < 0]
        condition = super()._som_inside([row for row in rows if row.source > 0])
        if not companies:
            return condition
        return SQL(
            """(%s OR a.id IN (SELECT i.id FROM stock_warehouse w JOIN stock_location o ON o.id = w.lot_stock_id
                                 JOIN stock_location i ON i.parent_path LIKE o.parent_path || '%%'
                                WHERE w.company_id = ANY(%s)))""", condition, companies)

    # where no policy governs, orders have no gates

    @api.model
    def _som_tied_moves(self, policy, moves):
        return moves.browse() if isinstance(policy, NeutralPolicy) else super()._som_tied_moves(policy, moves)

    @api.model
    def _som_read_orders(self, policy, rows):
        return () if isinstance(policy, NeutralPolicy) else super()._som_read_orders(policy, rows)
