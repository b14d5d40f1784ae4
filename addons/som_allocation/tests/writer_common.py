from random import Random

from odoo import fields
from odoo.tools import SQL

from odoo.addons.som_allocation.engine.plan import plan
from odoo.addons.som_allocation.engine.reserve import reserving
from odoo.addons.som_allocation.engine.values import REDISTRIBUTE, Change, Policy, Segment
from odoo.addons.som_allocation.models.assign.neutral import NeutralPolicy
from odoo.addons.som_core.tests.common import SomCommon

TABLES = ("stock_move_line", "stock_move", "stock_picking", "stock_quant")
#: Who wrote when, and numbers that the database gives.
BESIDES = {"create_uid", "create_date", "write_uid", "write_date", "message_id", "mail_message_id"}


class Queue(NeutralPolicy):
    """First come, first served, and who came late may lose."""

    def _prepare_engine_policy(self):
        return Policy(segments=(Segment(0, REDISTRIBUTE),))


class WriterCommon(SomCommon):
    """Reservations written by plan, beside those that native Odoo makes of the same data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # changes of state are to reach the chatter, as they do outside of tests
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": False})
        cls.env["ir.config_parameter"].set_param("stock.propagate_uom", "1")
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.dozen, cls.unit = cls.env.ref("uom.product_uom_dozen"), cls.env.ref("uom.product_uom_unit")
        cls.kilogram, cls.pound = cls.env.ref("uom.product_uom_kgm"), cls.env.ref("uom.product_uom_lb")
        cls.warehouse.out_type_id.reservation_method = "manual"

    # reserving

    def _snapshot(self, moves, policy=NeutralPolicy):
        reader = self.env["som.allocation.snapshot"].with_company(moves.company_id)
        return reader._som_read(
            policy(moves.company_id, moves.ids), reader._som_scope_of_moves(moves), fields.Datetime.now())

    def _write(self, snapshot, changes, slowly=False):
        writer = self.env["som.allocation.writer"]
        writer._som_lock(snapshot)
        if slowly:
            writer._som_write_slowly(snapshot, changes)
        else:
            self.assertEqual(writer._som_listeners(), ())
            writer._som_write(snapshot, changes)

    def _reserve(self, moves, slowly=False):
        """As native reservation would, by plan."""
        for mine in moves.grouped("company_id").values():
            snapshot = self._snapshot(mine)
            self._write(snapshot, plan(reserving(snapshot)).changes, slowly)

    def _give_back(self, moves, slowly=False):
        for mine in moves.grouped("company_id").values():
            snapshot = self._snapshot(mine)
            self._write(snapshot, [
                Change(holding.demand, holding.supply, -holding.quantity) for holding in snapshot.holdings], slowly)

    # what is left behind

    def _left_by(self, moves, *acts):
        """Do something, tell what all stored fields are then, and take it back."""
        self.env.flush_all()
        self.env.cr.flush()
        with self.env.cr.savepoint() as savepoint:
            last = self.env["mail.message"].search([], order="id desc", limit=1).id
            for act in acts:
                act()
            self.env.flush_all()  # as whoever asked; the cursor does it as the superuser
            self.env.cr.flush()
            left = {table: self._rows(table, moves) for table in TABLES}
            left["mail_message"] = self._messages(moves, last)
            savepoint.rollback()
        self.env.invalidate_all()
        return left

    def _rows(self, table, moves):
        column, ids = {
            "stock_move_line": ("move_id", moves.ids), "stock_move": ("id", moves.ids),
            "stock_picking": ("id", moves.picking_id.ids), "stock_quant": ("product_id", moves.product_id.ids)}[table]
        self.env.cr.execute(SQL(
            "SELECT * FROM %s WHERE %s = ANY(%s) ORDER BY id", SQL.identifier(table), SQL.identifier(column), ids))
        rows = [{
            name: None if value is False else value for name, value in row.items() if name not in BESIDES}
            for row in self.env.cr.dictfetchall()]
        if table == "stock_move_line":
            for row in rows:
                row["id"], row["date"] = 0, bool(row["date"])
            rows.sort(key=lambda row: str(sorted(row.items(), key=str)))
        return rows

    def _messages(self, moves, last):
        self.env.cr.execute("""
            SELECT m.*, v.old_value_char, v.new_value_char, v.field_id FROM mail_message m
              LEFT JOIN mail_tracking_value v ON v.mail_message_id = m.id
             WHERE m.id > %s AND m.model = 'stock.picking' AND m.res_id = ANY(%s) ORDER BY m.res_id, m.id""",
            [last, moves.picking_id.ids])
        return [{name: None if value is False else value for name, value in row.items()
                 if name not in BESIDES | {"date"}} | {"id": row["res_id"]} for row in self.env.cr.dictfetchall()]

    def _assert_same(self, one, other):
        """Every stored field of lines, moves, transfers and quants is the same, and so is what the chatter says."""
        for table in one:
            pairs = list(zip(one[table], other[table], strict=False))
            differences = [
                f"{table} {mine['id'] or mine.get('move_id')}.{name}: {mine[name]} != {theirs[name]}"
                for mine, theirs in pairs for name in mine if mine[name] != theirs[name]]
            self.assertFalse(differences, "\n".join(differences[:12]))
            self.assertEqual(len(one[table]), len(other[table]), table)

    def _assert_quants_say_what_lines_say(self, products):
        self.env.flush_all()
        self.env.cr.execute("""
            SELECT q.product_id, q.location_id, q.reserved_quantity, l.reserved FROM stock_quant q
              FULL JOIN (SELECT product_id, location_id, lot_id, package_id, owner_id,
                                SUM(quantity_product_uom) AS reserved
                           FROM stock_move_line WHERE state NOT IN ('done', 'cancel', 'draft') GROUP BY 1, 2, 3, 4, 5) l
                ON q.product_id = l.product_id AND q.location_id = l.location_id
                   AND COALESCE(q.lot_id, 0) = COALESCE(l.lot_id, 0)
                   AND COALESCE(q.package_id, 0) = COALESCE(l.package_id, 0)
                   AND COALESCE(q.owner_id, 0) = COALESCE(l.owner_id, 0)
             WHERE COALESCE(q.product_id, l.product_id) = ANY(%s)
               AND ABS(COALESCE(q.reserved_quantity, 0) - COALESCE(l.reserved, 0)) > 0.0001""", [products.ids])
        self.assertEqual(self.env.cr.fetchall(), [])

    # goods and transfers

    def _open(self, *wanted, **values):
        """A confirmed order with nothing reserved; ``wanted`` are (product, quantity) or (product, quantity, unit)."""
        order = self.env["sale.order"].create({
            "partner_id": self.customer.id, **values,
            "order_line": [(0, 0, {
                "product_id": product.id, "product_uom_qty": quantity,
                "product_uom_id": (unit or [product.uom_id])[0].id})
                for product, quantity, *unit in wanted]})
        order.action_confirm()
        self.assertFalse(order.order_line.move_ids.move_line_ids)
        return order.order_line.move_ids

    def _random_moves(self, seed, count):
        """Products with stock at random, and transfers that want them, several products on each."""
        random = Random(seed)
        products = self.env["product.product"].create([{
            "name": f"Random {seed} {number}", "type": "consu", "is_storable": True,
            "weight": random.choice([0, 0.33, 2]), "uom_id": (self.kilogram if number % 5 == 4 else self.unit).id,
            "tracking": ("none", "lot", "serial", "none", "none")[number % 5]} for number in range(count)])
        packages = self.env["stock.package"].create([{"name": f"PK{seed}-{number}"} for number in range(count // 2)])
        owner = self.env["res.partner"].create({"name": "Owner"})
        lots = self.env["stock.lot"].create([
            {"name": f"{seed}-{number}", "product_id": product.id} for product in products
            if product.tracking != "none" for number in range(5)]).grouped("product_id")
        quants = [{
            "product_id": product.id, "location_id": self.warehouse.lot_stock_id.id,
            "quantity": 1 if product.tracking == "serial" else random.choice([1, 3, 5, 8, 13]),
            "lot_id": lots[product][number].id if product in lots else False,
            "package_id": random.choice(packages).id if random.random() < 0.4 else False,
            "owner_id": owner.id if not number and random.random() < 0.3 else False,
        } for product in products for number in range(5 if product.tracking == "serial" else random.randint(1, 3))]
        keys = {(each["product_id"], each["lot_id"], each["package_id"], each["owner_id"]): each for each in quants}
        self.env["stock.quant"].create(list(keys.values()))
        orders = self.env["sale.order"].create([{
            "partner_id": self.customer.id, "picking_policy": random.choice(["direct", "one"]),
            "order_line": [(0, 0, self._random_line(product, random)) for product in random.sample(list(products), 4)],
        } for _number in range(count)])
        orders.action_confirm()
        return orders.order_line.move_ids

    def _random_line(self, product, random):
        units = [self.kilogram, self.pound] if product.uom_id == self.kilogram else [self.unit, self.unit, self.dozen]
        unit = random.choice(units)
        return {
            "product_id": product.id, "product_uom_id": unit.id,
            "product_uom_qty": random.choice([0.5, 1, 1.5]) if unit == self.dozen else random.randint(1, 6)}
