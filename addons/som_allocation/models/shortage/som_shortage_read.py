from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import SQL

from ..promise.moments import moment, when


class Waits(NamedTuple):
    """A move that comes short; quantities are ticks, moments microseconds."""

    move: int
    product: int
    warehouse: int | None
    order: int | None
    partner: int | None
    wanted: int
    promised: object  #: datetime, or None
    since: object
    price: float  #: of a product unit, in the currency of the company
    quantity: int
    short: int
    late: int
    to_order: int
    missing: int
    covered: int | None
    parts: tuple


class SomShortage(models.Model):
    """Who comes short, as the promise engine answers for everybody who waits."""

    _inherit = "som.shortage"

    @api.model
    def _som_read_short(self, company, products, as_of):
        """Moves that are not covered in time, in the order in which they are served.

        A fixed number of queries, however many wait.

        :return: list of ``Waits``
        """
        ready = self.env["som.promise"]._som_ready(company, [], as_of, products)
        # others are what places owe
        ready = {key: answer for key, answer in ready.items() if isinstance(key, int)}
        rows = {row["id"]: row for row in self._som_query_waiting(list(ready))}
        wanted = self._som_wanted(company, rows.values(), as_of)
        found = [self._som_judge(rows[move], answer, wanted[move]) for move, answer in ready.items() if move in rows]
        return [waits for waits in found if waits.short]

    @api.model
    def _som_query_waiting(self, moves):
        self.env.cr.execute(SQL(
            """SELECT m.id, m.product_id AS product, m.date AS planned,
                      COALESCE(s.warehouse_id, y.warehouse_id, m.warehouse_id) AS warehouse,
                      m.procure_method = 'make_to_order' AS to_order, l.id AS line, l.order_id,
                      o.partner_id, COALESCE(o.date_order, m.create_date) AS since, l.som_promised_date AS promised,
                      LEAST(o.commitment_date, o.som_requested_date, l.som_first_promised_date) AS asked,
                      CASE WHEN l.product_id = m.product_id
                           THEN l.price_reduce_taxexcl * pu.factor / lu.factor / COALESCE(NULLIF(o.currency_rate, 0), 1)
                           ELSE 0 END::float AS price
                 FROM stock_move m
                 JOIN stock_location s ON s.id = m.location_id
                 JOIN product_product p ON p.id = m.product_id
                 JOIN product_template t ON t.id = p.product_tmpl_id
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 LEFT JOIN stock_picking_type y ON y.id = m.picking_type_id
                 LEFT JOIN sale_order_line l ON l.id = m.sale_line_id
                 LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
                 LEFT JOIN sale_order o ON o.id = l.order_id
                WHERE m.id = ANY(%s)""", moves))
        return self.env.cr.dictfetchall()

    @api.model
    def _som_wanted(self, company, rows, as_of):
        """When the goods of each move have to be ready to ship: move id → moment."""
        asked = {row["id"]: row for row in rows if row["asked"] and company.som_promise}
        lines = self.env["sale.order.line"].browse(row["line"] for row in asked.values())
        routes = self.env["som.promise"]._som_routes(lines, as_of)
        known, wanted = {}, {}
        for row in rows:
            wanted[row["id"]] = moment(row["planned"])
            if row["id"] in asked:
                key = routes[lines.browse(row["line"])], row["asked"]
                if key not in known:
                    known[key] = key[0].ready_by(moment(row["asked"]))
                # what was to be there before anything could ship was wanted then
                wanted[row["id"]] = moment(row["asked"]) if known[key] is None else known[key]
        return wanted

    @api.model
    def _som_judge(self, row, answer, wanted):
        late = sum(part.quantity for part in answer.parts if part.date > wanted and (part.batch or part.is_to_order))
        # what is ordered for a move by itself has been ordered
        to_order = 0 if row["to_order"] else sum(part.quantity for part in answer.parts if part.is_to_order)
        short = answer.missing + sum(
            part.quantity for part in answer.parts
            if (part.is_to_order and to_order) or (part.date > wanted and (part.batch or part.is_to_order)))
        dates = [part.date for part in answer.parts]
        return Waits(
            row["id"], row["product"], row["warehouse"], row["order_id"], row["partner_id"], wanted, row["promised"],
            row["since"], row["price"], answer.missing + sum(part.quantity for part in answer.parts), short, late,
            to_order, answer.missing, None if answer.missing else max(dates, default=wanted), answer.parts)

    @api.model
    def _som_rows(self, company, waiting):
        """Those who come short, by row of the board: (warehouse, product, day) → list of ``Waits``."""
        rows = defaultdict(list)
        here = self.with_context(tz=company._som_tz())
        days = {}
        for waits in waiting:
            if waits.wanted not in days:
                days[waits.wanted] = fields.Datetime.context_timestamp(here, when(waits.wanted)).date()
            rows[waits.warehouse, waits.product, days[waits.wanted]].append(waits)
        return rows
