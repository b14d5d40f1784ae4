from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class Measured(NamedTuple):
    """What was measured for a rule; units of the product, and days."""

    days: int  #: over which demand was measured; those without demand count
    demand: float
    demand_spread: float
    receipts: int  #: how many receipts the lead time was measured from
    lead: float | None
    lead_spread: float | None
    vendor_lead: int | None


class StockWarehouseOrderpoint(models.Model):
    """Measures demand and lead times: one query for all rules."""

    _inherit = "stock.warehouse.orderpoint"

    @api.model
    def _som_ordered_at(self):
        """When the goods of a receipt's move ``m`` were ordered, as SQL; a purchase glue knows better.

        What was left behind of a receipt was ordered with the rest of it: with the first of the transfers.
        """
        return SQL(
            """(WITH RECURSIVE first AS (
                    SELECT k.backorder_id, k.create_date FROM stock_picking k WHERE k.id = m.picking_id
                    UNION ALL
                    SELECT k.backorder_id, k.create_date FROM first JOIN stock_picking k ON k.id = first.backorder_id)
                SELECT LEAST(MIN(create_date), m.create_date) FROM first)""")

    def _som_measure(self, company):
        """What was measured for each rule of a company.

        Demand of a day is what left the rule's place for customers less what they sent back, by the days of the
        company, over the days before today. A rule on a warehouse's stock is about all of the warehouse. Days before
        the product's first move there do not count. The lead time is that of receipts from vendors that came within a
        year: from order to arrival.

        :return: dict: rule id → ``Measured``
        """
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """WITH rule AS (
                   SELECT r.id, r.product_id, r.company_id, t.uom_id, root.parent_path AS path,
                          %(today)s::date - %(days)s AS begins
                     FROM stock_warehouse_orderpoint r
                     JOIN stock_warehouse w ON w.id = r.warehouse_id
                     JOIN stock_location root ON root.id = CASE WHEN r.location_id = w.lot_stock_id
                                                                THEN w.view_location_id ELSE r.location_id END
                     JOIN product_product p ON p.id = r.product_id
                     JOIN product_template t ON t.id = p.product_tmpl_id
                    WHERE r.id = ANY(%(rules)s)),
               moved AS (
                   SELECT r.id, (m.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
                          m.quantity * mu.factor / pu.factor AS quantity, f.usage AS source, d.usage AS dest,
                          starts_with(f.parent_path, r.path) AS out, starts_with(d.parent_path, r.path) AS back,
                          CASE WHEN f.usage = 'supplier' AND starts_with(d.parent_path, r.path)
                                    AND m.date >= %(today)s::date - 365
                               THEN EXTRACT(epoch FROM m.date - %(ordered)s) / 86400 END AS lead
                     FROM rule r
                     JOIN stock_move m ON m.product_id = r.product_id AND m.company_id = r.company_id
                                      AND m.state = 'done'
                     JOIN stock_location f ON f.id = m.location_id
                     JOIN stock_location d ON d.id = m.location_dest_id
                     JOIN uom_uom mu ON mu.id = m.product_uom
                     JOIN uom_uom pu ON pu.id = r.uom_id),
               began AS (
                   SELECT r.id, CASE WHEN MIN(moved.day) IS NULL THEN 0
                                     ELSE %(today)s::date - GREATEST(MIN(r.begins), MIN(moved.day)) END AS days,
                          COUNT(moved.lead) AS receipts,
                          AVG(GREATEST(moved.lead, 0)) FILTER (WHERE moved.lead IS NOT NULL) AS lead,
                          STDDEV_SAMP(GREATEST(moved.lead, 0)) FILTER (WHERE moved.lead IS NOT NULL) AS lead_spread
                     FROM rule r LEFT JOIN moved ON moved.id = r.id AND (moved.out OR moved.back)
                    GROUP BY r.id),
               daily AS (
                   SELECT r.id, moved.day, SUM(CASE WHEN out AND dest = 'customer' THEN quantity
                                                    WHEN back AND source = 'customer' THEN -quantity
                                                    ELSE 0 END) AS quantity
                     FROM rule r JOIN moved ON moved.id = r.id
                    WHERE moved.day >= r.begins AND moved.day < %(today)s
                    GROUP BY r.id, moved.day),
               total AS (
                   SELECT id, SUM(quantity) AS quantity, SUM(quantity * quantity) AS squares FROM daily GROUP BY id)
               SELECT b.id, COALESCE(GREATEST(b.days, 0), 0), COALESCE(t.quantity / NULLIF(b.days, 0), 0)::float,
                      COALESCE(SQRT(GREATEST(t.squares - t.quantity * t.quantity / NULLIF(b.days, 0), 0)
                                    / NULLIF(b.days - 1, 0)), 0)::float,
                      b.receipts, b.lead::float, b.lead_spread::float
                 FROM began b
                 LEFT JOIN total t ON t.id = b.id""",
            rules=self.ids, days=company.som_demand_days, ordered=self._som_ordered_at(),
            zone=company._som_tz(), today=company._som_today()))
        rows = self.env.cr.fetchall()
        leads = self._som_vendor_leads(company)
        return {row[0]: Measured(*row[1:], leads.get(row[0])) for row in rows}

    def _som_vendor_leads(self, company):
        """How many days the vendor takes from whom each rule would order: rule id → days. Seam, for purchasing."""
        sellers = self.env["product.supplierinfo"]
        vendors = sellers._som_vendors(company, self.product_id.ids)
        return {rule.id: sellers._som_choose(vendors[rule.product_id.id]).delay
                for rule in self if rule.product_id.id in vendors}
