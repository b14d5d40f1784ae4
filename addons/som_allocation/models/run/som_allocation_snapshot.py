from collections import defaultdict
from math import floor
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...engine.values import ALL, Demand, Holding, Order, Product, Snapshot, Supply


class MoveRow(NamedTuple):
    """An open stock move of an order, as one query reads it."""

    id: int
    product: int
    source: int
    wanted_more: float  #: in the move's unit, beyond what is reserved
    ratio: float  #: product units in one unit of the move
    order: int
    line: int
    tracking: str
    removal: str
    packaging: float  #: product units that are reserved whole, 0 for any quantity
    worth: float  #: of one product unit, in the company's currency
    frozen: bool
    strategy: str | None
    waited_runs: int
    waited_days: int


class SomAllocationSnapshot(models.AbstractModel):
    """Reads what a plan depends on: one query for each kind of thing, however many lines there are."""

    _name = "som.allocation.snapshot"
    _description = "What Allocation Looks At"

    @api.model
    def _som_read(self, policy, scope, as_of):
        """Everything the engine needs, as this transaction sees it.

        :param policy: ``som.allocation.policy``
        :param SQL scope: condition on the moves ``m`` and their source locations ``s``
        :param datetime as_of: naive UTC; how long a line has waited is counted up to here
        :return: an engine ``Snapshot``
        """
        self.env.flush_all()
        scale = self._som_scale()
        rows = self._som_read_moves(scope, as_of)
        segments = policy._som_segments_of([row.id for row in rows])
        rows = [row for row in rows if row.id in segments]
        stopped = self._som_read_stopped(rows)
        quants = self._som_read_quants(rows)
        supplies, holdings, held, pinned = self._som_match(
            quants, self._som_read_lines([row.id for row in rows]), scale)
        demands = [
            self._som_prepare_demand(row, scale, held[row.id], pinned[row.id], row.line in stopped, *segments[row.id])
            for row in rows]
        products = {row.product: Product(row.product, row.tracking) for row in rows}
        return Snapshot(
            demands=tuple(demands), supplies=supplies, holdings=holdings, policy=policy._som_prepare_engine_policy(),
            orders=self._som_read_orders(policy, {row.order for row in rows}),
            products=tuple(products[product] for product in sorted(products)),
            parents=self._som_read_parents(), removal={(row.product, row.source): row.removal for row in rows})

    @api.model
    def _som_scale(self):
        """Ticks in one unit: quantities are kept with so many digits."""
        return 10 ** self.env["decimal.precision"].precision_get("Product Unit")

    # ------------------------------------------------------------------ moves

    @api.model
    def _som_scope(self, company, warehouses=None, products=None):
        """Condition on the moves ``m`` and source locations ``s`` of one company, some warehouses, some products."""
        conditions = [SQL("m.company_id = %s", company.id)]
        if warehouses:
            conditions.append(SQL("s.warehouse_id = ANY(%s)", list(warehouses.ids)))
        if products is not None:
            conditions.append(SQL("m.product_id = ANY(%s)", list(products.ids)))
        return SQL(" AND ").join(conditions)

    @api.model
    def _som_native(self):
        """Conditions under which a move is left to native reservation, which alone understands it."""
        conditions = [
            SQL("m.procure_method != 'make_to_stock'"),
            SQL("EXISTS (SELECT FROM stock_move_move_rel r WHERE r.move_dest_id = m.id)"),
            SQL("%s = 'least_packages'", self._som_removal()),
        ]
        if "use_expiration_date" in self.env["product.template"]._fields:
            # what is still fresh depends on the date of each move
            conditions.append(SQL("(t.use_expiration_date AND p.id IS NOT NULL)"))
        return SQL(" OR ").join(conditions)

    @api.model
    def _som_removal(self):
        """The removal strategy of a product at a location: its category's, then the nearest location's, then fifo."""
        return SQL("""COALESCE(
            (SELECT r.method FROM product_removal r WHERE r.id = c.removal_strategy_id),
            (SELECT r.method FROM stock_location a JOIN product_removal r ON r.id = a.removal_strategy_id
              WHERE s.parent_path LIKE a.parent_path || '%%' ORDER BY LENGTH(a.parent_path) DESC LIMIT 1),
            'fifo')""")

    @api.model
    def _som_read_moves(self, scope, as_of):
        """Open moves of orders that the engine reserves, by id."""
        return [MoveRow(*row) for row in self.env.execute_query(SQL(
            """SELECT m.id, m.product_id, m.location_id, GREATEST(m.product_uom_qty - COALESCE(m.quantity, 0), 0)::float,
                      (mu.factor / pu.factor)::float, l.order_id, l.id, t.tracking, %(removal)s,
                      CASE WHEN c.packaging_reserve_method = 'full' AND m.packaging_uom_id != t.uom_id
                           THEN (ku.factor / pu.factor)::float ELSE 0 END,
                      CASE WHEN l.product_id = m.product_id AND l.product_uom_qty > 0
                           THEN (l.price_subtotal / l.product_uom_qty / (lu.factor / pu.factor)
                                 / COALESCE(NULLIF(o.currency_rate, 0), 1))::float ELSE 0 END,
                      COALESCE(l.som_frozen, FALSE), l.som_strategy, COALESCE(l.som_waited_runs, 0),
                      GREATEST(EXTRACT(epoch FROM %(as_of)s - l.som_waiting_since) / 86400, 0)::int
                 FROM stock_move m
                 JOIN stock_location s ON s.id = m.location_id
                 JOIN sale_order_line l ON l.id = m.sale_line_id
                 JOIN sale_order o ON o.id = l.order_id
                 JOIN product_product p ON p.id = m.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 LEFT JOIN product_category c ON c.id = t.categ_id
                 JOIN uom_uom mu ON mu.id = m.product_uom
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
                 LEFT JOIN uom_uom ku ON ku.id = m.packaging_uom_id
                WHERE m.state IN ('confirmed', 'partially_available', 'assigned') AND m.picked IS NOT TRUE
                  AND m.product_uom_qty > 0 AND t.is_storable AND s.usage IN ('internal', 'transit')
                  AND %(scope)s AND NOT (%(native)s)
                ORDER BY m.id""",
            removal=self._som_removal(), as_of=as_of, scope=scope, native=self._som_native()))]

    @api.model
    def _som_prepare_demand(self, row, scale, held, pinned, stopped, segment, key):
        more = 0 if stopped else floor(row.wanted_more * row.ratio * scale + 0.5)
        step = scale if row.tracking == "serial" else floor(row.packaging * scale + 0.5) or 1
        return Demand(
            id=row.id, product=row.product, source=row.source, wanted=held + more, held=held, pinned=pinned, step=step,
            ratio=row.ratio, order=row.order, segment=segment, key=key, waited_runs=row.waited_runs,
            waited_days=row.waited_days, unit_worth=floor(row.worth * 10_000 + 0.5), strategy=row.strategy or "",
            frozen=row.frozen)

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
    def _som_read_orders(self, policy, orders):
        """Below which share of its value an order is given nothing new; an order that ships complete: all of it."""
        return tuple(
            Order(order, ALL if complete else minimum)
            for order, complete, minimum in self.env.execute_query(SQL(
                """SELECT id, picking_policy = 'one', %s FROM sale_order WHERE id = ANY(%s) ORDER BY id""",
                policy._som_minimum_sql(), sorted(orders)))
            if complete or minimum)

    # ------------------------------------------------------------------ stock

    @api.model
    def _som_read_lines(self, moves):
        """Reservations of the moves: (line, move, key of the quant, quantity, product units per unit, pinned)."""
        return [(line, move, tuple(key), quantity, ratio, pinned)
                for line, move, *key, quantity, ratio, pinned in self.env.execute_query(SQL(
                    """SELECT l.id, l.move_id, l.product_id, l.location_id, COALESCE(l.lot_id, 0),
                              COALESCE(l.package_id, 0), COALESCE(l.owner_id, 0), l.quantity_product_uom,
                              (lu.factor / pu.factor)::float,
                              (l.picked IS TRUE OR (l.result_package_id IS NOT NULL AND l.is_entire_pack IS NOT TRUE))
                         FROM stock_move_line l
                         JOIN product_product p ON p.id = l.product_id
                         JOIN product_template t ON t.id = p.product_tmpl_id
                         JOIN uom_uom lu ON lu.id = l.product_uom_id
                         JOIN uom_uom pu ON pu.id = t.uom_id
                        WHERE l.move_id = ANY(%s) AND l.quantity_product_uom > 0
                        ORDER BY l.id""", moves))]

    @api.model
    def _som_read_quants(self, rows):
        """Quants of the products at or below the sources."""
        has_removal_date = "removal_date" in self.env["stock.quant"]._fields
        return self.env.execute_query(SQL(
            """SELECT q.id, q.product_id, q.location_id, COALESCE(q.lot_id, 0), COALESCE(q.package_id, 0),
                      COALESCE(q.owner_id, 0), q.quantity, q.reserved_quantity,
                      (EXTRACT(epoch FROM q.in_date) * 1000000)::bigint,
                      %s, a.complete_name
                 FROM stock_quant q JOIN stock_location a ON a.id = q.location_id
                WHERE q.product_id = ANY(%s) AND EXISTS (
                      SELECT FROM stock_location s WHERE s.id = ANY(%s) AND a.parent_path LIKE s.parent_path || '%%')
                ORDER BY q.id""",
            SQL("(EXTRACT(epoch FROM q.removal_date) * 1000000)::bigint") if has_removal_date else SQL("NULL"),
            sorted({row.product for row in rows}), sorted({row.source for row in rows})))

    @api.model
    def _som_match(self, quants, lines, scale):
        """Tell what is reserved for the moves at hand from what is reserved for others.

        :return: supplies, holdings, and by move the ticks it holds and those nobody touches
        """
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
            Supply(quant, product, location, floor(quantity * scale + 0.5),
                   max(floor(reserved * scale + 0.5) - ours[quant], 0), lot, package, owner, in_date, removal_date, place)
            for quant, product, location, lot, package, owner, quantity, reserved, in_date, removal_date, place in quants)
        return supplies, tuple(holdings), held, pinned

    @api.model
    def _som_read_parents(self):
        """Location → the one it lies in."""
        return dict(self.env.execute_query(SQL(
            "SELECT id, location_id FROM stock_location WHERE location_id IS NOT NULL ORDER BY id")))
