from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged("post_install", "-at_install")
class TestProductionCompany(ProductionCommon):
    """Two companies make the same product, each in its own way, out of its own goods and in its own hours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Elsewhere", "som_promise": True, "security_lead": 0})
        cls.other.partner_id.tz = "UTC"
        (cls.env.user | cls.env.ref("base.user_admin")).write({"company_ids": [(4, cls.other.id)]})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": [cls.company.id, cls.other.id]})
        cls.place = cls.env["stock.warehouse"].search([("company_id", "=", cls.other.id)], limit=1)
        cls.bom.company_id = cls.company
        cls.their_bom = cls._made(cls.table, [(cls.board, 3)], produce_delay=5, company_id=cls.other.id)

    def _theirs(self, *lines):
        return self._order(*lines, company_id=self.other.id, warehouse_id=self.place.id)

    def _have(self, product, quantity):
        self.env["stock.quant"]._update_available_quantity(product, self.place.lot_stock_id, quantity)

    def test_each_by_its_own_bill_of_materials_and_out_of_its_own_goods(self):
        self._stock(self.board, 2)
        self._have(self.board, 6)
        self.assertEqual(self._earliest(self._order((self.table, 2)), self._order((self.table, 3))), [2, None])
        self.assertEqual(self._earliest(self._theirs((self.table, 2)), self._theirs((self.table, 3))), [5, None])

    def test_dates_of_both_at_once(self):
        self._stock(self.board, 2)
        self._have(self.board, 6)
        self.assertEqual(self._earliest(self._order((self.table, 2)), self._theirs((self.table, 2))), [2, 5])

    def test_production_of_one_moves_no_promise_of_the_other(self):
        self._stock(self.board, 2)
        self._have(self.board, 6)
        mine, theirs = self._order((self.table, 2)), self._theirs((self.table, 2))
        (mine | theirs).action_confirm()
        self.assertEqual(self._promised(mine, theirs), [2, 5])
        self.their_bom.produce_delay = 8
        self._look()
        self.assertEqual(self._promised(mine, theirs), [2, 8])
        self.assertEqual((mine.som_promise_state, theirs.som_promise_state), ("kept", "later"))

    def test_each_works_in_its_own_hours(self):
        always = self.env["resource.calendar"].create({
            "name": "Always", "company_id": self.other.id, "tz": "UTC", "attendance_ids": [(5, 0, 0)] + [
                (0, 0, {"name": str(day), "dayofweek": str(day), "hour_from": 0, "hour_to": 24,
                        "day_period": "morning"}) for day in range(7)]})
        self._stock(self.board, 100)
        self._have(self.board, 100)
        for bom, company, calendar in ((self.bom, self.company, self.company.resource_calendar_id),
                                       (self.their_bom, self.other, always)):
            center = self.env["mrp.workcenter"].create({
                "name": "Saw", "company_id": company.id, "resource_calendar_id": calendar.id})
            bom.write({"produce_delay": 0, "operation_ids": [
                (0, 0, {"name": "Saw", "workcenter_id": center.id, "time_cycle_manual": 1440})]})
        mine, theirs = self._earliest(self._order((self.table, 2)), self._theirs((self.table, 2)))
        self.assertAlmostEqual(theirs, 2, 3)
        self.assertGreater(mine, 6)  # forty-eight hours, by day and from Monday to Friday

    def test_components_of_one_are_ordered_by_its_own_rules(self):
        self._vendor(5, self.board)
        mine = self._rule(self.board)
        theirs = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.board.id, "company_id": self.other.id, "warehouse_id": self.place.id,
            "location_id": self.place.lot_stock_id.id, "trigger": "manual"})
        self._order((self.table, 2)).action_confirm()
        self._theirs((self.table, 2)).action_confirm()
        self._look()
        self.assertEqual((mine.qty_to_order, theirs.qty_to_order), (2, 6))

    def test_made_by_the_dozen_and_sold_by_the_piece_and_back(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.bom.write({"product_qty": 1, "product_uom_id": dozen.id})
        self.bom.bom_line_ids[0].product_qty = 6  # of a dozen
        self._stock(self.board, 2)
        self.assertEqual(self._earliest(self._order((self.table, 20)), self._order((self.table, 21))), [2, None])
        orders = self._order((self.table, 1)) | self._order((self.table, 2))
        orders.order_line.product_uom_id = dozen
        self.assertEqual(self._earliest(orders), [2, None])
        production = self.env["mrp.production"].create({
            "product_id": self.table.id, "bom_id": self.bom.id, "product_qty": 1, "product_uom_id": dozen.id,
            "date_start": self._in(5)})
        production.action_confirm()
        order = self._confirmed((self.table, 12))
        self._look()
        self.assertEqual(self._promised(order), [7])  # of the four that are left no more than eight can be made
