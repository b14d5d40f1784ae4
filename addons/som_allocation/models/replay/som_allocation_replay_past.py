from collections import defaultdict
from datetime import datetime, time, timedelta
from math import floor
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...engine.history import Flow, Past, Shipment, Wish

MOST_LINES = 20_000  #: lines that are played at once (parameter ``som_allocation.replay_lines``)


class PastRow(NamedTuple):
    """A line of a past order, as one query reads it."""

    line: int
    order: int
    product: int
    warehouse: int
    move: int  #: its first stock move, which tells where it stands under a policy
    open: float  #: product units still to be shipped when the period begins
    came: datetime  #: naive UTC
    due: datetime
    worth: float  #: of one product unit, in the company's currency
    ratio: float  #: product units in one unit of the line
    tracking: str
    strategy: str | None


class SomAllocationReplay(models.Model):
    """Reads the past from the ledger and from what moved: a fixed number of queries, however much there is.

    Demand is what was confirmed before the period ends and not yet shipped when it begins; an order that was cancelled
    by then is none. Kits, and goods made or bought to order, are left out: no policy decides over them. Stock is what
    lies in a warehouse today, reckoned back by what has moved since.
    """

    _inherit = "som.allocation.replay"

    def _som_past(self):
        """The past as the engine plays it.

        :return: ``engine.history.Past``, the rows it was made from, and the shipments that really happened
        :raises UserError: where there are too many lines
        """
        self.ensure_one()
        self.env.flush_all()
        places = self._som_places()
        rows = self._som_read_lines(places)
        scale = self.env["som.allocation.snapshot"]._som_scale()
        wishes = tuple(self._som_prepare_wish(row, scale) for row in rows)
        flows = self._som_read_flows(rows, places, scale)
        past = Past(self.date_from.toordinal(), self.date_to.toordinal(), wishes, flows, scale)
        return past, rows, self._som_read_shipments(rows, scale)

    def _som_zone(self):
        """Where the company's days begin."""
        return ZoneInfo(self.company_id._som_tz())

    def _som_bounds(self):
        """The period as naive UTC, its end excluded."""
        zone, utc = self._som_zone(), ZoneInfo("UTC")
        days = self.date_from, self.date_to + timedelta(days=1)
        return [datetime.combine(day, time.min, zone).astimezone(utc).replace(tzinfo=None) for day in days]

    def _som_day(self, moment):
        """The company's day of a moment in naive UTC, as a number."""
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(self._som_zone()).toordinal()

    # demand

    def _som_read_lines(self, places):
        """Lines that were wanted in the period, by id; refused where they are more than can be played."""
        # sudo: a parameter everybody is subject to
        most = int(self.env["ir.config_parameter"].sudo().get_param("som_allocation.replay_lines", MOST_LINES))
        rows = [PastRow(*row) for row in self.env.execute_query(self._som_lines_sql(places, most + 1))]
        if len(rows) > most:
            raise UserError(self.env._(
                "More than %s lines were wanted in this period: too many to play at once. Choose a shorter period, or"
                " some warehouses or products.", most))
        return rows

    def _som_lines_sql(self, places, limit):
        start, end = self._som_bounds()
        policy = self.policy_id
        return SQL(
            """WITH confirmed AS (
                   SELECT order_id, MAX(occurred_at) FILTER (WHERE quantity > 0) AS came
                     FROM som_milestone
                    WHERE company_id = %(company)s AND stage = 'confirmed' AND line_id IS NULL
                      AND occurred_at < %(end)s
                    GROUP BY order_id HAVING SUM(quantity) > 0)
               SELECT l.id, l.order_id, l.product_id, s.warehouse_id, m.id,
                      ((l.product_uom_qty - COALESCE(before.shipped, 0)) * lu.factor / pu.factor)::float,
                      k.came, COALESCE(o.som_requested_date, o.commitment_date,
                                       k.came + COALESCE(l.customer_lead, 0) * INTERVAL '1 day'),
                      %(worth)s::float, (lu.factor / pu.factor)::float, t.tracking, %(strategy)s
                 FROM confirmed k
                 JOIN sale_order o ON o.id = k.order_id
                 JOIN res_partner orderer ON orderer.id = o.partner_id
                 LEFT JOIN res_partner customer ON customer.id = orderer.commercial_partner_id
                 JOIN sale_order_line l ON l.order_id = o.id
                 JOIN LATERAL (
                      SELECT m.id, m.location_id, m.product_id FROM stock_move m
                        JOIN stock_location f ON f.id = m.location_id
                       WHERE m.sale_line_id = l.id AND m.product_id = l.product_id
                         AND f.usage IN ('internal', 'transit') AND m.origin_returned_move_id IS NULL
                         AND m.procure_method = 'make_to_stock'
                       ORDER BY m.id LIMIT 1) m ON TRUE
                 JOIN stock_location s ON s.id = m.location_id
                 JOIN product_product p ON p.id = l.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 LEFT JOIN product_category c ON c.id = t.categ_id
                 JOIN uom_uom lu ON lu.id = l.product_uom_id
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 LEFT JOIN LATERAL (
                      SELECT SUM(e.quantity) AS shipped FROM som_milestone e
                       WHERE e.line_id = l.id AND e.stage = 'shipped' AND e.occurred_at < %(start)s) before ON TRUE
                WHERE t.is_storable AND s.warehouse_id = ANY(%(places)s) AND %(products)s
                  AND l.product_uom_qty - COALESCE(before.shipped, 0) > 0
                ORDER BY l.id LIMIT %(limit)s""",
            company=self.company_id.id, start=start, end=end, places=places.ids, limit=limit,
            worth=self.env["som.allocation.snapshot"]._som_worth(),
            strategy=policy._som_strategy_sql(self.company_id),
            products=SQL("l.product_id = ANY(%s)", self.product_ids.ids) if self.product_ids else SQL("TRUE"))

    def _som_prepare_wish(self, row, scale):
        piece = scale if row.tracking == "serial" else 1
        ticks = floor(row.open * scale + 0.5)
        return Wish(
            row.line, row.order, row.product, row.warehouse, ticks, self._som_day(row.came), self._som_day(row.due),
            unit_worth=floor(row.worth * 10_000 + 0.5), step=piece, piece=piece, strategy=row.strategy or "")

    def _som_read_shipments(self, rows, scale):
        """What was really shipped of the lines in the period, by line and day."""
        start, end = self._som_bounds()
        ratios = {row.line: row.ratio for row in rows}
        shipped = defaultdict(float)
        for line, moment, quantity in self.env.execute_query(SQL(
                """SELECT line_id, occurred_at, quantity FROM som_milestone
                    WHERE line_id = ANY(%s) AND stage = 'shipped' AND occurred_at >= %s AND occurred_at < %s
                    ORDER BY id""", list(ratios), start, end)):
            shipped[line, self._som_day(moment)] += float(quantity) * ratios[line]
        ticks = {key: floor(quantity * scale + 0.5) for key, quantity in shipped.items()}
        return tuple(Shipment(line, day, quantity) for (line, day), quantity in sorted(ticks.items()) if quantity)

    # supply

    def _som_read_flows(self, rows, places, scale):
        """What lay there when the period began, and what came or went otherwise than to these lines."""
        start, end = self._som_bounds()
        opening = defaultdict(float)
        flows = defaultdict(float)
        products = sorted({row.product for row in rows})
        for product, place, quantity in self._som_query_stock(products, places):
            opening[product, place] += quantity
        for product, place, moment, quantity, ours in self._som_query_moves(rows, products, places, start):
            opening[product, place] -= quantity
            if moment < end and not ours:
                flows[product, place, self._som_day(moment)] += quantity
        for (product, place), quantity in opening.items():
            flows[product, place, self.date_from.toordinal()] += quantity
        return tuple(
            Flow(product, place, day, ticks) for (product, place, day), quantity in sorted(flows.items())
            if (ticks := floor(quantity * scale + 0.5)))

    def _som_query_stock(self, products, places):
        return self.env.execute_query(SQL(
            """SELECT q.product_id, a.warehouse_id, SUM(q.quantity)::float
                 FROM stock_quant q JOIN stock_location a ON a.id = q.location_id
                WHERE q.product_id = ANY(%s) AND a.usage = 'internal' AND a.warehouse_id = ANY(%s)
                GROUP BY q.product_id, a.warehouse_id""", products, places.ids))

    def _som_query_moves(self, rows, products, places, start):
        """What has come into (or, negative, left) a warehouse since the period began, and whether it was for a line.

        Shipments happened when the ledger says so; everything else when it was done.
        """
        return self.env.execute_query(SQL(
            """SELECT v.product_id, w.place, v.happened, SUM(v.quantity * w.sign)::float, v.ours
                 FROM (SELECT m.product_id, m.quantity * mu.factor / pu.factor AS quantity,
                              CASE WHEN f.usage = 'internal' THEN f.warehouse_id END AS origin,
                              CASE WHEN g.usage = 'internal' THEN g.warehouse_id END AS target,
                              g.usage = 'customer' AND m.sale_line_id = ANY(%(lines)s) AS ours,
                              COALESCE(CASE WHEN m.sale_line_id IS NOT NULL THEN
                                  (SELECT MAX(e.occurred_at) FROM som_milestone e
                                    WHERE e.res_model = 'stock.move' AND e.res_id = m.id AND e.quantity > 0
                                      AND e.stage IN ('shipped', 'returned')) END, m.date) AS happened
                         FROM stock_move m
                         JOIN stock_location f ON f.id = m.location_id
                         JOIN stock_location g ON g.id = m.location_dest_id
                         JOIN product_product p ON p.id = m.product_id
                         JOIN product_template t ON t.id = p.product_tmpl_id
                         JOIN uom_uom mu ON mu.id = m.product_uom
                         JOIN uom_uom pu ON pu.id = t.uom_id
                        WHERE m.state = 'done' AND m.product_id = ANY(%(products)s) AND m.date >= %(start)s
                          AND m.company_id = %(company)s) v
                 CROSS JOIN LATERAL (VALUES (v.target, 1), (v.origin, -1)) AS w(place, sign)
                WHERE v.origin IS DISTINCT FROM v.target AND w.place = ANY(%(places)s) AND v.happened >= %(start)s
                GROUP BY v.product_id, w.place, v.happened, v.ours
                ORDER BY v.product_id, w.place, v.happened, v.ours""",
            lines=[row.line for row in rows], products=products, start=start, company=self.company_id.id,
            places=places.ids))
