from random import Random

from odoo.tests import tagged

from .run_common import RunCommon

CASES = 1_000
BATCH = 250
REMOVALS = ("fifo", "lifo", "closest", "least_packages")
TRACKINGS = ("none", "none", "lot", "serial")


@tagged("post_install", "-at_install")
class TestNativeEqual(RunCommon):
    """With a plain first-in-first-out policy, what is reserved is what native Odoo reserves, quant by quant.

    Each case is a product of its own with stock at random (shelves, lots, serial numbers, packages, owners, below
    zero, some of it reserved) and some moves that want it at random (units, dozens, kilograms, full packagings), from
    one place: the stock, a rack or a shelf.

    Where moves take from places inside one another native code serves them one by one, and the first may empty a shelf
    that the next one cannot do without. There the engine differs on purpose: it looks ahead. It differs too where a key
    stands twice (until Odoo merges the quants at night): native code then reserves on the first of them what it took
    from either. And where a lot is below zero in one place, native code reserves more of it elsewhere than there is in
    all; the engine does not.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        stock = cls.warehouse.lot_stock_id
        rack = cls.env["stock.location"].create({"name": "Rack", "location_id": stock.id})
        shelves = cls.env["stock.location"].create(
            [{"name": f"Shelf {letter}", "location_id": rack.id} for letter in "AB"])
        cls.places = stock + rack + shelves
        cls.dozen, cls.unit = cls.env.ref("uom.product_uom_dozen"), cls.env.ref("uom.product_uom_unit")
        cls.six = cls.env.ref("uom.product_uom_pack_6")
        cls.kilogram, cls.pound = cls.env.ref("uom.product_uom_kgm"), cls.env.ref("uom.product_uom_lb")
        removals = {
            method: cls.env["product.removal"].search([("method", "=", method)], limit=1) for method in REMOVALS}
        cls.categories = cls.env["product.category"].create([
            {"name": f"{method} {packaging}", "removal_strategy_id": removals[method].id,
             "packaging_reserve_method": packaging} for method in REMOVALS for packaging in ("partial", "full")])
        cls.owners = cls.env["res.partner"].create([{"name": "Owner A"}, {"name": "Owner B"}])
        cls.packages = cls.env["stock.package"].create([{"name": f"Differential {number}"} for number in range(3)])

    def test_reservations_equal_native_ones(self):
        for start in range(0, CASES, BATCH):
            self._assert_same(self._cases(range(start, start + BATCH)))

    def test_where_places_lie_inside_one_another_the_first_that_differs_gets_more_than_natively(self):
        moves = self._cases(range(BATCH), nested=True)
        native, ours = self._reserved_by(moves, by_policy=False), self._reserved_by(moves, by_policy=True)
        differences = []
        for wanted in moves.grouped("product_id").values():
            more = [self._total(ours[move.id]) - self._total(native[move.id]) for move in wanted.sorted("id")]
            differences += [next((change for change in more if abs(change) > 0.05), 0)]  # units of measure round
        self.assertGreaterEqual(min(differences), 0)
        self.assertGreater(max(differences), 0)

    def _total(self, reserved):
        lines, _quantity, _state = reserved
        return sum(line[-1] for line in lines)

    def _assert_same(self, moves):
        self.env.flush_all()
        native = self._reserved_by(moves, by_policy=False)
        ours = self._reserved_by(moves, by_policy=True)
        differing = moves.filtered(lambda move: native[move.id] != ours[move.id])
        self.assertFalse(differing, "\n".join(
            self._told(move, native, ours) for product in differing.product_id[:3]
            for move in moves if move.product_id == product))
        self.assertGreater(sum(bool(lines) for lines, *_rest in native.values()), len(moves) // 3)

    def _told(self, record, native, ours):
        move = record.id
        quants = record.product_id.stock_quant_ids.filtered(lambda quant: quant.location_id.usage == "internal")
        return (f"{record.product_id.name}: wants {record.product_uom_qty} {record.product_uom.name} from"
                f" {record.location_id.name} ({record.product_id.categ_id.name})\n  native {native[move]}\n  ours"
                f" {ours[move]}\n  quants " + str(quants.mapped(lambda quant: (
                    quant.location_id.name, quant.lot_id.name, quant.package_id.name, quant.owner_id.name,
                    quant.quantity, quant.reserved_quantity, str(quant.in_date)))))

    def _reserved_by(self, moves, by_policy):
        """Reserve, tell what came of it, and take it back: move → (lines, quantity, state)."""
        with self.env.cr.savepoint() as savepoint:
            if not by_policy:
                self.policy.action_deactivate()
            moves._action_assign()
            self.env.flush_all()
            self.env.invalidate_all()
            outcome = {move.id: (self._lines(move), move.quantity, move.state) for move in moves}
            savepoint.rollback()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        return outcome

    def _lines(self, move):
        return sorted((
            line.location_id.id, line.lot_id.id, line.package_id.id, line.owner_id.id, line.quantity,
            line.product_uom_id.name, line.quantity_product_uom) for line in move.move_line_ids)

    def _cases(self, numbers, nested=False):
        """Products, stock and moves; returns the moves, unreserved."""
        randoms = [Random(f"case {number}") for number in numbers]
        products = self.env["product.product"].create([
            self._prepare_product(number, random) for number, random in zip(numbers, randoms, strict=True)])
        lots = self.env["stock.lot"].create([
            {"name": f"L{number}", "product_id": product.id} for product in products
            if product.tracking != "none" for number in range(6 if product.tracking == "serial" else 2)])
        self.env["stock.quant"].with_context(inventory_mode=False).create([
            values for product, random in zip(products, randoms, strict=True)
            for values in self._prepare_quants(product, lots.grouped("product_id").get(product, []), random)])
        lines = self._order_lines(products)
        moves = self.env["stock.move"].create([
            values for product, line, random in zip(products, lines, randoms, strict=True)
            for values in self._prepare_moves(product, line, random, nested)])
        moves.write({"state": "confirmed"})
        return moves

    def _prepare_product(self, number, random):
        weighed = random.random() < 0.15
        return {
            "name": f"Case {number}", "type": "consu", "is_storable": True,
            "categ_id": random.choice(self.categories).id,
            "tracking": "none" if weighed else random.choice(TRACKINGS),
            "uom_id": (self.kilogram if weighed else self.unit).id}

    def _prepare_quants(self, product, lots, random):
        """Up to six quants; each serial number stands in one place."""
        values, keys = [], set()
        serials = list(lots)
        for _quant in range(random.randint(1, 6)):
            if product.tracking == "serial":
                if not serials:
                    break
                lot, quantity = serials.pop(random.randrange(len(serials))), 1
            else:
                lot = random.choice([*lots, None]) if lots else None
                below = -2 if not lots and random.random() < 0.3 else 4
                quantity = random.choice([1, 2, 3, 5, 8, 13, below])
                if product.uom_id == self.kilogram:
                    quantity += random.choice([0, 0.25, 0.5])
            reserved = random.randint(0, int(quantity)) if quantity > 1 and random.random() < 0.2 else 0
            place, package, owner = random.choice(self.places), None, None
            # native code's search for the least packages fails where loose goods tie with a package
            if random.random() < 0.3 or product.categ_id.removal_strategy_id.method == "least_packages":
                package = random.choice(self.packages)
            if random.random() < 0.2:
                owner = random.choice(self.owners)
            if (place, lot, package, owner) in keys:
                continue
            keys.add((place, lot, package, owner))
            values.append({
                "product_id": product.id, "location_id": place.id, "quantity": quantity,
                "reserved_quantity": reserved, "lot_id": lot.id if lot else False,
                "package_id": package.id if package else False, "owner_id": owner.id if owner else False,
                "in_date": f"2026-01-{random.randint(1, 28):02d} 10:00:00"})
        return values

    def _prepare_moves(self, product, line, random, nested):
        place = random.choice([self.places[0], self.places[0], *self.places])
        customers = self.env.ref("stock.stock_location_customers")
        units = [self.kilogram, self.pound] if product.uom_id == self.kilogram else [self.unit, self.unit, self.dozen]
        return [{
            "product_id": product.id, "sale_line_id": line.id, "picking_type_id": self.warehouse.out_type_id.id,
            "location_id": (random.choice(list(self.places)) if nested else place).id,
            "location_dest_id": customers.id, "product_uom": unit.id,
            "packaging_uom_id": self.six.id if product.uom_id == self.unit and random.random() < 0.3 else False,
            "product_uom_qty": random.choice([0.5, 1, 1.5]) if unit == self.dozen else random.randint(1, 9),
        } for unit in random.choices(units, k=random.randint(1, 4))]

    def _order_lines(self, products):
        order = self.env["sale.order"].create({
            "partner_id": self.customer.id,
            "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 1}) for product in products]})
        self.env.cr.execute("UPDATE sale_order SET state = 'sale' WHERE id = %s", [order.id])
        self.env.invalidate_all()
        return order.order_line
