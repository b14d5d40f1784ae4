from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models

from ...engine.promise.values import Part, Ready
from .moments import moment, when
from .som_promise import NOWHERE, Asked


class Promise(NamedTuple):
    """The earliest date of an order line that can be kept."""

    date: object  #: with the customer, naive UTC; None where nobody can say
    parts: tuple  #: engine ``Part``, of what it does not hold already
    missing: float  #: product units that nothing known covers


class SomPromise(models.AbstractModel):
    """Dates of order lines: of quotations as if they were confirmed now, of orders as their transfers stand."""

    _inherit = "som.promise"

    @api.model
    def _som_promise(self, lines, together=False):
        """When each line that has goods still to come can be with the customer.

        A fixed number of queries for each company, however many lines.

        :param lines: ``sale.order.line``, saved or not
        :param bool together: what one of those without transfers gets, those after it do not; else only within an order
        :return: dict: line → ``Promise``
        """
        promises, as_of = {}, fields.Datetime.now()
        for company, mine in lines.filtered(lambda line: line._som_is_promised()).grouped("company_id").items():
            # sudo: a date depends on what others wait for, which who asks may not see; nothing but dates comes out
            promises.update(self.sudo().with_company(company)._som_promise_company(company, mine, as_of, together))
        return promises

    @api.model
    def _som_promise_company(self, company, lines, as_of, together):
        moves = self._som_moves_of(lines)
        asked = self._som_asked(self._som_not_coming(lines, moves), together)
        products = {move.product_id.id for group in moves.values() for move in group}
        soon = {move.id for group in moves.values() for move in group}
        wants = [want for group in asked.values() for want in group]
        ready = self._som_ready(company, wants, as_of, products, soon) if wants or products else {}
        routes = self._som_routes(lines, as_of)
        now = moment(as_of)
        return self._som_complete({
            line: self._som_dated(line, self._som_line_ready(line, asked, moves, ready, now), routes[line], as_of)
            for line in lines})

    @api.model
    def _som_not_coming(self, lines, moves):
        """Those of some lines that nothing is on its way for; they have to ask what they would get."""
        return lines.filtered(lambda line: not moves.get(line))

    @api.model
    def _som_complete(self, promises):
        """An order that ships when all of it is ready has one date: that of its last line."""
        by_order = {}
        for line, promise in promises.items():
            if line.order_id.picking_policy == "one":
                by_order.setdefault(line.order_id, []).append(promise.date)
        last = {order: max(dates) if all(dates) else None for order, dates in by_order.items()}
        return {line: promise._replace(date=last.get(line.order_id, promise.date))
                for line, promise in promises.items()}

    @api.model
    def _som_moves_of(self, lines):
        """Line → its open moves that take goods from stock; the later steps of a way are fed by the first."""
        # sudo: who sells need not be allowed to read transfers
        moves = lines.filtered(lambda line: line.state == "sale").sudo().move_ids.filtered(
            lambda move: move._som_is_open() and move.location_id.usage in ("internal", "transit"))
        of_line = moves.grouped("sale_line_id")
        return {line: of_line[line.sudo()] for line in lines if line.sudo() in of_line}

    @api.model
    def _som_asked(self, lines, together):
        """What lines without transfers would take from stock: line → list of ``Asked``; nothing that has no stock."""
        scale = self.env["som.allocation.snapshot"]._som_scale()
        asked = {}
        for line in lines.filtered(lambda line: line.product_id.is_storable):
            warehouse = line.warehouse_id or line.order_id.warehouse_id
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty - line.qty_delivered, line.product_id.uom_id, rounding_method="HALF-UP")
            asked[line] = [Asked(
                -1 - len(asked), line.product_id.id,
                NOWHERE if self._som_made_to_order(line) else warehouse.sudo().lot_stock_id.id, round(quantity * scale),
                line=line._origin.id or 0, order=line.order_id._origin.id, group=0 if together else line.order_id.id)]
        return asked

    @api.model
    def _som_made_to_order(self, line):
        """Whether what a line wants is got for it, not taken from stock."""
        return line.is_mto

    @api.model
    def _som_line_ready(self, line, asked, moves, ready, now):
        """When all of a line is in stock: what its transfers lack, or what it asks for."""
        if len(asked.get(line, ())) == 1:
            return ready[asked[line][0].id]
        found = [ready[want.id] for want in asked.get(line, ())] + [
            ready[move.id] for move in moves.get(line, ()) if move.id in ready]
        fed = [self._som_fed(origin, ready, now) for move in moves.get(line, ()) for origin in move.move_orig_ids
               if origin._som_is_awaited()]
        if None in [part.date for part in fed]:
            return Ready(line.id, tuple(fed), sum(one.missing for one in found))
        parts = sorted([part for one in found for part in one.parts] + fed, key=lambda part: part.date)
        missing = sum(one.missing for one in found)
        date = None if missing else max([now, *(one.date for one in found), *(part.date for part in fed)])
        return Ready(line.id, tuple(parts), missing, date)

    @api.model
    def _som_fed(self, origin, ready, now):
        """The part that a move brings which is bound for a line alone; nobody knows when: it has no date."""
        end = ready.get(("run", origin.id))
        if end:
            date = end.date and max(now, end.date)
            return Part(0, date, batch=origin.id, waits=end.waits)
        return Part(0, max(now, moment(origin.date)), batch=origin.id)

    @api.model
    def _som_dated(self, line, ready, route, as_of):
        """Never earlier than the lead time agreed for the product, as Odoo has it."""
        missing = ready.missing / self.env["som.allocation.snapshot"]._som_scale()
        if ready.date is None:
            return Promise(None, ready.parts, missing)
        start = line.order_id.date_order if line.state == "sale" else as_of
        least = (start or as_of) + timedelta(days=line.customer_lead or 0.0)
        return Promise(max(when(route.arrives(ready.date)), least), ready.parts, missing)
