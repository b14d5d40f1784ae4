from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...arrays import numbers
from .values import Who


class SomAllocationProtection(models.Model):
    """How much of what is protected is used already: reserved for those it is for, or shipped to them."""

    _inherit = "som.allocation.protection"

    @api.model
    def _som_read_use(self, company, units, at_hand, scale):
        """Note on the units what of them is used.

        What several could have given is taken from one of them, in the order in which the engine draws: the inmost
        place first, then the older protection.
        """
        by_key = {(unit.protection, unit.product): unit for unit in units}
        use = defaultdict(int)
        for product, keys, channel, tier, expedited, ticks in self._som_query_use(company, units, at_hand, scale):
            who = Who(channel, tier, expedited)
            usable = tuple(key for key in keys if by_key[key, product].serves(who))
            if usable:
                use[product, usable] += int(ticks)
        # those first which have the least choice
        for (product, usable), ticks in sorted(use.items(), key=lambda item: (len(item[0][1]), item[0])):
            _spread(ticks, [by_key[key, product] for key in usable])

    @api.model
    def _som_query_use(self, company, units, at_hand, scale):
        """What left the protected places for orders, or is reserved there for them, summed by who that is.

        Goods that came back count against it. What is reserved for moves at hand counts only where somebody has begun
        to handle it, as the engine does not (``pinned``).

        :return: (product, protections that lie there, channel, tier, expedited, ticks)
        """
        # sudo: whose customer it is decides, also for those who may not see it
        partner = self.env["res.partner"].sudo().with_company(company)
        return self.env.execute_query(SQL(
            """WITH place AS (SELECT u.*, root.parent_path FROM %(places)s),
                    used AS (
                   SELECT l.product_id, o.id AS order_id, ROUND(l.quantity_product_uom::numeric * %(scale)s) AS ticks,
                          f.parent_path AS source, d.parent_path AS destination, m.state = 'done' AS is_done, m.date
                     FROM stock_move_line l
                     JOIN stock_move m ON m.id = l.move_id
                     JOIN sale_order_line k ON k.id = m.sale_line_id
                     JOIN sale_order o ON o.id = k.order_id
                     JOIN stock_location f ON f.id = l.location_id
                     JOIN stock_location d ON d.id = l.location_dest_id
                    WHERE l.product_id = ANY(%(products)s) AND l.quantity_product_uom > 0
                      AND CASE WHEN m.state = 'done' THEN m.date >= %(since)s
                               ELSE m.state NOT IN ('draft', 'cancel') AND (m.id != ALL(%(at_hand)s::int[])
                                    OR l.picked IS TRUE
                                    OR (l.result_package_id IS NOT NULL AND l.is_entire_pack IS NOT TRUE)) END),
                    counted AS (
                   SELECT used.product_id, used.order_id, way.sign * used.ticks AS ticks,
                          ARRAY(SELECT p.protection FROM place p
                                 WHERE p.product = used.product_id AND way.inside LIKE p.parent_path || '%%'
                                   AND CASE WHEN used.is_done
                                            THEN NOT p.is_share AND used.date >= p.since
                                                 AND way.outside NOT LIKE p.parent_path || '%%'
                                            ELSE TRUE END
                                 ORDER BY p.is_everywhere, LENGTH(p.parent_path) DESC, p.protection) AS keys
                     FROM used
                    CROSS JOIN LATERAL (VALUES (1, used.source, used.destination), (-1, used.destination, used.source))
                               AS way(sign, inside, outside)
                    WHERE way.sign = 1 OR used.is_done)
               SELECT c.product_id, c.keys, COALESCE(o.som_channel_id, 0), COALESCE(%(tier)s, 0),
                      COALESCE(o.som_expedited, FALSE), SUM(c.ticks)
                 FROM counted c
                 JOIN sale_order o ON o.id = c.order_id
                 JOIN res_partner orderer ON orderer.id = o.partner_id
                 JOIN res_partner customer ON customer.id = orderer.commercial_partner_id
                WHERE c.keys != '{}'
                GROUP BY 1, 2, 3, 4, 5
                ORDER BY 1, 2, 3, 4, 5""",
            places=self._som_places(units), scale=scale, products=sorted({unit.product for unit in units}),
            since=min(unit.since for unit in units), at_hand=numbers(at_hand),
            tier=partner._field_to_sql("customer", "som_tier_id")))

    @api.model
    def _som_read_who(self, company, orders):
        """Who some orders are for: order → ``Who``."""
        # sudo: as above
        partner = self.env["res.partner"].sudo().with_company(company)
        return {order: Who(*who) for order, *who in self.env.execute_query(SQL(
            """SELECT o.id, COALESCE(o.som_channel_id, 0), COALESCE(%s, 0), COALESCE(o.som_expedited, FALSE)
                 FROM sale_order o
                 JOIN res_partner orderer ON orderer.id = o.partner_id
                 JOIN res_partner customer ON customer.id = orderer.commercial_partner_id
                WHERE o.id = ANY(%s::int[]) ORDER BY o.id""",
            partner._field_to_sql("customer", "som_tier_id"), numbers(sorted(orders))))}


def _spread(ticks, units):
    """Note on the units that so much was used, on the first as far as it goes, then on the next."""
    for unit in units:
        part = max(min(unit.left, ticks), 0)
        unit.used += part
        ticks -= part
