from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.som_core.retry import retrying

from ... import arrays
from ..promise.moments import when

PRODUCTS_AT_ONCE = 500


class SomShortage(models.Model):
    """The board is brought up to date set by set; a row that is still true keeps its id."""

    _inherit = "som.shortage"

    @api.model
    def _som_refresh_all(self, company):
        """All products of a company that somebody waits for, or that stand on the board."""
        products = self._som_products(company)
        for start in range(0, len(products), PRODUCTS_AT_ONCE):
            self._som_refresh(company, products[start:start + PRODUCTS_AT_ONCE])

    @api.model
    def _som_refresh_in_batches(self):
        """The scheduled action, once a day: whatever happened unnoticed, company by company."""
        Cron = self.env["ir.cron"]
        work = [(company, products[start:start + PRODUCTS_AT_ONCE])
                for company in self.env["res.company"].search([]) for products in [self._som_products(company)]
                for start in range(0, len(products), PRODUCTS_AT_ONCE)]
        Cron._commit_progress(remaining=len(work))
        for company, products in work:
            retrying(self.env, lambda company=company, products=products: self._som_refresh(company, products))
            if not Cron._commit_progress(1):
                return

    @api.model
    def _som_products(self, company):
        self.env.flush_all()
        return self.env["product.product"].browse(product for [product] in self.env.execute_query(SQL(
            """SELECT product_id FROM stock_move
                WHERE company_id = %(company)s AND state IN ('waiting', 'confirmed', 'partially_available')
                UNION SELECT product_id FROM som_shortage WHERE company_id = %(company)s ORDER BY 1""",
            company=company.id)))

    @api.model
    def _som_refresh(self, company, products):
        """Bring some products up to date. A fixed number of queries, however many orders wait."""
        if not products:
            return
        now = fields.Datetime.now()
        board = self.sudo().with_company(company)  # sudo: the board is for all who may read it, whoever brings it up
        rows = board._som_rows(company, board._som_read_short(company, products.ids, now))
        ids = board._som_put_rows(company, products, rows, now)
        board._som_put_lines(company, products, rows, ids)
        board._som_put_cures(company, products, rows, ids, now)
        for name in ("som.shortage", "som.shortage.line", "som.shortage.cure"):
            self.env[name].invalidate_model()

    @api.model
    def _som_put_rows(self, company, products, rows, now):
        """:return: dict: key of ``rows`` → id"""
        vendors = self._som_read_vendors(company, products.ids)
        columns = {
            "warehouse_id": "int", "product_id": "int", "wanted_on": "date", "vendor_id": "int",
            "wanted_qty": "numeric", "short_qty": "numeric", "late_qty": "numeric", "to_order_qty": "numeric",
            "missing_qty": "numeric", "covered_at": "timestamp", "order_count": "int", "partner_count": "int",
            "value": "numeric", "since": "timestamp"}
        self._som_put("som_shortage", columns, SQL("(company_id, COALESCE(warehouse_id, 0), product_id, wanted_on)"), [
            self._prepare_row(key, waiting, vendors.get(key[1], ())) for key, waiting in rows.items()],
            company_id=company.id, as_of=now)
        ids = {(warehouse, product, day): number for number, warehouse, product, day in self.env.execute_query(SQL(
            "SELECT id, warehouse_id, product_id, wanted_on FROM som_shortage WHERE company_id = %s"
            " AND product_id = ANY(%s)", company.id, products.ids))}
        gone = [number for key, number in ids.items() if key not in rows]
        self.env.cr.execute(SQL("DELETE FROM som_shortage WHERE id = ANY(%s)", gone))
        return ids

    @api.model
    def _prepare_row(self, key, waiting, vendors):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        [vendor] = [first.partner for first in self._som_choices(
            vendors, sum(waits.short for waits in waiting) / scale)[:1]] or [None]
        covered = [waits.covered for waits in waiting]
        return [
            *key, vendor, *(sum(getattr(waits, name) for waits in waiting) / scale
                            for name in ("quantity", "short", "late", "to_order", "missing")),
            None if None in covered else when(max(covered)), len({waits.order for waits in waiting} - {None}),
            len({waits.partner for waits in waiting} - {None}),
            sum(waits.price * waits.quantity for waits in waiting) / scale, min(waits.since for waits in waiting)]

    @api.model
    def _som_put_lines(self, company, products, rows, ids):
        scale = self.env["som.allocation.snapshot"]._som_scale()
        columns = {
            "move_id": "int", "shortage_id": "int", "product_id": "int", "order_id": "int", "partner_id": "int",
            "quantity": "numeric", "short_qty": "numeric", "late_qty": "numeric", "to_order_qty": "numeric",
            "missing_qty": "numeric", "wanted_at": "timestamp", "promised_at": "timestamp",
            "covered_at": "timestamp", "value": "numeric", "rank": "int"}
        lines = [[
            waits.move, ids[key], waits.product, waits.order, waits.partner,
            *(ticks / scale for ticks in (waits.quantity, waits.short, waits.late, waits.to_order, waits.missing)),
            when(waits.wanted), waits.promised, None if waits.covered is None else when(waits.covered),
            waits.price * waits.quantity / scale, rank,
        ] for key, waiting in rows.items() for rank, waits in enumerate(waiting, start=1)]
        self.env.cr.execute(SQL(
            "DELETE FROM som_shortage_line WHERE company_id = %s AND product_id = ANY(%s) AND NOT move_id = ANY(%s)",
            company.id, products.ids, [line[0] for line in lines]))
        self._som_put("som_shortage_line", columns, SQL("(move_id)"), lines, company_id=company.id)

    @api.model
    def _som_put(self, table, columns, key, rows, **same):
        """Insert rows, or bring them up to date where there is one of that key.

        :param dict columns: name → type, in the order of the rows' values
        :param same: columns that have one value in all rows
        """
        if not rows:
            return
        names = [SQL.identifier(name) for name in (*columns, *same)]
        values = [SQL("%s::" + kind + "[]", arrays.texts(column))  # pylint: disable=sql-injection
                  for kind, column in zip(columns.values(), zip(*rows, strict=True), strict=True)]
        self.env.cr.execute(SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT u.*%(same)s FROM unnest(%(values)s) u"
            " ON CONFLICT %(key)s DO UPDATE SET %(sets)s",
            table=SQL.identifier(table), names=SQL(", ").join(names), values=SQL(", ").join(values), key=key,
            same=SQL("").join(SQL(", %s", value) for value in same.values()),
            sets=SQL(", ").join(SQL("%s = EXCLUDED.%s", name, name) for name in names)))
