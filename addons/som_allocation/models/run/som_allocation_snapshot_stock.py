from collections import defaultdict
from math import floor

from odoo import api, models
from odoo.tools import SQL

from ...arrays import numbers
from ...engine.values import Arrival, Holding, Supply


class SomAllocationSnapshot(models.AbstractModel):
    """Supply: the quants, what is reserved on them and for whom, and what is on its way."""

    _inherit = "som.allocation.snapshot"

    @api.model
    def _som_read_lines(self, moves):
        """Reservations of the moves: (line, move, key of the quant, quantity, product units per unit, pinned).

        Pinned is what somebody has begun to handle: picked, or put into a package.
        """
        return [(line, move, tuple(key), quantity, ratio, pinned)
                for line, move, *key, quantity, ratio, pinned in self.env.execute_query(SQL(
                    """SELECT l.id, l.move_id, l.product_id, l.location_id, COALESCE(l.lot_id, 0),
                              COALESCE(l.package_id, 0), COALESCE(l.owner_id, 0), l.quantity_product_uom::float,
                              (lu.factor / pu.factor)::float,
                              (l.picked IS TRUE OR (l.result_package_id IS NOT NULL AND l.is_entire_pack IS NOT TRUE))
                         FROM stock_move_line l
                         JOIN product_product p ON p.id = l.product_id
                         JOIN product_template t ON t.id = p.product_tmpl_id
                         JOIN uom_uom lu ON lu.id = l.product_uom_id
                         JOIN uom_uom pu ON pu.id = t.uom_id
                        WHERE l.move_id = ANY(%s::int[]) AND l.quantity_product_uom > 0
                        ORDER BY l.id""", numbers(moves)))]

    @api.model
    def _som_read_quants(self, rows):
        """Quants of the products at or below the sources."""
        has_removal_date = "removal_date" in self.env["stock.quant"]._fields
        return self.env.execute_query(SQL(
            """SELECT q.id, q.product_id, q.location_id, COALESCE(q.lot_id, 0), COALESCE(q.package_id, 0),
                      COALESCE(q.owner_id, 0), q.quantity::float, q.reserved_quantity::float,
                      (EXTRACT(epoch FROM q.in_date) * 1000000)::bigint, %(removal_date)s, a.complete_name
                 FROM stock_quant q JOIN stock_location a ON a.id = q.location_id
                WHERE q.product_id = ANY(%(products)s::int[]) AND %(inside)s
                ORDER BY q.id""",
            removal_date=SQL("(EXTRACT(epoch FROM q.removal_date) * 1000000)::bigint") if has_removal_date
            else SQL("NULL"),
            products=numbers(sorted({row.product for row in rows})), inside=self._som_inside(rows)))

    @api.model
    def _som_inside(self, rows):
        """Condition that location ``a`` lies in one that a row takes from."""
        return SQL(
            """a.id IN (SELECT i.id FROM stock_location i JOIN stock_location o ON o.id = ANY(%s)
                         WHERE i.parent_path LIKE o.parent_path || '%%')""", sorted({row.source for row in rows}))

    @api.model
    def _som_match(self, quants, lines):
        """Tell what is reserved for the moves at hand from what is reserved for others.

        :return: supplies, holdings, and by move the ticks it holds and those nobody touches
        """
        scale = self._som_scale()
        by_key, left = defaultdict(list), {}
        for quant in quants:
            by_key[quant[1:6]].append(quant[0])
            left[quant[0]] = floor(quant[7] * scale + 0.5)
        ours = defaultdict(int)
        held, pinned, holdings = defaultdict(int), defaultdict(int), []
        for line, move, key, quantity, ratio, is_pinned in lines:
            ticks = floor(quantity * scale + 0.5)
            if is_pinned:
                pinned[move] += ticks
                continue
            # where a key stands twice, its lines are told apart by what is reserved on each
            supply = max(by_key[key], key=left.get) if key in by_key else 0
            left[supply] = left.get(supply, 0) - ticks
            held[move] += ticks
            ours[supply] += ticks
            holdings.append(Holding(line, move, supply, ticks, ratio))
        supplies = tuple(
            Supply(quant, product, place, floor(quantity * scale + 0.5),
                   max(floor(reserved * scale + 0.5) - ours[quant], 0), lot, package, owner, in_date, leaves, name)
            for quant, product, place, lot, package, owner, quantity, reserved, in_date, leaves, name in quants)
        return supplies, tuple(holdings), held, pinned

    @api.model
    def _som_read_arrivals(self, demands):
        """What is on its way to the places that demands take from, for the dates a preview shows.

        :return: engine ``Arrival`` values, by product and date
        """
        return tuple(Arrival(*row) for row in self.env.execute_query(SQL(
            """SELECT m.product_id, m.location_dest_id, ROUND(m.product_qty * %(scale)s)::bigint,
                      (EXTRACT(epoch FROM m.date) * 1000000)::bigint
                 FROM stock_move m
                 JOIN stock_location f ON f.id = m.location_id
                 JOIN stock_location a ON a.id = m.location_dest_id
                WHERE m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
                  AND m.product_id = ANY(%(products)s::int[]) AND f.usage NOT IN ('internal', 'customer') AND %(inside)s
                ORDER BY m.product_id, m.date, m.id""",
            scale=self._som_scale(), products=numbers(sorted({demand.product for demand in demands})),
            inside=self._som_inside(demands))))
