from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.tools import SQL

from ..promise.moments import moment, when

DAY = timedelta(days=1) // timedelta(microseconds=1)
SEQUENCE = ("receipt", "request", "transfer", "purchase", "production", "substitute")
MOST_VENDORS = 3


class SomShortage(models.Model):
    """Finds what would cure shortages, for many rows at once."""

    _inherit = "som.shortage"

    @api.model
    def _som_put_cures(self, company, products, rows, ids, now):
        cures = self._som_find_cures(company, rows, now) if rows else []
        columns = {
            "shortage_id": "int", "kind": "varchar", "ref": "int", "sequence": "int", "quantity": "numeric",
            "date": "timestamp", "days": "int", "price": "numeric", "price_currency_id": "int"}
        # those of a kind stand as they were found: the vendor first whom native purchasing would choose
        values = [[ids[key], kind, ref, SEQUENCE.index(kind) * len(cures) + place, *figures]
                  for place, (key, kind, ref, *figures) in enumerate(cures)]
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
        """The vendors that deliver it, whom native purchasing would choose first, with lead time and price.

        Of each the price that native purchasing takes for so much. Where nobody sells so little, the first sells his
        minimum. What is asked for already is not asked for once more.
        """
        scale = self.env["som.allocation.snapshot"]._som_scale()
        vendors = self._som_read_vendors(company, {product for _warehouse, product, _day in rows})
        more = self._som_purchase_days(company)
        asked = self._som_asked_for(company, rows, now)
        for key, waiting in rows.items():
            quantity = (sum(waits.short for waits in waiting) - asked.get(key, 0)) / scale
            wanted = min(waits.wanted for waits in waiting)
            for vendor in self._som_choices(vendors.get(key[1], ()), quantity)[:MOST_VENDORS] if quantity > 0 else ():
                date = now + timedelta(days=vendor.delay + more)
                yield (key, "purchase", vendor.id, max(quantity, vendor.least), date,
                       max(-(-(moment(date) - wanted) // DAY), 0), vendor.price, vendor.currency)

    @api.model
    def _som_asked_for(self, company, rows, now):  # noqa: ARG002
        """What is asked for already and nobody has confirmed: key of the row → ticks. Seam, for purchasing."""
        return {}

    @api.model
    def _som_purchase_days(self, company):  # noqa: ARG002
        """Days that ordering takes besides the vendor's own. Seam, for purchasing."""
        return 0

    @api.model
    def _som_read_vendors(self, company, products):
        return self.env["product.supplierinfo"]._som_vendors(company, products)

    @api.model
    def _som_choices(self, vendors, quantity):
        """One price of each vendor, the vendor first whom native purchasing would choose.

        Those who sell so little come first; of the others, whose minimum is more, only the first is left where there is
        nobody else.
        """
        sellers = self.env["product.supplierinfo"]
        partners = dict.fromkeys(vendor.partner for vendor in vendors if sellers._som_sells(vendor, quantity))
        return [sellers._som_choose([vendor for vendor in vendors if vendor.partner == partner], quantity)
                for partner in partners] or list(vendors[:1])
