from odoo.tests import tagged

from odoo.addons.som_allocation.engine import undo as undoing
from odoo.addons.som_allocation.engine.plan import plan

from .writer_common import Queue, WriterCommon


@tagged("post_install", "-at_install")
class TestWriterNative(WriterCommon):
    """What the writer leaves behind is what native reservation leaves behind, in every stored field."""

    def _assert_as_native(self, moves):
        native = self._left_by(moves, moves._action_assign)
        self._assert_same(native, self._left_by(moves, lambda: self._reserve(moves)))
        self._assert_same(native, self._left_by(moves, lambda: self._reserve(moves, slowly=True)))
        self.assertTrue(native["stock_move_line"])
        return native

    def _assert_given_back_as_native(self, moves):
        moves._action_assign()
        native = self._left_by(moves, moves._do_unreserve)
        self._assert_same(native, self._left_by(moves, lambda: self._give_back(moves)))
        self._assert_same(native, self._left_by(moves, lambda: self._give_back(moves, slowly=True)))
        self.assertFalse(native["stock_move_line"])

    def _lots(self, product, *names):
        return self.env["stock.lot"].create([{"name": name, "product_id": product.id} for name in names])

    def _tracked(self):
        """Lots, serial numbers, and goods of an owner."""
        lot, serial, owned = (
            self._product("W-LOT", 1, tracking="lot", weight=0.33), self._product("W-SN", 1, tracking="serial"),
            self._product("W-OWN", 1))
        for each in self._lots(lot, "L1", "L2"):
            self._stock(lot, 3, lot_id=each)
        for each in self._lots(serial, "S1", "S2", "S3"):
            self._stock(serial, 1, lot_id=each)
        self._stock(owned, 4, owner_id=self.env["res.partner"].create({"name": "Owner"}))
        self._stock(owned, 1)
        return [(lot, 5), (serial, 2), (serial, 4), (owned, 5)]

    def test_lots_serial_numbers_and_owners(self):
        moves = self._open(*self._tracked())
        self._assert_as_native(moves)
        self._assert_given_back_as_native(moves)

    def test_whole_packages_stay_whole(self):
        product, package = self._product("W-PACK", 1, weight=2.5), self.env["stock.package"].create({"name": "Pallet"})
        self._stock(product, 5, package_id=package)
        left = self._assert_as_native(self._open((product, 5)))
        self.assertEqual([row["result_package_id"] for row in left["stock_move_line"]], [package.id])

    def test_containers_of_whole_packages_come_along(self):
        box = self.env["stock.package"].create({"name": "Container"})
        package = self.env["stock.package"].create({"name": "Inside", "parent_package_id": box.id})
        product = self._product("W-BOX", 1)
        self._stock(product, 5, package_id=package)
        moves = self._open((product, 5))
        self._reserve(moves)
        self.assertEqual(package.package_dest_id, box)
        self._give_back(moves)
        self.assertFalse(package.package_dest_id)
        self._reserve(moves, slowly=True)
        self.assertEqual(package.package_dest_id, box)
        self._give_back(moves, slowly=True)
        self.assertFalse(package.package_dest_id)

    def test_part_of_a_package_is_loose(self):
        product, package = self._product("W-PART", 1, weight=2.5), self.env["stock.package"].create({"name": "Box"})
        self._stock(product, 5, package_id=package)
        left = self._assert_as_native(self._open((product, 3)))
        self.assertEqual([row["result_package_id"] for row in left["stock_move_line"]], [None])

    def test_a_package_that_is_broken_is_loose_again(self):
        for slowly in (False, True):
            product = self._product("W-BROKEN", 1)
            other = self._product("W-BESIDES", 1)
            package = self.env["stock.package"].create({"name": f"Broken {slowly}"})
            for each in (product, other):
                self._stock(each, 5, package_id=package)
            moves = self._open((product, 5), (other, 5))
            moves._action_assign()
            self.assertEqual(moves.move_line_ids.result_package_id, package)
            self._give_back(moves.filtered(lambda move, other=other: move.product_id == other), slowly)
            left = moves.move_line_ids
            self.assertEqual((left.product_id, left.package_id, left.is_entire_pack), (product, package, False))
            self.assertFalse(left.result_package_id)

    def test_units_of_moves_and_those_they_cannot_say(self):
        product = self._product("W-DOZ", 1, weight=0.07)
        heavy = self._product("W-KG", 1, uom_id=self.kilogram.id, weight=1)
        self._stock(product, 30)
        self._stock(heavy, 5.5)
        moves = self._open(
            (product, 1, self.dozen), (product, 5, self.unit), (product, 2, self.dozen), (heavy, 8, self.pound),
            (heavy, 9, self.pound))
        self._assert_as_native(moves)
        self._assert_given_back_as_native(moves)

    def test_goods_are_sent_to_the_place_of_a_rule(self):
        product = self._product("W-PUT", 1)
        place = self.env["stock.location"].create(
            {"name": "Dock", "usage": "customer", "location_id": self.customers.id})
        self.env["stock.putaway.rule"].create({
            "location_in_id": self.customers.id, "location_out_id": place.id, "product_id": product.id})
        self._stock(product, 5)
        left = self._assert_as_native(self._open((product, 8), (self.goods, 1)))
        places = {row["product_id"]: row["location_dest_id"] for row in left["stock_move_line"]}
        self.assertEqual(places, {product.id: place.id, self.goods.id: self.customers.id})

    def test_transfers_that_go_at_once_and_those_that_do_not(self):
        short = self._product("W-SHORT", 1, weight=1.5)
        self._stock(short, 2)
        moves = self.env["stock.move"]
        for policy in ("direct", "one"):
            moves += self._open((self.goods, 3), (short, 2), picking_policy=policy)
        moves += self._open((self.goods, 3), picking_policy="one")
        self._assert_as_native(moves)
        self._assert_given_back_as_native(moves)

    def test_goods_below_zero_are_made_up_for_first(self):
        product = self._product("W-NEG", 1)
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.warehouse.lot_stock_id.id})
        self.env["stock.quant"].create([
            {"product_id": product.id, "location_id": self.warehouse.lot_stock_id.id, "quantity": 7},
            {"product_id": product.id, "location_id": shelf.id, "quantity": -3}])
        self._assert_as_native(self._open((product, 6)))

    def test_companies_and_steps(self):
        second = self.env["res.company"].create({"name": "Second"})
        self.env.user.company_ids += second
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", second.id)], limit=1)
        warehouse.delivery_steps = "pick_pack_ship"
        warehouse.pick_type_id.reservation_method = "manual"
        product = self._product("W-BOTH", 1)
        self._stock(product, 4)
        self._stock(product, 2, warehouse=warehouse)
        here = self._open((product, 3))
        there = self._open((product, 5), company_id=second.id, warehouse_id=warehouse.id)
        self.assertEqual(there.picking_type_id, warehouse.pick_type_id)
        self._assert_as_native(here + there)
        self._assert_given_back_as_native(here + there)

    def test_what_is_picked_is_left_alone(self):
        product = self._product("W-PICKED", 1)
        self._stock(product, 6)
        moves = self._open((product, 4)) + self._open((product, 2))
        moves._action_assign()
        moves[0].move_line_ids.picked = True
        native = self._left_by(moves, moves._do_unreserve)
        self._assert_same(native, self._left_by(moves, lambda: self._give_back(moves)))
        self.assertEqual([row["quantity"] for row in native["stock_move_line"]], [4])

    def test_a_package_made_by_hand_is_left_alone(self):
        product = self._product("W-HAND", 1, weight=1)
        self.goods.weight = 1.5
        self._stock(product, 6)
        moves = self._open((product, 4), (self.goods, 2))
        moves._action_assign()
        packed = moves[0].move_line_ids
        packed.result_package_id = self.env["stock.package"].create({"name": "By hand"})
        before = moves.picking_id.shipping_weight
        self._give_back(moves)
        self.assertEqual((packed.exists().quantity, moves[0].quantity, moves[1].quantity), (4, 4, 0))
        self.assertEqual(before - moves.picking_id.shipping_weight, 3)  # what is loose weighs less

    def test_applied_again_nothing_changes_and_taken_back_all_is_as_before(self):
        moves = self._open(*self._tracked())
        before = self._left_by(moves)
        once = self._left_by(moves, lambda: self._reserve(moves))
        twice = self._left_by(moves, lambda: self._reserve(moves), lambda: self._reserve(moves))
        back = self._left_by(moves, lambda: self._reserve(moves), lambda: self._give_back(moves))
        self._assert_same(once, twice)
        self._assert_as_before(before, back)

    def _assert_as_before(self, before, back):
        for left in (before, back):
            del left["mail_message"]
            for row in left["stock_move"]:
                del row["next_serial_count"]  # stays with native code too
        self._assert_same(before, back)

    def test_undone_all_is_as_before(self):
        moves = self._random_moves("undone", 14)
        moves[::2]._action_assign()
        snapshot = self._snapshot(moves[::-1], Queue)
        changes = plan(snapshot).changes
        self.assertLess(min(change.quantity for change in changes), 0)

        def undo():
            now = self._snapshot(moves[::-1], Queue)
            back, refused = undoing.undo(snapshot, changes, now)
            self.assertFalse(refused)
            self._write(now, back)

        before = self._left_by(moves)
        self._assert_as_before(before, self._left_by(moves, lambda: self._write(snapshot, changes), undo))

    def test_cases_at_random(self):
        moves = self._random_moves("native", 20)
        native = self._left_by(moves, moves._action_assign)
        self._assert_same(native, self._left_by(moves, lambda: self._reserve(moves)))
        self._assert_same(native, self._left_by(moves, lambda: self._reserve(moves, slowly=True)))
        moves._action_assign()
        native = self._left_by(moves, moves._do_unreserve)
        self._assert_same(native, self._left_by(moves, lambda: self._give_back(moves)))
