from odoo import models
from odoo.tools import SQL

from ...arrays import numbers


class SomAllocationRun(models.Model):
    """Counts how often, and since when, a line has been passed over: what the starvation bound looks at."""

    _inherit = "som.allocation.run"

    def _som_count_waiting(self, snapshot, planned):
        """A line that is not full has been passed over once more; one that is full waits no longer."""
        demands = {demand.id: demand for demand in snapshot.demands}
        self.env.cr.execute(SQL(
            """UPDATE sale_order_line l
                  SET som_waited_runs = CASE WHEN d.passed THEN COALESCE(l.som_waited_runs, 0) + 1 ELSE 0 END,
                      som_waiting_since = CASE WHEN d.passed THEN COALESCE(l.som_waiting_since, %(now)s) END
                 FROM (SELECT m.sale_line_id AS id, bool_or(n.passed) AS passed
                         FROM unnest(%(moves)s::int[], %(passed)s::bool[]) AS n(move, passed)
                         JOIN stock_move m ON m.id = n.move GROUP BY m.sale_line_id) d
                WHERE l.id = d.id AND (d.passed OR l.som_waited_runs > 0 OR l.som_waiting_since IS NOT NULL)""",
            now=self.as_of, moves=numbers([grant.demand for grant in planned.grants]),
            passed=numbers([grant.quantity < demands[grant.demand].wanted for grant in planned.grants])))
        self.env["sale.order.line"].invalidate_model(["som_waited_runs", "som_waiting_since"])

    def _som_count_back(self, before, demands):
        """Lines whose run is undone have waited as long as they had before it."""
        rows = [(demand.id, demand.waited_runs) for demand in before.demands if demand.id in demands]
        self.env.cr.execute(SQL(
            """UPDATE sale_order_line l SET som_waited_runs = d.runs
                 FROM unnest(%s::int[], %s::int[]) AS d(move, runs) JOIN stock_move m ON m.id = d.move
                WHERE l.id = m.sale_line_id AND l.som_waited_runs IS DISTINCT FROM d.runs""",
            numbers([move for move, _runs in rows]), numbers([runs for _move, runs in rows])))
        self.env["sale.order.line"].invalidate_model(["som_waited_runs"])
