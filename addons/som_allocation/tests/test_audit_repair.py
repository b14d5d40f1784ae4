from odoo.exceptions import AccessError
from odoo.tests import tagged

from .audit_common import AuditCase


@tagged("post_install", "-at_install")
class TestAuditRepair(AuditCase):
    """What repair sets right, from whom it takes, and what it leaves alone."""

    def _repaired(self):
        audit = self._audit()
        audit.with_user(self.manager).action_repair()
        return audit

    def _assert_clean(self):
        self.assertEqual(self._found(self._audit()), [])

    def test_drift_becomes_what_transfers_hold(self):
        self._receive(10)
        move = self._deliver(4)
        self._set(self._quant(), reserved_quantity=7)
        audit = self._repaired()
        self.assertEqual((audit.state, self._quant().reserved_quantity, move.quantity), ("repaired", 4, 4))
        self.assertIn("Bolt", audit.finding_ids.note)
        self._assert_clean()

    def test_drift_over_two_quants_of_a_key(self):
        self._receive(10)
        self._deliver(4)
        self._twin(quantity=5, reserved_quantity=3)
        self._repaired()
        self.assertEqual(sorted(self._quant().mapped("reserved_quantity")), [0, 4])
        self._assert_clean()

    def test_the_lowest_claim_gives_back_first(self):
        self._receive(12)
        urgent = self._deliver(3, priority="1", date="2030-03-01")
        early = self._deliver(3, date="2030-01-01")
        late = self._deliver(3, date="2030-02-01")
        latest = self._deliver(3, date="2030-02-01")
        self._set(self._quant(), quantity=5)
        audit = self._repaired()
        self.assertEqual([move.quantity for move in (urgent, early, late, latest)], [3, 2, 0, 0])
        self.assertEqual((self._quant().reserved_quantity, early.state), (5, "partially_available"))
        for move, taken in ((early, "1.0"), (late, "3.0"), (latest, "3.0")):
            self.assertIn(f"{taken} Units of Bolt taken back from {move.picking_id.name}", audit.finding_ids.note)
            self.assertIn("taken back", move.picking_id.message_ids[0].body)
        self._assert_clean()

    def test_what_was_picked_stays(self):
        self._receive(10)
        picked = self._deliver(6)
        picked.picked = True
        waiting = self._deliver(4, priority="1")
        self._set(self._quant(), quantity=5)
        audit = self._repaired()
        self.assertEqual((picked.quantity, waiting.quantity), (6, 0))
        self.assertEqual((audit.state, audit.finding_ids.state), ("found", "open"))
        self.assertIn("picked", audit.finding_ids.note)
        self.assertEqual(self._found(self._audit()), [("oversold", 5, 6)])

    def test_orphans_give_back_what_is_not_there(self):
        self._receive(10)
        move = self._deliver(8)
        self._set(self._quant(), product_id=self._product("Another").id, reserved_quantity=0)
        self._repaired()
        self.assertEqual((move.quantity, move.state), (0, "confirmed"))
        self._assert_clean()

    def test_a_move_is_the_sum_of_its_lines_again(self):
        self._receive(10)
        move = self._deliver(6)
        self._set(move, quantity=2)
        self._repaired()
        self.assertEqual((move.quantity, move.state), (6, "assigned"))
        self._assert_clean()

    def test_units_of_the_line_are_kept_whole(self):
        self._receive(48)
        self._deliver(4, product_uom=self.env.ref("uom.product_uom_dozen").id)
        self._set(self._quant(), quantity=30)
        self._repaired()
        self.assertLessEqual(self._quant().reserved_quantity, 30)
        self._assert_clean()

    def test_lots_held_by_stock_without_lot_give_back_too(self):
        product = self._product("Tracked", tracking="lot")
        lot = self.env["stock.lot"].create({"name": "A", "product_id": product.id, "company_id": self.company.id})
        self._receive(5, product)
        move = self._deliver(5, product)
        move.move_line_ids.lot_id = lot
        self._set(self._quant(product), quantity=2)
        self._repaired()
        self.assertEqual((move.quantity, self._quant(product).reserved_quantity), (2, 2))
        self._assert_clean()

    def test_repairing_twice_changes_nothing_more(self):
        self._receive(10)
        move = self._deliver(8)
        self._set(self._quant(), quantity=5)
        audit = self._repaired()
        note = audit.finding_ids.note
        audit.with_user(self.manager).action_repair()
        self.assertEqual((move.quantity, audit.finding_ids.note), (5, note))

    def test_what_went_away_by_itself_is_not_touched(self):
        self._receive(10)
        self._deliver(4)
        self._set(self._quant(), reserved_quantity=7)
        audit = self._audit()
        self._set(self._quant(), reserved_quantity=4)
        self._receive(10, self._product("Another"))
        audit.with_user(self.manager).action_repair()
        self.assertEqual((audit.finding_ids.state, audit.state), ("gone", "repaired"))

    def test_only_what_the_audit_found_is_repaired(self):
        shelf = self.env["stock.location"].create({
            "name": "Shelf", "location_id": self.stock.id, "company_id": self.company.id})
        self._receive(10)
        self._set(self._quant(), reserved_quantity=7)
        audit = self._audit()
        self._receive(10, location=shelf)
        other = self.env["stock.quant"].search([("location_id", "=", shelf.id)])
        self._set(other, reserved_quantity=3)
        audit.with_user(self.manager).action_repair()
        self.assertEqual((self._quant().reserved_quantity, other.reserved_quantity), (0, 3))

    def test_the_activity_is_done_with_the_repair(self):
        self._receive(10)
        self._set(self._quant(), reserved_quantity=7)
        self.assertFalse(self._repaired().activity_ids)

    def test_only_stock_managers_of_the_company_repair(self):
        self._receive(10)
        self._set(self._quant(), reserved_quantity=7)
        audit = self._audit()
        other = self.env["res.company"].create({"name": "Another"})
        stranger = self.manager.copy({"login": "stranger", "company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        for user in (self.worker, stranger):
            with self.assertRaises(AccessError):
                audit.with_user(user).action_repair()
        self.assertEqual(self._quant().reserved_quantity, 7)
