"""Open demand by the hundred thousand: orders, transfers and moves, copied by SQL from one that Odoo made.

Made through Odoo, 20,000 confirmed orders take a quarter of an hour; what is measured is what comes after.
"""
from odoo.tools import SQL

LINES = 5


class Demand:
    """``orders`` confirmed orders of five lines each, over ``products`` products, and stock for part of it."""

    def __init__(self, env, orders, products, share=0.7):
        self.env, self.orders = env, orders
        self.company = env.company
        self.location = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
        self.products = self._products(products)
        self._orders()
        self._stock(share)
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.invalidate_all()

    def _products(self, count):
        env = self.env
        return env["product.product"].create([{
            "name": f"Bench {n}", "default_code": f"BENCH-{n}", "type": "consu", "is_storable": True,
            "list_price": 10 + n % 90, "weight": 0.1} for n in range(count)])

    def _orders(self):
        """One order made by Odoo, and as many copies of it as are wanted."""
        env = self.env
        env["stock.picking.type"].search([("code", "=", "outgoing")]).reservation_method = "manual"
        partner = env["res.partner"].create({"name": "Bench Buyer", "city": "Oslo", "zip": "0150", "street": "1 Main St"})
        first = env["sale.order"].create({
            "partner_id": partner.id,
            "order_line": [(0, 0, {"product_id": self.products[n].id, "product_uom_qty": n % 3 + 1})
                           for n in range(LINES)]})
        first.action_confirm()
        env.flush_all()
        self.picking = first.picking_ids
        copies = self.orders - 1
        self._copy("sale_order", first.ids, copies, {"name": "'BENCH-' || n.copy"}, "bench_order")
        self._copy("stock_picking", first.picking_ids.ids, copies,
                   {"name": "'BENCH/' || n.copy", "sale_id": self._new("bench_order", "t.sale_id")}, "bench_picking")
        product = SQL(
            "(%s::int[])[1 + (n.copy * %s + t.id %% %s) %% %s]", self.products.ids, LINES, LINES, len(self.products))
        self._copy("sale_order_line", first.order_line.ids, copies,
                   {"order_id": self._new("bench_order", "t.order_id"), "product_id": product}, "bench_line")
        self._copy("stock_move", first.picking_ids.move_ids.ids, copies, {
            "picking_id": self._new("bench_picking", "t.picking_id"),
            "sale_line_id": self._new("bench_line", "t.sale_line_id"),
            "product_id": f"(SELECT l.product_id FROM sale_order_line l WHERE l.id = {self._text('bench_line', 't.sale_line_id')})",
        }, "bench_move")

    def _text(self, table, old):
        return f"(SELECT c.new FROM {table} c WHERE c.old = {old} AND c.copy = n.copy)"

    def _new(self, table, old):
        return self._text(table, old)

    def _copy(self, table, ids, copies, changes, mapping):
        """Copies of rows, some columns changed; which came of which is kept in a table for those that refer to them."""
        cr = self.env.cr
        cr.execute(SQL("SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'",
                       table))
        columns = [name for [name] in cr.fetchall()]
        values = [self._sql(changes.get(column, f't."{column}"')) for column in columns]
        cr.execute(SQL(
            """CREATE TEMP TABLE %(mapping)s AS
               SELECT t.id AS old, n.copy, nextval(%(sequence)s)::int AS new
                 FROM %(table)s t CROSS JOIN generate_series(1, %(copies)s) AS n(copy) WHERE t.id = ANY(%(ids)s)
                ORDER BY n.copy, t.id""",
            mapping=SQL.identifier(mapping), sequence=f"{table}_id_seq", table=SQL.identifier(table), copies=copies,
            ids=list(ids)))
        cr.execute(SQL("CREATE INDEX ON %s (old, copy)", SQL.identifier(mapping)))
        cr.execute(SQL(
            "INSERT INTO %s (id, %s) SELECT n.new, %s FROM %s n JOIN %s t ON t.id = n.old",
            SQL.identifier(table), SQL(", ").join(SQL.identifier(column) for column in columns), SQL(", ").join(values),
            SQL.identifier(mapping), SQL.identifier(table)))

    def _sql(self, value):
        return value if isinstance(value, SQL) else SQL(value.replace("%", "%%"))

    def _stock(self, share):
        """So much of what is wanted of each product, in two quants of different age."""
        self.env.cr.execute(SQL(
            """INSERT INTO stock_quant (product_id, location_id, company_id, quantity, reserved_quantity, in_date,
                                        create_uid, create_date, write_uid, write_date)
               SELECT m.product_id, %(location)s, %(company)s, CEIL(SUM(m.product_uom_qty) * %(share)s / 2), 0,
                      now() AT TIME ZONE 'UTC' - age.days * interval '1 day', 1, now() AT TIME ZONE 'UTC', 1,
                      now() AT TIME ZONE 'UTC'
                 FROM stock_move m CROSS JOIN (VALUES (30), (3)) AS age(days)
                WHERE m.state = 'confirmed' GROUP BY m.product_id, age.days""",
            location=self.location.id, company=self.company.id, share=share))
