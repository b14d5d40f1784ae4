from datetime import timezone

from odoo import api, models
from odoo.tools import SQL

from ...arrays import numbers, texts
from ...engine.ready import ready, ready_before

CHUNK = 20_000


class SomAllocationRunLine(models.Model):
    """Writes the lines of a run: one statement for some ten thousands of them."""

    _inherit = "som.allocation.run.line"

    @api.model
    def _som_replace(self, run, snapshot, planned):
        """Write the lines of a run in place of those it had.

        :return int: how many lines would be ready on another date than without the plan
        """
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM som_allocation_run_line WHERE run_id = %s", run.id))
        dates = self._som_dates(run, snapshot, planned)
        demands = {demand.id: demand for demand in snapshot.demands}
        for start in range(0, len(planned.grants), CHUNK):
            rows = [(grant, demands[grant.demand]) for grant in planned.grants[start:start + CHUNK]]
            self._som_insert(run, snapshot, rows, dates)
            run._som_progress(60 + 40 * start // len(planned.grants))
        self.invalidate_model()
        run.invalidate_recordset(["line_ids"])
        return sum(before != after for before, after in dates.values())

    @api.model
    def _som_dates(self, run, snapshot, planned):
        """Demand → when it would be ready, in microseconds: with what is held now, and after the plan."""
        # sudo: what is on its way to the company, whoever plans
        arrivals = self.env["som.allocation.snapshot"].sudo()._som_read_arrivals(snapshot.demands)
        now = int(run.as_of.replace(tzinfo=timezone.utc).timestamp()) * 1_000_000
        before = ready_before(snapshot, planned.grants, arrivals, now)
        after = ready(snapshot, planned.grants, arrivals, now)
        return {demand: (before[demand], after[demand]) for demand in before}

    @api.model
    def _som_insert(self, run, snapshot, rows, dates):
        """Write some of the lines.

        Each move is looked up by itself (``OFFSET 0`` keeps it so): joined freely, the whole table of moves is read
        once for each statement.

        :param rows: (grant, demand)
        """
        self.env.cr.execute(SQL(
            """INSERT INTO som_allocation_run_line (run_id, move_id, line_id, product_id, segment_id, rank, wanted,
                      before, after, change, missing, worth, reason, starved, exception, date_before,
                      date_after, date_moves)
               SELECT %(run)s, m.id, m.sale_line_id, m.product_id, NULLIF(d.segment, 0), d.rank,
                      (d.wanted + d.pinned)::numeric / %(scale)s, (d.held + d.pinned)::numeric / %(scale)s,
                      (d.given + d.pinned)::numeric / %(scale)s, (d.given - d.held)::numeric / %(scale)s,
                      (d.wanted - d.given)::numeric / %(scale)s,
                      ROUND((d.given - d.held)::numeric / %(scale)s * d.worth / 10000, 2), d.reason, d.starved,
                      d.exception, to_timestamp(d.date_before / 1000000.0) AT TIME ZONE 'UTC',
                      to_timestamp(d.date_after / 1000000.0) AT TIME ZONE 'UTC',
                      CASE WHEN d.date_before IS NOT DISTINCT FROM d.date_after THEN NULL
                           WHEN COALESCE(d.date_after < d.date_before, d.date_before IS NULL) THEN 'earlier'
                           ELSE 'later' END
                 FROM unnest(%(moves)s::int[], %(segments)s::int[], %(ranks)s::int[], %(wanted)s::bigint[],
                             %(pinned)s::bigint[], %(held)s::bigint[], %(given)s::bigint[], %(worth)s::bigint[],
                             %(reasons)s::text[], %(starved)s::bool[], %(exceptions)s::bool[],
                             %(date_before)s::bigint[], %(date_after)s::bigint[])
                      AS d(move, segment, rank, wanted, pinned, held, given, worth, reason, starved, exception,
                           date_before, date_after)
                CROSS JOIN LATERAL (SELECT id, sale_line_id, product_id FROM stock_move
                                     WHERE id = d.move OFFSET 0) AS m""",
            run=run.id, **self._som_columns(snapshot, rows), **self._som_date_columns(rows, dates)))

    @api.model
    def _som_columns(self, snapshot, rows):
        segments = [segment.id for segment in snapshot.policy.segments]
        return {
            "scale": self.env["som.allocation.snapshot"]._som_scale(),
            "moves": numbers([grant.demand for grant, _demand in rows]),
            "segments": numbers([segments[demand.segment] for _grant, demand in rows]),
            "ranks": numbers([grant.rank for grant, _demand in rows]),
            "wanted": numbers([demand.wanted for _grant, demand in rows]),
            "pinned": numbers([demand.pinned for _grant, demand in rows]),
            "held": numbers([demand.held for _grant, demand in rows]),
            "given": numbers([grant.quantity for grant, _demand in rows]),
            "worth": numbers([demand.unit_worth for _grant, demand in rows]),
            "reasons": texts([grant.reason for grant, _demand in rows]),
            "starved": numbers([grant.starved for grant, _demand in rows]),
            "exceptions": numbers([grant.exception for grant, _demand in rows]),
        }

    @api.model
    def _som_date_columns(self, rows, dates):
        return {
            "date_before": numbers([dates[demand.id][0] for _grant, demand in rows]),
            "date_after": numbers([dates[demand.id][1] for _grant, demand in rows]),
        }
