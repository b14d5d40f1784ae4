from odoo.exceptions import AccessError
from odoo.tests import tagged

from .audit_common import AuditCase


@tagged("post_install", "-at_install")
class TestAudit(AuditCase):
    """What the audit of stock finds, and what it leaves alone."""

    def test_stock_as_native_code_leaves_it_is_clean(self):
        self._receive(10)
        self._deliver(4)
        self._deliver(20)
        audit = self._audit()
        self.assertEqual((audit.state, self._found(audit), audit.key_count), ("clean", [], 1))

    def test_reserved_that_no_transfer_holds_is_drift(self):
        self._receive(10)
        self._deliver(4)
        self._set(self._quant(), reserved_quantity=7)
        audit = self._audit()
        self.assertEqual((audit.state, self._found(audit)), ("found", [("drift", 4, 7)]))
        self.assertEqual(audit.finding_ids.location_id, self.stock)

    def test_more_reserved_than_there_is_oversold(self):
        self._receive(10)
        self._deliver(8)
        self._set(self._quant(), quantity=5)
        self.assertEqual(self._found(self._audit()), [("oversold", 5, 8)])

    def test_quants_of_one_key_are_taken_together(self):
        self._receive(10)
        self._deliver(8)
        twin = self._twin(quantity=5)
        self._set(self._quant() - twin, quantity=5)
        self.assertEqual(self._found(self._audit()), [])

    def test_transfers_that_hold_what_has_no_quant_are_orphans(self):
        self._receive(10)
        self._deliver(8)
        self._set(self._quant(), product_id=self._product("Another").id, reserved_quantity=0)
        self.assertEqual(self._found(self._audit()), [("orphan", 0, 8)])

    def test_a_move_that_is_not_the_sum_of_its_lines(self):
        self._receive(100)
        dozen = self.env.ref("uom.product_uom_dozen")
        move = self._deliver(2, product_uom=dozen.id)
        self.assertEqual(self._found(self._audit()), [])
        self._set(move, quantity=5)
        audit = self._audit()
        self.assertEqual(self._found(audit), [("move", 2, 5)])
        self.assertEqual((audit.finding_ids.move_id, audit.finding_ids.uom_id), (move, dozen))

    def test_lots_packages_and_owners_are_kept_apart(self):
        product = self._product("Tracked", tracking="lot")
        lots = self.env["stock.lot"].create([
            {"name": name, "product_id": product.id, "company_id": self.company.id} for name in "AB"])
        package = self.env["stock.package"].create({"name": "Box", "company_id": self.company.id})
        owner = self.env["res.partner"].create({"name": "Owner"})
        self._receive(3, product, lot_id=lots[0])
        self._receive(3, product, lot_id=lots[1], package_id=package, owner_id=owner)
        self._deliver(6, product)
        self.assertEqual(self._found(self._audit()), [])
        self._set(self._quant(product, lot_id=lots[0].id), reserved_quantity=2)
        self._set(self._quant(product, lot_id=lots[1].id), reserved_quantity=4)
        findings = self._audit().finding_ids
        self.assertEqual({(finding.lot_id, finding.package_id, finding.owner_id, finding.kind, finding.found)
                          for finding in findings},
                         {(lots[0], package.browse(), owner.browse(), "drift", 2),
                          (lots[1], package, owner, "drift", 4), (lots[1], package, owner, "oversold", 4)})

    def test_a_lot_without_stock_of_its_own_may_be_held_by_stock_without_lot(self):
        product = self._product("Tracked", tracking="lot")
        lot = self.env["stock.lot"].create({"name": "A", "product_id": product.id, "company_id": self.company.id})
        self._receive(5, product)
        move = self._deliver(5, product)
        move.move_line_ids.lot_id = lot
        self.assertEqual(self._quant(product).mapped("reserved_quantity"), [5])
        self.assertEqual(self._found(self._audit()), [])

    def test_places_where_nothing_is_reserved_do_not_matter(self):
        self._receive(5, location=self.customers)
        quant = self.env["stock.quant"].search([("product_id", "=", self.product.id)])
        self._set(quant, reserved_quantity=9)
        self.assertEqual(self._found(self._audit()), [])

    def test_goods_that_are_not_stored_do_not_matter(self):
        service = self._product("Consumed", is_storable=False)
        self._deliver(5, service)
        self.assertEqual(self._found(self._audit()), [])

    def test_stock_below_zero_that_nobody_reserved_is_not_oversold(self):
        self._receive(-5)
        self.assertEqual(self._found(self._audit()), [])

    def test_each_company_sees_its_own_places_and_those_of_none(self):
        self._receive(10)
        self._set(self._quant(), reserved_quantity=3)
        other = self.env["res.company"].create({"name": "Another"})
        self.assertEqual(self._found(self._audit(other)), [])
        transit = self.env["stock.location"].create({"name": "Between", "usage": "transit", "company_id": False})
        self._receive(2, location=transit)
        self._set(self.env["stock.quant"].search([("location_id", "=", transit.id)]), reserved_quantity=1)
        self.assertEqual(self._found(self._audit(other)), [("drift", 0, 1)])
        self.assertEqual(len(self._audit().finding_ids), 2)

    def test_audits_of_another_company_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Another"})
        audit = self._audit(other)
        with self.assertRaises(AccessError):
            audit.with_user(self.manager).read(["state"])
        self.assertFalse(self.Audit.with_user(self.manager).search([("id", "=", audit.id)]))

    def test_queries_do_not_grow_with_stock(self):
        def queries():
            before = self.env.cr.sql_log_count
            self.Audit._som_look(self.company)
            return self.env.cr.sql_log_count - before

        self._receive(10)
        self._deliver(4)
        queries()
        few = queries()
        for number in range(12):
            product = self._product(f"Bolt {number}")
            self._receive(10, product)
            self._deliver(4, product)
        self.env.flush_all()
        self.assertEqual(queries(), few)

    def test_a_finding_is_told_once(self):
        self._receive(10)
        self._set(self._quant(), reserved_quantity=7)
        first, second = self._audit(), self._audit()
        self.assertEqual((len(first.activity_ids), len(second.activity_ids)), (1, 0))
        self.assertEqual(first.activity_ids.user_id, self.manager)
        self._deliver(2)
        self._set(self._quant(), quantity=1)
        third = self._audit()
        self.assertIn(("oversold", 1, 9), self._found(third))
        self.assertEqual(len(third.activity_ids), 1)

    def test_the_cron_audits_each_company_once_a_day(self):
        companies = self.Audit._som_waiting_companies()
        self.assertIn(self.company, companies)
        self._audit()
        self.assertNotIn(self.company, self.Audit._som_waiting_companies())

    def test_only_stock_managers_audit(self):
        with self.assertRaises(AccessError):
            self.Audit.with_user(self.worker).action_audit()
        action = self.Audit.with_user(self.manager).action_audit()
        audit = self.Audit.browse(action["res_id"])
        self.assertEqual((audit.company_id, audit.user_id), (self.company, self.manager))
