from datetime import datetime, time, timezone

from odoo import api, models
from odoo.tools import SQL

from .values import Unit, everywhere


class SomAllocationProtection(models.Model):
    """Protections product by product: what is in force, and how much of it is left."""

    _inherit = "som.allocation.protection"

    @api.model
    def _som_units(self, company, products, as_of, at_hand=()):
        """The protections of some products that are in force, with what of them is set aside and used.

        At most three queries, none where the company protects nothing.

        :param products: ids of ``product.product``
        :param datetime as_of: naive UTC; its day in the company's time zone decides
        :param at_hand: ids of moves whose reservations are not counted as use
        :return: list of ``Unit``, by protection and product
        """
        if not self._som_in_force(company, as_of):
            return []
        self.env.flush_all()
        units = self._som_read_units(company, products, as_of)
        if units:
            scale = self.env["som.allocation.snapshot"]._som_scale()
            on_hand = self._som_read_on_hand(units, scale)
            for unit in units:
                unit.protected = _protected(unit, on_hand, scale)
            self._som_read_use(company, units, at_hand, scale)
        return units

    @api.model
    def _som_read_units(self, company, products, as_of):
        return [self._som_prepare_unit(company, *row) for row in self.env.execute_query(SQL(
            """SELECT p.id, g.id, COALESCE(p.location_id, w.lot_stock_id),
                      CASE WHEN w.id IS NULL
                           THEN ARRAY(SELECT h.lot_stock_id FROM stock_warehouse h WHERE h.company_id = p.company_id)
                           ELSE ARRAY[COALESCE(p.location_id, w.lot_stock_id)] END,
                      p.kind = 'share', CASE WHEN p.kind = 'share' THEN p.share ELSE p.quantity END, p.date_from,
                      ARRAY(SELECT r.channel_id FROM som_allocation_protection_channel_rel r
                             WHERE r.protection_id = p.id),
                      ARRAY(SELECT r.tier_id FROM som_allocation_protection_tier_rel r WHERE r.protection_id = p.id),
                      COALESCE(p.open_to_expedited, FALSE)
                 FROM som_allocation_protection p
                 LEFT JOIN stock_warehouse w ON w.id = p.warehouse_id
                 LEFT JOIN product_category k ON k.id = p.categ_id
                CROSS JOIN product_product g
                 JOIN product_template t ON t.id = g.product_tmpl_id
                 LEFT JOIN product_category c ON c.id = t.categ_id
                WHERE p.active AND p.company_id = %(company)s AND p.date_from <= %(today)s
                  AND (p.date_to IS NULL OR p.date_to >= %(today)s)
                  AND g.id = ANY(%(products)s) AND t.is_storable
                  AND (p.product_id = g.id OR c.parent_path LIKE k.parent_path || '%%')
                ORDER BY p.id, g.id""",
            company=company.id, today=self._som_day(company, as_of), products=sorted(products)))]

    @api.model
    def _som_prepare_unit(self, company, protection, product, source, roots, is_share, amount, date_from, channels,
                          tiers, open_to_expedited):
        first = datetime.combine(date_from, time.min, self._som_zone(company))
        return Unit(
            protection=protection, product=product, source=source or everywhere(company), roots=roots,
            is_share=is_share, amount=amount, since=first.astimezone(timezone.utc).replace(tzinfo=None),
            channels=frozenset(channels), tiers=frozenset(tiers), open_to_expedited=open_to_expedited)

    @api.model
    def _som_read_on_hand(self, units, scale):
        """What is there to take shares of: (protection, product) → ticks. Quants that lack something do not count."""
        shares = [unit for unit in units if unit.is_share]
        if not shares:
            return {}
        return {tuple(key): int(ticks) for *key, ticks in self.env.execute_query(SQL(
            """SELECT u.protection, u.product, SUM(ROUND(q.quantity::numeric * %(scale)s))
                 FROM %(places)s
                 JOIN stock_quant q ON q.product_id = u.product AND q.quantity > 0
                 JOIN stock_location a ON a.id = q.location_id AND a.parent_path LIKE root.parent_path || '%%'
                GROUP BY u.protection, u.product""", scale=scale, places=self._som_places(shares)))}

    @api.model
    def _som_places(self, units):
        """The units ``u`` as a table in SQL, a row for each of their locations ``root``."""
        rows = [(unit, root) for unit in units for root in unit.roots]
        return SQL(
            """unnest(%s, %s, %s, %s::timestamp[], %s, %s)
                   AS u(protection, product, is_share, since, is_everywhere, root_id)
                 JOIN stock_location root ON root.id = u.root_id""",
            [unit.protection for unit, _root in rows], [unit.product for unit, _root in rows],
            [unit.is_share for unit, _root in rows], [unit.since for unit, _root in rows],
            [unit.source < 0 for unit, _root in rows], [root for _unit, root in rows])


def _protected(unit, on_hand, scale):
    """Ticks that a unit sets aside. A share of whole units is rounded down to whole units."""
    if not unit.is_share:
        return round(unit.amount * scale)
    there = on_hand.get((unit.protection, unit.product), 0)
    ticks = there * round(unit.amount * 100) // 10_000
    return ticks if there % scale else ticks - ticks % scale
