from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from odoo.addons.som_allocation.models.promise.moments import moment
from odoo.addons.som_allocation.models.shortage.som_shortage_cures import DAY

from .purchase_order_line import REQUESTED


class Request(NamedTuple):
    """A line of a request for quotation, as one query reads it."""

    id: int
    product: int
    warehouse: int | None
    date: object  #: planned, naive UTC
    price: float  #: of a unit of the product, less the discount
    currency: int
    ticks: int
    bound: int  #: ticks of it that are for ``moves`` alone
    moves: tuple


class SomShortage(models.Model):
    """What is asked for and nobody has confirmed cures shortages; only what is left of them is for further vendors."""

    _inherit = "som.shortage"

    @api.model
    def _som_find_cures(self, company, rows, now):
        return [*super()._som_find_cures(company, rows, now), *self._som_cures_request(company, rows, now)]

    @api.model
    def _som_cures_request(self, company, rows, now):
        """Requests that would cover a row if they were confirmed now, and when their goods would come."""
        scale = self.env["som.allocation.snapshot"]._som_scale()
        overdue = now + timedelta(days=company.som_promise_overdue_days)
        for (key, request), ticks in self._som_share_requests(company, rows).items():
            date = request.date if request.date > now else overdue
            wanted = min(waits.wanted for waits in rows[key])
            yield (key, "request", request.id, ticks / scale, date, max(-(-(moment(date) - wanted) // DAY), 0),
                   request.price, request.currency)

    @api.model
    def _som_asked_for(self, company, rows, now):
        asked = defaultdict(int, super()._som_asked_for(company, rows, now))
        for (key, _request), ticks in self._som_share_requests(company, rows).items():
            asked[key] += ticks
        return asked

    @api.model
    def _som_share_requests(self, company, rows):
        """Who gets what of requests: those for whom they were made, then the rows in the order of their days.

        :return: dict: (key of the row, ``Request``) → ticks
        """
        requests = self._som_read_requests(company, {product for _warehouse, product, _day in rows})
        bound = {move for request in requests for move in request.moves}
        shared, open_ticks = defaultdict(int), {}
        for key in sorted(rows, key=lambda key: (key[2], key[1], key[0] or 0)):
            open_ticks[key] = sum(waits.short for waits in rows[key] if waits.move not in bound)
            for request in requests:
                short = sum(waits.short for waits in rows[key] if waits.move in request.moves)
                if short:
                    shared[key, request] += min(short, request.bound)
        for request in requests:
            left = request.ticks - request.bound
            for key, short in open_ticks.items():
                ticks = min(left, short) if key[:2] == (request.warehouse, request.product) else 0
                if ticks > 0:
                    shared[key, request] += ticks
                    open_ticks[key] -= ticks
                    left -= ticks
        return shared

    @api.model
    def _som_read_requests(self, company, products):
        """Requests for some products that go into stock, the earliest first."""
        self.env.flush_all()
        return [Request(*row[:-1], tuple(row[-1])) for row in self.env.execute_query(SQL(
            """SELECT l.id, l.product_id, COALESCE(f.warehouse_id, y.warehouse_id), l.date_planned,
                      (l.price_unit * (1 - COALESCE(l.discount, 0) / 100) * pu.factor / lu.factor)::float,
                      o.currency_id, asked.ticks, LEAST(asked.ticks, COALESCE(dest.ticks, 0)),
                      COALESCE(dest.moves, ARRAY[]::int[])
                 FROM purchase_order_line l
                 JOIN purchase_order o ON o.id = l.order_id
                 JOIN stock_picking_type y ON y.id = o.picking_type_id
                 LEFT JOIN stock_location f ON f.id = l.location_final_id
                 JOIN product_product p ON p.id = l.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 JOIN uom_uom lu ON lu.id = l.product_uom_id
                CROSS JOIN LATERAL (SELECT ROUND((l.product_qty * lu.factor / pu.factor * %(scale)s)::numeric)::bigint
                                           AS ticks) asked
                 LEFT JOIN LATERAL (
                     SELECT array_agg(m.id ORDER BY m.id) AS moves,
                            ROUND((SUM(m.product_qty) * %(scale)s)::numeric)::bigint AS ticks
                       FROM stock_move_created_purchase_line_rel e
                       JOIN stock_move m ON m.id = e.move_id
                      WHERE e.created_purchase_line_id = l.id
                        AND m.state NOT IN ('draft', 'done', 'cancel')) dest ON true
                WHERE l.product_id = ANY(%(products)s) AND o.company_id = %(company)s AND o.state = ANY(%(states)s)
                  AND asked.ticks > 0 AND COALESCE(f.usage, 'internal') = 'internal' AND y.code = 'incoming'
                ORDER BY l.date_planned, l.id""",
            scale=self.env["som.allocation.snapshot"]._som_scale(), products=list(products), company=company.id,
            states=list(REQUESTED)))]

    @api.model
    def _som_cures_purchase(self, company, rows, now):
        """Vendors deliver to warehouses for which a rule buys."""
        rules = self._som_buy_rules(company)
        buying = {rule.warehouse_id.id or warehouse for rule in rules for warehouse, _product, _day in rows}
        return super()._som_cures_purchase(company, {key: waiting for key, waiting in rows.items() if key[0] in buying},
                                           now)

    @api.model
    def _som_purchase_days(self, company):
        return super()._som_purchase_days(company) + company.days_to_purchase

    @api.model
    def _som_buy_rules(self, company):
        """The rules by which vendors deliver into stock, first choice first."""
        # sudo: how the company buys is no secret
        return self.env["stock.rule"].sudo().search([
            ("action", "=", "buy"), ("location_dest_id.usage", "=", "internal"),
            ("company_id", "in", [False, company.id])], order="route_sequence, sequence")
