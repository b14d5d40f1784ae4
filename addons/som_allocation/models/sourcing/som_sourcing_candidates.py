from datetime import UTC, datetime, time, timedelta

from odoo import api, models
from odoo.tools import SQL

from .distance import great_circle
from .som_sourcing_rule import OF_ORDERS
from .values import Candidate, Case, OrderTerms

#: Goods are read without what a warehouse keeps as a minimum; the other rules speak of the order.
NOT_OF_CANDIDATES = OF_ORDERS | {"minimum"}


class SomSourcing(models.AbstractModel):
    """What the rules make of each warehouse, for an order."""

    _inherit = "som.sourcing"

    @api.model
    def _som_candidates(self, order, places, rules, facts, refused):
        """The places as an order sees them, and its own terms.

        :return: list of ``Candidate`` (also those that a rule removed), and ``OrderTerms``
        """
        mine = [rule for rule, orders in rules if order in orders]
        candidates = [Candidate(*place, refused=refused.get((order, place[0].shipper), set())) for place in places]
        self._som_measure(order, candidates)
        for candidate in candidates:
            for rule in mine:
                if rule.kind not in NOT_OF_CANDIDATES and not candidate.removed and rule._som_is_of(
                        candidate.place):
                    getattr(rule, f"_som_apply_{rule.kind}")(Case(order, facts, candidate=candidate))
        self._som_spare_shipments(order, candidates)
        terms = OrderTerms()
        for rule in mine:
            if rule.kind in OF_ORDERS:
                getattr(rule, f"_som_term_{rule.kind}")(Case(order, facts, terms=terms))
        return candidates, terms

    @api.model
    def _som_spare_shipments(self, order, candidates):
        """Who ships some of the order already ships more of it with that."""
        if order.state == "sale":
            moves = order.order_line.move_ids.filtered(lambda move: move._som_is_open() and move._som_is_outward())
            shipping = moves.grouped(lambda move: move._som_place())
            for candidate in candidates:
                if candidate.place in shipping:
                    candidate.shipment.clear()

    @api.model
    def _som_measure(self, order, candidates):
        """How far each is; one whose place nobody knows counts as far as the farthest, where rules cost."""
        known = []
        for candidate in candidates:
            candidate.km = great_circle(candidate.partner, order.partner_shipping_id)
            if candidate.km is None:
                candidate.notes.append(self.env._("distance unknown: an address has no coordinates"))
            else:
                known.append(candidate.km)
        for candidate in candidates:
            candidate.assumed = candidate.km if candidate.km is not None else max(known, default=0.0)

    @api.model
    def _som_read_refused(self, wants):
        """(order, shipper) → ids of products that it refused to ship for it."""
        lines = self.env["sale.order.line"].concat(*wants)._origin
        refused = {}
        for refusal in self.env["som.sourcing.refusal"].search([("line_id", "in", lines.ids)]):
            refused.setdefault((refusal.order_id, refusal._som_shipper()), set()).add(refusal.line_id.product_id.id)
        return refused

    @api.model
    def _som_read_ages(self, warehouses, products, as_of):
        """(warehouse id, product id) → how many days its stock has lain there, on average."""
        return {(warehouse, product): float(days) for warehouse, product, days in self.env.execute_query(SQL(
            """SELECT w.id, q.product_id,
                      SUM(q.quantity * EXTRACT(epoch FROM %s - q.in_date)) / SUM(q.quantity) / 86400
                 FROM stock_warehouse w
                 JOIN stock_location k ON k.id = w.lot_stock_id
                 JOIN stock_location a ON a.parent_path LIKE k.parent_path || '%%'
                 JOIN stock_quant q ON q.location_id = a.id AND q.quantity > 0
                WHERE w.id = ANY(%s) AND q.product_id = ANY(%s)
                GROUP BY w.id, q.product_id""", as_of, warehouses.ids, sorted(products)))}

    @api.model
    def _som_read_load(self, warehouses, today, zone):
        """Warehouse → how many orders and lines it ships today, done or still to do."""
        start = datetime.combine(today, time(), zone).astimezone(UTC).replace(tzinfo=None)
        return {warehouses.browse(one): (orders, lines) for one, orders, lines in self.env.execute_query(SQL(
            """SELECT y.warehouse_id, COUNT(DISTINCT p.id), COUNT(DISTINCT m.sale_line_id)
                 FROM stock_move m
                 JOIN stock_picking p ON p.id = m.picking_id
                 JOIN stock_picking_type y ON y.id = p.picking_type_id
                 JOIN stock_location s ON s.id = m.location_id
                 JOIN stock_warehouse w ON w.id = y.warehouse_id
                 JOIN stock_location k ON k.id = w.lot_stock_id AND s.parent_path LIKE k.parent_path || '%%'
                WHERE w.id = ANY(%s) AND m.sale_line_id IS NOT NULL AND m.state != 'cancel'
                  AND p.state != 'cancel' AND m.date >= %s AND m.date < %s
                GROUP BY y.warehouse_id""", warehouses.ids, start, start + timedelta(days=1)))}
