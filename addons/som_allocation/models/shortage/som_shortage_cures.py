from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..promise.moments import moment, when

DAY = timedelta(days=1) // timedelta(microseconds=1)
SEQUENCE = ("receipt", "transfer", "purchase", "production", "substitute")


class SomShortage(models.Model):
    """Finds what would cure shortages, for many rows at once."""

    _inherit = "som.shortage"

    @api.model
    def _som_put_cures(self, company, products, rows, ids, now):
        cures = self._som_find_cures(company, rows, now) if rows else []
        columns = {
            "shortage_id": "int", "kind": "varchar", "ref": "int", "sequence": "int", "quantity": "numeric",
            "date": "timestamp", "days": "int", "price": "numeric", "price_currency_id": "int"}
        values = [[ids[key], kind, ref, SEQUENCE.index(kind), quantity, date, days, price, currency]
                  for key, kind, ref, quantity, date, days, price, currency in cures]
        self.env.cr.execute(SQL(
            """DELETE FROM som_shortage_cure c USING som_shortage s
                WHERE s.id = c.shortage_id AND s.company_id = %s AND s.product_id = ANY(%s)
                  AND NOT (c.shortage_id, c.kind, c.ref) IN (
                      SELECT * FROM unnest(%s::int[], %s::varchar[], %s::int[]))""",
            company.id, products.ids, [row[0] for row in values], [row[1] for row in values],
            [row[2] for row in values]))
        self._som_put("som_shortage_cure", columns, SQL("(shortage_id, kind, ref)"), values, company_id=company.id)

    @api.model
    def _som_find_cures(self, company, rows, now):
        """What would cure each row. Who knows of more (production) extends this.

        :param dict rows: (warehouse, product, day) → list of ``Waits``
        :return: list of (key of the row, kind, id, quantity, date, days, price, currency id)
        """
        return [*self._som_cures_receipt(rows), *self._som_cures_spare(company, rows, now),
                *self._som_cures_purchase(company, rows, now)]

    @api.model
    def _som_cures_receipt(self, rows):
        """What is on its way and comes too late: how much of it is for them, and by how many days."""
        scale = self.env["som.allocation.snapshot"]._som_scale()
        for key, waiting in rows.items():
            late = defaultdict(lambda: [0, 0, 0])
            for waits in waiting:
                for part in waits.parts:
                    if part.batch and part.date > waits.wanted:
                        ticks, days, date = late[part.batch]
                        late[part.batch] = [ticks + part.quantity, max(days, -(-(part.date - waits.wanted) // DAY)),
                                            max(date, part.date)]
            for batch, (ticks, days, date) in late.items():
                yield key, "receipt", batch, ticks / scale, when(date), days, None, None

    @api.model
    def _som_cures_spare(self, company, rows, now):
        """What others have to spare by then, and what could be sold instead; the earlier rows come first."""
        scale = self.env["som.allocation.snapshot"]._som_scale()
        spare, instead = self._som_read_spare(company, rows, now)
        used = defaultdict(int)
        for key in sorted(rows, key=lambda key: (key[2], key[1], key[0] or 0)):
            warehouse, product, _day = key
            short = sum(waits.short for waits in rows[key])
            by = max([moment(now), *(waits.wanted for waits in rows[key])])
            other = instead.get(product)
            places = [("transfer", place, place[1]) for place in sorted(spare)
                      if place[0] == product and place[1] != warehouse]
            places += [("substitute", (other.id, warehouse), other.id)] if other else []
            for kind, place, ref in places:
                left = sum(part.quantity for part in spare.get(place, ()) if part.date <= by) - used[place]
                ticks = min(left, short)
                if ticks > 0:
                    used[place] += ticks
                    yield key, kind, ref, ticks / scale, now, 0, None, None

    @api.model
    def _som_cures_purchase(self, company, rows, now):
        """The vendors that deliver it, in the order in which native purchasing chooses, with lead time and price."""
        scale = self.env["som.allocation.snapshot"]._som_scale()
        vendors = defaultdict(list)
        for row in self._som_vendors(company, [product for _warehouse, product, _day in rows], now):
            vendors[row["product"]].append(row)
        for key, waiting in rows.items():
            wanted = min(waits.wanted for waits in waiting)
            for row in vendors[key[1]][:3]:
                date = now + timedelta(days=row["delay"])
                yield (key, "purchase", row["id"], sum(waits.short for waits in waiting) / scale, date,
                       max(-(-(moment(date) - wanted) // DAY), 0), row["price"], row["currency"])

    @api.model
    def _som_vendors(self, company, products, now):
        """Who delivers some products today, the first first. Prices are of a product unit."""
        self.env.cr.execute(SQL(
            """SELECT p.id AS product, s.id, s.partner_id AS partner, s.delay, s.currency_id AS currency,
                      (s.price * (1 - COALESCE(s.discount, 0) / 100)
                       * pu.factor / COALESCE(su.factor, pu.factor))::float AS price
                 FROM product_product p
                 JOIN product_template t ON t.id = p.product_tmpl_id AND t.purchase_ok
                 JOIN uom_uom pu ON pu.id = t.uom_id
                 JOIN product_supplierinfo s ON s.product_tmpl_id = t.id AND COALESCE(s.product_id, p.id) = p.id
                 LEFT JOIN uom_uom su ON su.id = s.product_uom_id
                WHERE p.id = ANY(%(products)s) AND COALESCE(s.company_id, %(company)s) = %(company)s
                  AND COALESCE(s.date_start, %(today)s) <= %(today)s AND COALESCE(s.date_end, %(today)s) >= %(today)s
                ORDER BY p.id, s.sequence, s.min_qty DESC, s.price, s.id""",
            products=list(products), company=company.id, today=now.date()))
        return self.env.cr.dictfetchall()
