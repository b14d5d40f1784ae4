from odoo import api, models
from odoo.tools import SQL

from ..policy.sort_sql import join


class SomAllocationSegment(models.Model):
    """Of equals those who were promised a date come first, and what is left behind of a line keeps its turn."""

    _inherit = "som.allocation.segment"

    @api.model
    def _som_ties(self, moves, query):
        ties = super()._som_ties(moves, query)
        if not moves.env.company.som_promise:
            return ties
        join(query, "l")
        return [*ties, SQL("(l.som_promised_date IS NULL)"), SQL("COALESCE(stock_move.sale_line_id, 0)")]
