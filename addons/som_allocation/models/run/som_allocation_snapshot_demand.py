from dataclasses import dataclass
from math import floor

from odoo import api, models
from odoo.tools import SQL

from ...engine.removal import FIFO, LEAST_PACKAGES
from ...engine.values import Demand
from ..policy import as_if


@dataclass(slots=True)
class MoveRow:
    """An open stock move of an order, as one query reads it."""

    id: int
    product: int
    source: int
    wanted_more: float  #: in the move's unit, beyond what is reserved
    ratio: float  #: product units in one unit of the move
    order: int
    line: int
    tracking: str
    removal: str | None  #: of its product's category; then of the location
    packaging: float  #: product units that are reserved whole, 0 for any quantity
    worth: float  #: of one product unit, in the company's currency
    frozen: bool
    strategy: str | None
    waited_runs: int
    waited_days: int


class SomAllocationSnapshot(models.AbstractModel):
    """Demand: the open moves of orders that take goods from stock."""

    _inherit = "som.allocation.snapshot"

    @api.model
    def _som_read_moves(self, policy, scope, as_of, parents):
        """Open moves of orders that the engine reserves, by id."""
        nearest = self._som_removal_of_locations(parents)
        rows = self._som_query_moves(policy, scope, as_of)
        for row in rows:
            row.removal = row.removal or nearest(row.source)
        return [row for row in rows if row.removal != LEAST_PACKAGES]

    @api.model
    def _som_query_moves(self, policy, scope, as_of):
        return [MoveRow(*row) for row in self.env.execute_query(as_if.beside(self.env, SQL(
            """SELECT m.id, m.product_id, m.location_id,
                      GREATEST(m.product_uom_qty - COALESCE(m.quantity, 0), 0)::float,
                      (mu.factor / pu.factor)::float, l.order_id, l.id, t.tracking, r.method ->> 'en_US',
                      CASE WHEN c.packaging_reserve_method = 'full' AND m.packaging_uom_id != t.uom_id
                           THEN (ku.factor / pu.factor)::float ELSE 0 END,
                      %(worth)s::float, COALESCE(l.som_frozen, FALSE), %(strategy)s, COALESCE(l.som_waited_runs, 0),
                      GREATEST(EXTRACT(epoch FROM %(as_of)s - l.som_waiting_since) / 86400, 0)::int
                 FROM stock_move m
                 JOIN stock_location s ON s.id = m.location_id
                 JOIN sale_order_line l ON l.id = m.sale_line_id
                 JOIN sale_order o ON o.id = l.order_id
                 JOIN res_partner orderer ON orderer.id = o.partner_id
                 LEFT JOIN res_partner customer ON customer.id = orderer.commercial_partner_id
                 JOIN product_product p ON p.id = m.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 LEFT JOIN product_category c ON c.id = t.categ_id
                 LEFT JOIN product_removal r ON r.id = c.removal_strategy_id
                 JOIN uom_uom mu ON mu.id = m.product_uom
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
                 LEFT JOIN uom_uom ku ON ku.id = m.packaging_uom_id
                WHERE m.state IN ('confirmed', 'partially_available', 'assigned') AND m.picked IS NOT TRUE
                  AND m.product_uom_qty > 0 AND t.is_storable AND s.usage IN ('internal', 'transit')
                  AND %(scope)s AND NOT (%(native)s)
                ORDER BY m.id""",
            worth=self._som_worth(), strategy=policy._som_strategy_sql(policy.company_id), as_of=as_of,
            scope=scope, native=self._som_native())))]

    @api.model
    def _som_worth(self):
        """Price of one product unit of a line ``l`` of order ``o``, in the company's currency at the order's rate."""
        return SQL("""CASE WHEN l.product_id = m.product_id AND l.product_uom_qty > 0
                           THEN l.price_subtotal / l.product_uom_qty / (lu.factor / pu.factor)
                                / COALESCE(NULLIF(o.currency_rate, 0), 1) ELSE 0 END""")

    @api.model
    def _som_native(self):
        """Conditions under which a move is left to native reservation, which alone understands it."""
        conditions = [
            SQL("m.procure_method != 'make_to_stock'"),
            SQL("EXISTS (SELECT FROM stock_move_move_rel e WHERE e.move_dest_id = m.id)"),
        ]
        if "use_expiration_date" in self.env["product.template"]._fields:
            # what is still fresh depends on the date of each move
            conditions.append(SQL("t.use_expiration_date"))
        return SQL(" OR ").join(conditions)

    @api.model
    def _som_removal_of_locations(self, parents):
        """The removal strategy of locations: their own, or that of the nearest around them, or first in first out."""
        methods = dict(self.env.execute_query(SQL(
            """SELECT a.id, r.method ->> 'en_US'
                 FROM stock_location a JOIN product_removal r ON r.id = a.removal_strategy_id
                ORDER BY a.id""")))
        found = {}

        def nearest(location):
            if location not in found:
                parent = parents.get(location)
                found[location] = methods.get(location) or (nearest(parent) if parent else FIFO)
            return found[location]
        return nearest

    @api.model
    def _som_prepare_demand(self, row, scale, *, held, pinned, stopped, segment, may_use):
        more = 0 if stopped else floor(row.wanted_more * row.ratio * scale + 0.5)
        piece = scale if row.tracking == "serial" else 1
        index, key = segment
        return Demand(
            id=row.id, product=row.product, source=row.source, wanted=held + more, held=held, pinned=pinned,
            step=max(floor(row.packaging * scale + 0.5), piece), piece=piece, ratio=row.ratio, order=row.order,
            segment=index, key=key, waited_runs=row.waited_runs, waited_days=row.waited_days,
            unit_worth=floor(row.worth * 10_000 + 0.5), strategy=row.strategy or "", may_use=may_use, frozen=row.frozen)
