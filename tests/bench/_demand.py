"""Open demand by the hundred thousand, on the suite and on bare Odoo alike.

Made through Odoo, 20,000 confirmed orders take a quarter of an hour; what is measured is what comes after. So one order
is made by Odoo, and its rows are copied.
"""
from odoo.tools import SQL

from tests.bench._rows import copied, picked

LINES = 5


class Demand:
    """``orders`` confirmed orders of five lines over ``products`` products, and stock for a share of it.

    Nothing is reserved yet. Each product stands in two quants of different age.
    """

    def __init__(self, env, orders, products, share=0.7):
        self.env = env
        self.company = env.company
        self.location = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1).lot_stock_id
        env["stock.picking.type"].search([("code", "=", "outgoing")]).reservation_method = "manual"
        self.products = env["product.product"].create([{
            "name": f"Bench {n}", "type": "consu", "is_storable": True, "list_price": 10 + n % 90, "weight": 0.1,
        } for n in range(products)])
        self.moves = env["stock.move"].browse(self._orders(orders))
        self._stock(share)
        env.cr.commit()
        env.cr.execute("ANALYZE")
        env.cr.commit()
        env.invalidate_all()

    def _orders(self, count):
        """:return: ids of the moves, order by order"""
        first = self._first()
        number = SQL("number")
        orders = [first.id, *copied(
            self.env, "sale_order", first.id, count - 1, name=SQL("'BENCH-' || source.id || '-' || number"),
            access_token=SQL("NULL"))]
        pickings = [first.picking_ids.id, *copied(
            self.env, "stock_picking", first.picking_ids.id, count - 1,
            name=SQL("'BENCH/' || source.id || '/' || number"), sale_id=picked(orders[1:], number))]
        by_line = []
        for place, line in enumerate(first.order_line):
            product = picked(self.products.ids, SQL(
                "((number + 1) * %s + %s) %% %s", LINES, place, len(self.products)))
            lines = copied(self.env, "sale_order_line", line.id, count - 1, order_id=picked(orders[1:], number),
                           product_id=product)
            by_line.append([line.move_ids.id, *copied(
                self.env, "stock_move", line.move_ids.id, count - 1, picking_id=picked(pickings[1:], number),
                sale_line_id=picked(lines, number), product_id=product)])
        return [move for moves in zip(*by_line, strict=True) for move in moves]

    def _first(self):
        partner = self.env["res.partner"].create({
            "name": "Bench Buyer", "city": "Oslo", "zip": "0150", "street": "1 Main St"})
        order = self.env["sale.order"].create({
            "partner_id": partner.id, "order_line": [
                (0, 0, {"product_id": self.products[n].id, "product_uom_qty": n % 3 + 1}) for n in range(LINES)]})
        order.action_confirm()
        self.env.flush_all()
        return order

    def _stock(self, share):
        self.env.cr.execute(SQL(
            """INSERT INTO stock_quant (product_id, location_id, company_id, quantity, reserved_quantity, in_date,
                                        create_uid, create_date, write_uid, write_date)
               SELECT m.product_id, %(location)s, %(company)s, CEIL(SUM(m.product_uom_qty) * %(share)s / 2), 0,
                      now() AT TIME ZONE 'UTC' - age.days * interval '1 day', 1, now() AT TIME ZONE 'UTC', 1,
                      now() AT TIME ZONE 'UTC'
                 FROM stock_move m CROSS JOIN (VALUES (30), (3)) AS age(days)
                WHERE m.id = ANY(%(moves)s) GROUP BY m.product_id, age.days""",
            location=self.location.id, company=self.company.id, share=share, moves=self.moves.ids))
