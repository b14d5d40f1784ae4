from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...engine.ranking import ranked_claims
from ...engine.values import Snapshot
from ..policy import as_if

#: From when on a move ``m`` with operation type ``y`` takes goods: at once, or when native reservation begins.
RESERVED_FROM = """CASE y.reservation_method WHEN 'by_date' THEN COALESCE(m.reservation_date, m.date)
                        WHEN 'manual' THEN m.date END"""


class Waiting(NamedTuple):
    """A move that lacks goods, as one query reads it."""

    id: int
    product: int
    source: int
    quantity: int  #: ticks it lacks
    need: int  #: from when on it is reserved, microseconds
    planned: int
    order: int  #: 0: for no order
    priority: str
    first: bool = False  #: a backorder, where these go first
    promised: bool = True  #: a date


class SomPromise(models.AbstractModel):
    """Who stands ahead: the open moves that lack goods, in the order in which they are served."""

    _inherit = "som.promise"

    @api.model
    def _som_read_waiting(self, company, products):
        """Open moves that take goods out of stock and do not hold all of them; what only moves about in it does not.

        What is ordered for a move, and has no transfer on its way yet, takes from ``NOWHERE``.
        """
        return [Waiting(*row) for row in self.env.execute_query(SQL(
            """SELECT m.id, m.product_id, CASE m.procure_method WHEN 'make_to_stock' THEN m.location_id ELSE 0 END,
                      lacks.ticks,
                      COALESCE((EXTRACT(epoch FROM %(reserved)s) * 1000000)::bigint, 0),
                      (EXTRACT(epoch FROM m.date) * 1000000)::bigint, COALESCE(l.order_id, 0),
                      COALESCE(m.priority, '0'), m.som_backorder_since IS NOT NULL AND c.som_backorders_first,
                      l.som_promised_date IS NOT NULL
                 FROM stock_move m
                 JOIN stock_location s ON s.id = m.location_id
                 JOIN product_product p ON p.id = m.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 JOIN uom_uom mu ON mu.id = m.product_uom
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 LEFT JOIN stock_picking_type y ON y.id = m.picking_type_id
                 LEFT JOIN sale_order_line l ON l.id = m.sale_line_id
                 JOIN res_company c ON c.id = m.company_id
                CROSS JOIN LATERAL (SELECT ROUND((m.product_uom_qty - COALESCE(m.quantity, 0))
                                                 * mu.factor / pu.factor * %(scale)s)::bigint AS ticks) lacks
                WHERE m.product_id = ANY(%(products)s) AND m.company_id = %(company)s AND t.is_storable
                  AND (m.state IN ('confirmed', 'partially_available', 'assigned') OR m.state = 'waiting'
                       AND m.procure_method != 'make_to_stock') AND lacks.ticks > 0
                  AND s.usage IN ('internal', 'transit')
                  AND NOT EXISTS (SELECT FROM stock_move_move_rel e WHERE e.move_dest_id = m.id)
                  AND NOT (%(about)s)
                ORDER BY m.id""",
            scale=self.env["som.allocation.snapshot"]._som_scale(), products=products, company=company.id,
            about=self._som_moves_about(), reserved=SQL(RESERVED_FROM)))]

    @api.model
    def _som_moves_about(self):
        """Whether a move ``m`` begins and ends in the stock of one warehouse, as SQL."""
        return SQL(
            """EXISTS (SELECT FROM stock_warehouse w
                         JOIN stock_location k ON k.id = w.lot_stock_id
                         JOIN stock_location f ON f.id = m.location_id AND f.parent_path LIKE k.parent_path || '%%'
                         JOIN stock_location d ON d.id = m.location_dest_id AND d.parent_path LIKE k.parent_path || '%%'
                        WHERE w.company_id = m.company_id)""")

    @api.model
    def _som_queue(self, company, rows, as_of, supposed=None):
        """Those who wait, best rank first; and where those who only ask would stand.

        What is not for orders comes first: nobody ranks it, and who counts on it has planned it. Then orders, as the
        policies have them; orders of no policy as they get what comes in (``stock.move._som_rank``): by priority,
        backorders where they go first, those who were promised a date, planned date, age of the move.

        :param dict supposed: id of who asks → the move that confirmation would make (``as_if.Rows``)
        :return: the rows in order, and dict: id of who asks → how many stand ahead of it, where a policy says so
        """
        free = sorted((row for row in rows if not row.order), key=lambda row: (row.planned, row.id))
        for_orders = {row.id: row for row in rows if row.order}
        asking = self.with_context(**{as_if.KEY: as_if.Rows((supposed or {}).values())}) if supposed else self
        governed, behind = [], {}
        for policy in asking.env["som.allocation.policy"]._som_active(company):
            for move in asking._som_ranked(policy, [*for_orders, *(supposed or ())], as_of):
                if move in for_orders:
                    governed.append(for_orders.pop(move))
                else:
                    behind.setdefault(move, len(free) + len(governed))
        others = sorted(for_orders.values(), key=lambda row: (
            row.priority != "1", not row.first, not row.promised, row.planned, row.id))
        return [*free, *governed, *others], behind

    @api.model
    def _som_ranked(self, policy, moves, as_of):
        """The ids of moves that a policy ranks, best first."""
        if not moves:
            return []
        reader = self.env["som.allocation.snapshot"]
        scope = SQL("m.id = ANY(%s) AND %s", moves, policy._som_warehouse_sql())
        rows = reader._som_query_moves(policy, scope, as_of)
        segments = policy._som_segments_of([row.id for row in rows])
        demands = tuple(
            reader._som_prepare_demand(row, 1, held=0, pinned=0, stopped=False, segment=segments[row.id],
                                       may_use=frozenset())
            for row in rows if row.id in segments)
        claims = ranked_claims(Snapshot(demands, (), policy._prepare_engine_policy()))
        return [claim.demand.id for claim in claims]
