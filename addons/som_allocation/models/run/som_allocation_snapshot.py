from odoo import api, models
from odoo.tools import SQL

from ...arrays import numbers
from ...engine.values import ALL, Order, Product, Snapshot


class SomAllocationSnapshot(models.AbstractModel):
    """Reads what a plan depends on: one query for each kind of thing, however many lines there are."""

    _name = "som.allocation.snapshot"
    _description = "What Allocation Looks At"

    @api.model
    def _som_read(self, policy, scope, as_of):
        """Everything the engine needs, as this transaction sees it.

        :param policy: ``som.allocation.policy``
        :param SQL scope: which moves: a condition on ``m`` (the move) and ``s`` (the location it takes from)
        :param datetime as_of: naive UTC; how long a line has waited is counted up to here
        :return: an engine ``Snapshot``
        """
        self.env.flush_all()
        parents = self._som_read_parents()
        rows = self._som_read_moves(policy, scope, as_of, parents)
        segments = policy._som_segments_of([row.id for row in rows])
        rows = [row for row in rows if row.id in segments]
        protections, may_use = self._som_read_protections(policy, rows, as_of)
        quants = self._som_read_quants([*rows, *protections])
        supplies, holdings, held, pinned = self._som_match(quants, self._som_read_lines([row.id for row in rows]))
        stopped = self._som_read_stopped(rows)
        scale = self._som_scale()
        demands = tuple(
            self._som_prepare_demand(
                row, scale, held=held[row.id], pinned=pinned[row.id], stopped=row.line in stopped,
                segment=segments[row.id], may_use=may_use.get(row.id, frozenset()))
            for row in rows)
        tracking = {row.product: row.tracking for row in rows}
        return Snapshot(
            demands=demands, supplies=supplies, holdings=holdings, policy=policy._prepare_engine_policy(),
            orders=self._som_read_orders(policy, rows),
            products=tuple(Product(product, tracking[product], scale) for product in sorted(tracking)),
            protections=protections, parents=parents, removal={(row.product, row.source): row.removal for row in rows})

    @api.model
    def _som_scale(self):
        """Ticks in one unit: quantities are kept with so many digits."""
        return 10 ** self.env["decimal.precision"].precision_get("Product Unit")

    # which moves

    @api.model
    def _som_scope(self, policy, products):
        """All demand under a policy; of some products, if there are any, and of what comes with them.

        An order that is given nothing unless enough of it can be filled ties its products together: whoever waits for
        one of them may wait for the other. So the other products of such orders are looked at too.
        """
        conditions = [SQL("m.company_id = %s", policy.company_id.id), policy._som_warehouse_sql()]
        if products:
            conditions.append(SQL(
                "m.product_id = ANY(%s::int[])", numbers(self._som_tied_products(policy, products))))
        return SQL(" AND ").join(conditions)

    @api.model
    def _som_tied_products(self, policy, products):
        """The products, and those that gated orders want together with them, by id."""
        self.env.flush_all()
        return [product for [product] in self.env.execute_query(SQL(
            """WITH gated AS MATERIALIZED (
                   SELECT DISTINCT sale_order.id
                     FROM stock_move m
                     JOIN sale_order_line l ON l.id = m.sale_line_id
                     JOIN sale_order ON sale_order.id = l.order_id
                    WHERE m.product_id = ANY(%(products)s::int[]) AND m.company_id = %(company)s
                      AND m.state IN ('confirmed', 'partially_available', 'assigned')
                      AND (%(complete)s OR %(minimum)s > 0))
               SELECT m.product_id
                 FROM gated JOIN sale_order_line l ON l.order_id = gated.id JOIN stock_move m ON m.sale_line_id = l.id
                WHERE m.state IN ('confirmed', 'partially_available', 'assigned')
                UNION SELECT unnest(%(products)s::int[]) ORDER BY 1""",
            products=numbers(products.ids), company=policy.company_id.id, complete=policy._som_complete_sql(),
            minimum=policy._som_minimum_sql()))]

    @api.model
    def _som_tied_moves(self, policy, moves):
        """The open moves of gated orders that some moves belong to: they are reserved together or not at all."""
        self.env.flush_all()
        return moves.browse([move for [move] in self.env.execute_query(SQL(
            """WITH gated AS MATERIALIZED (
                   SELECT DISTINCT sale_order.id
                     FROM stock_move m
                     JOIN sale_order_line l ON l.id = m.sale_line_id
                     JOIN sale_order ON sale_order.id = l.order_id
                    WHERE m.id = ANY(%(moves)s::int[]) AND (%(complete)s OR %(minimum)s > 0))
               SELECT m.id
                 FROM gated
                 JOIN sale_order_line l ON l.order_id = gated.id
                 JOIN stock_move m ON m.sale_line_id = l.id
                 JOIN stock_location s ON s.id = m.location_id
                WHERE m.state IN ('confirmed', 'partially_available') AND %(covered)s
                ORDER BY m.id""",
            moves=numbers(moves.ids), complete=policy._som_complete_sql(), minimum=policy._som_minimum_sql(),
            covered=policy._som_warehouse_sql()))])

    @api.model
    def _som_scope_of_moves(self, moves):
        return SQL("m.id = ANY(%s::int[])", numbers(moves.ids))

    # gates and holds

    @api.model
    def _som_read_stopped(self, rows):
        """Order lines that a hold keeps from being reserved: they keep what they have and are given no more."""
        orders = self.env["sale.order"].browse({row.order for row in rows})
        holds = orders._som_blocked("allocated")
        if not holds:
            return frozenset()
        whole = set(holds.filtered(lambda hold: not hold.line_id).order_id.ids)
        lines = set(holds.line_id.ids)
        return frozenset(row.line for row in rows if row.order in whole or row.line in lines)

    @api.model
    def _som_read_orders(self, policy, rows):
        """Below which share of its value an order is given nothing new; an order that ships complete: all of it.

        What the order wants beyond these rows (from another warehouse, by native reservation) counts as it stands.
        """
        found = self.env.execute_query(SQL(
            """SELECT id, %(complete)s, %(minimum)s FROM sale_order
                WHERE id = ANY(%(orders)s::int[]) AND (%(complete)s OR %(minimum)s > 0) ORDER BY id""",
            complete=policy._som_complete_sql(), minimum=policy._som_minimum_sql(),
            orders=numbers(sorted({row.order for row in rows}))))
        outside = self._som_read_outside([order for order, _complete, _minimum in found], [row.id for row in rows])
        return tuple(
            Order(order, ALL if complete else minimum, *outside.get(order, (0, 0, False)))
            for order, complete, minimum in found)

    @api.model
    def _som_read_outside(self, orders, moves):
        """What orders want that is not among some moves: order → (value filled, value wanted, something is missing).

        Values in 1/10,000 of the company's currency and ticks, as the engine weighs its demands.
        """
        if not orders:
            return {}
        return {order: (int(filled), int(whole), short) for order, filled, whole, short in self.env.execute_query(SQL(
            """SELECT l.order_id, SUM(ROUND(%(worth)s * 10000)::bigint * ROUND(held.ticks)::bigint),
                      SUM(ROUND(%(worth)s * 10000)::bigint * ROUND(wanted.ticks)::bigint),
                      bool_or(ROUND(held.ticks) < ROUND(wanted.ticks))
                 FROM stock_move m
                 JOIN sale_order_line l ON l.id = m.sale_line_id
                 JOIN sale_order o ON o.id = l.order_id
                 JOIN product_product p ON p.id = m.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 JOIN uom_uom mu ON mu.id = m.product_uom
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
                CROSS JOIN LATERAL (SELECT m.product_uom_qty * mu.factor / pu.factor * %(scale)s AS ticks) wanted
                CROSS JOIN LATERAL (SELECT LEAST(COALESCE(m.quantity, 0), m.product_uom_qty)
                                           * mu.factor / pu.factor * %(scale)s AS ticks) held
                WHERE l.order_id = ANY(%(orders)s::int[]) AND m.id != ALL(%(moves)s::int[]) AND t.is_storable
                  AND m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
                  AND NOT EXISTS (SELECT FROM stock_move_move_rel r JOIN stock_move b ON b.id = r.move_orig_id
                                   WHERE r.move_dest_id = m.id AND b.sale_line_id = m.sale_line_id)
                GROUP BY l.order_id""",
            worth=self._som_worth(), scale=self._som_scale(), orders=numbers(orders), moves=numbers(moves)))}

    @api.model
    def _som_read_protections(self, _policy, _rows, _as_of):
        """What is kept for some only, and who may use it: a seam for protections.

        :return: engine ``Protection`` values, and move → ids of those it may use
        """
        return (), {}

    @api.model
    def _som_read_parents(self):
        """Location → the one it lies in."""
        return dict(self.env.execute_query(SQL(
            "SELECT id, location_id FROM stock_location WHERE location_id IS NOT NULL ORDER BY id")))
