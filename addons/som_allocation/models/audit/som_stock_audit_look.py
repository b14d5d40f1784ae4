from odoo import api, models
from odoo.tools import SQL

#: States of moves whose lines hold stock, as native ``stock.quant._clean_reservations`` has them.
HOLDING = ("waiting", "confirmed", "partially_available", "assigned")
#: Places where nothing is reserved, as ``stock.location.should_bypass_reservation`` has them.
BYPASS = ("supplier", "customer", "inventory", "production")


class SomStockAudit(models.Model):
    """The audit's look at stock: two queries, however much there is; ORM records only for what does not add up."""

    _inherit = "som.stock.audit"

    @api.model
    def _som_look(self, company, products=None):
        """Compare what is reserved with what open transfers hold and with what is there.

        :param products: look at these only; None for all
        :return tuple: (number of keys compared, list of values of ``som.stock.audit.finding``)
        """
        self.env.flush_all()
        count, keys = self._som_look_at_keys(company, products)
        return count, keys + self._som_look_at_moves(company, products)

    def _som_look_at_keys(self, company, products):
        rows = self.env.execute_query_dict(self._som_query_keys(company, products))
        count = rows[0]["keys"] if rows else 0
        return count, [
            {**values, **self._prepare_key_values(row)}
            for row in rows if row["product_id"] and not self._som_bypassed(row)
            for values in self._som_judge(row)]

    def _som_judge(self, row):
        """What is wrong with a key, each as kind, expected and found."""
        if not row["quants"]:
            return [{"kind": "orphan", "expected": 0.0, "found": row["held"]}]
        wrong = []
        if row["drifts"]:
            wrong.append({"kind": "drift", "expected": row["held"], "found": row["reserved"]})
        if row["oversold"]:
            wrong.append({"kind": "oversold", "expected": row["quantity"], "found": row["reserved"]})
        return wrong

    def _prepare_key_values(self, row):
        return {
            "product_id": row["product_id"], "location_id": row["location_id"], "lot_id": row["lot_id"] or False,
            "package_id": row["package_id"] or False, "owner_id": row["owner_id"] or False, "uom_id": row["uom_id"]}

    def _som_bypassed(self, row):
        """Whether native code, or an addon that overrides it (kits), reserves nothing under this key."""
        location = self.env["stock.location"].browse(row["location_id"])
        product = self.env["product.product"].browse(row["product_id"])
        return location.should_bypass_reservation() or self.env["stock.quant"]._should_bypass_product(
            product, location, row["reserved"], row["lot_id"], row["package_id"], row["owner_id"])

    def _som_digits(self):
        """Digits after the point up to which native code compares quantities."""
        return self.env["decimal.precision"].precision_get("Product Unit")

    def _som_only(self, column, products):
        return SQL("TRUE") if products is None else SQL("%s = ANY(%s)", column, products.ids)

    def _som_query_keys(self, company, products):
        """One row for each key that does not add up (for none, one row with the number of keys only).

        A line of a lot that has no quant is held, as native code does it, by the stock without a lot beside it,
        if there is some. Lines of moves that are still drafts reserve too, until native code cleans up: a key is
        right with them and without them.
        """
        return SQL("""
            WITH place AS (
                SELECT id FROM stock_location
                 WHERE usage <> ALL(%(bypass)s) AND (company_id = %(company)s OR company_id IS NULL)
            ), quant AS (
                SELECT product_id, location_id, COALESCE(lot_id, 0) AS lot_id, COALESCE(package_id, 0) AS package_id,
                       COALESCE(owner_id, 0) AS owner_id, count(*) AS quants,
                       SUM(COALESCE(quantity, 0)) AS quantity, SUM(COALESCE(reserved_quantity, 0)) AS reserved
                  FROM stock_quant
                 WHERE location_id IN (SELECT id FROM place) AND %(only)s
                 GROUP BY 1, 2, 3, 4, 5
            ), line AS (
                SELECT product_id, location_id, COALESCE(lot_id, 0) AS lot_id, COALESCE(package_id, 0) AS package_id,
                       COALESCE(owner_id, 0) AS owner_id,
                       SUM(CASE WHEN state = ANY(%(holding)s) THEN quantity_product_uom ELSE 0 END) AS firm,
                       SUM(quantity_product_uom) AS held
                  FROM stock_move_line
                 WHERE (state = ANY(%(holding)s) OR state = 'draft' OR state IS NULL)
                   AND quantity_product_uom <> 0
                   AND location_id IN (SELECT id FROM place) AND %(only)s
                 GROUP BY 1, 2, 3, 4, 5
            ), holder AS (
                SELECT line.product_id, line.location_id, line.package_id, line.owner_id, line.firm, line.held,
                       CASE WHEN own.quants IS NULL AND plain.quants IS NOT NULL THEN 0 ELSE line.lot_id END AS lot_id
                  FROM line
                  JOIN product_product p ON p.id = line.product_id
                  JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
                  LEFT JOIN quant own ON (own.product_id, own.location_id, own.lot_id, own.package_id, own.owner_id)
                       = (line.product_id, line.location_id, line.lot_id, line.package_id, line.owner_id)
                  LEFT JOIN quant plain ON (plain.product_id, plain.location_id, plain.lot_id, plain.package_id,
                       plain.owner_id) = (line.product_id, line.location_id, 0, line.package_id, line.owner_id)
            ), held AS (
                SELECT product_id, location_id, lot_id, package_id, owner_id, SUM(firm) AS firm, SUM(held) AS held
                  FROM holder GROUP BY 1, 2, 3, 4, 5
            ), key AS (
                SELECT product_id, location_id, lot_id, package_id, owner_id, COALESCE(quants, 0) AS quants,
                       COALESCE(quantity, 0) AS quantity, COALESCE(reserved, 0) AS reserved, COALESCE(firm, 0) AS held,
                       round(COALESCE(reserved, 0)::numeric, %(digits)s) AS r,
                       round(COALESCE(firm, 0)::numeric, %(digits)s) AS f,
                       round(COALESCE(held, 0)::numeric, %(digits)s) AS h,
                       round(GREATEST(COALESCE(quantity, 0), 0)::numeric, %(digits)s) AS q
                  FROM quant FULL JOIN held USING (product_id, location_id, lot_id, package_id, owner_id)
            ), counted AS (
                SELECT count(*) AS keys FROM key
            ), wrong AS (
                SELECT *, r <> f AND r <> h AS drifts, r > q AS oversold FROM key
                 WHERE (quants > 0 AND (r <> f AND r <> h OR r > q)) OR (quants = 0 AND f <> 0)
            )
            SELECT counted.keys, wrong.*, t.uom_id
              FROM counted LEFT JOIN wrong ON TRUE
              LEFT JOIN product_product p ON p.id = wrong.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
             ORDER BY wrong.product_id, wrong.location_id, wrong.lot_id, wrong.package_id, wrong.owner_id""",
            bypass=list(BYPASS), holding=list(HOLDING), company=company.id, digits=self._som_digits(),
            only=self._som_only(SQL("product_id"), products))

    def _som_look_at_moves(self, company, products):
        """Open moves whose quantity is not the sum of their lines, both in the move's unit."""
        digits = self._som_digits()
        rows = self.env.execute_query_dict(SQL("""
            SELECT m.id AS move_id, m.product_id, m.location_id, m.product_uom AS uom_id,
                   m.quantity AS found, COALESCE(line.quantity, 0) AS expected
              FROM stock_move m
              LEFT JOIN (SELECT l.move_id, SUM(l.quantity * lu.factor / mu.factor) AS quantity
                           FROM stock_move_line l
                           JOIN stock_move lm ON lm.id = l.move_id
                           JOIN uom_uom lu ON lu.id = l.product_uom_id
                           JOIN uom_uom mu ON mu.id = lm.product_uom
                          WHERE lm.state = ANY(%(holding)s)
                          GROUP BY l.move_id) line ON line.move_id = m.id
             WHERE m.state = ANY(%(holding)s) AND m.company_id = %(company)s AND %(only)s
               AND abs(COALESCE(m.quantity, 0) - COALESCE(line.quantity, 0)) > 0.51 * 10.0 ^ -%(digits)s
             ORDER BY m.id""",
            holding=list(HOLDING), company=company.id, digits=digits,
            only=self._som_only(SQL("m.product_id"), products)))
        return [{**row, "kind": "move"} for row in rows]
