from odoo.tests import tagged

from .shortage_common import ShortageCommon


@tagged("post_install", "-at_install")
class TestShortageCompanies(ShortageCommon):
    """Safety stock of two companies that sell the same product: each by its own demand, days and service level."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({
            "name": "Elsewhere", "som_promise": True, "som_demand_days": 40, "som_service_level": 80})
        cls.other.partner_id.tz = "Pacific/Auckland"
        (cls.env.user | cls.env.ref("base.user_admin")).write({"company_ids": [(4, cls.other.id)]})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": [cls.company.id, cls.other.id]})
        cls.place = cls.env["stock.warehouse"].search([("company_id", "=", cls.other.id)], limit=1)
        cls.company.write({"som_demand_days": 20, "som_service_level": 95})

    def _sold(self, warehouse, quantity, *days):
        customers = self.env.ref("stock.stock_location_customers")
        self.env["stock.quant"]._update_available_quantity(self.scarce, warehouse.lot_stock_id, 1000)
        for day in days:
            move = self.env["stock.move"].create({
                "product_id": self.scarce.id, "product_uom_qty": quantity, "location_id": warehouse.lot_stock_id.id,
                "location_dest_id": customers.id, "company_id": warehouse.company_id.id})
            move._action_confirm()
            move.write({"quantity": quantity, "picked": True})
            move._action_done()
            move.date = self._in(-day)

    def _rules(self):
        return self._rule(self.scarce) | self._rule(
            self.scarce, warehouse_id=self.place.id, location_id=self.place.lot_stock_id.id, company_id=self.other.id)

    def test_each_by_its_own_demand_and_settings(self):
        self._vendor(4, company_id=self.company.id)
        self._vendor(9, company_id=self.other.id)
        self._sold(self.warehouse, 4, *range(2, 21, 2))
        self._sold(self.place, 8, *range(4, 41, 4))
        rules = self._rules()
        self.assertEqual(rules.mapped("som_daily_demand"), [2, 2])
        self.assertEqual(rules.mapped("som_lead_time"), [4, 9])
        self.assertEqual([basis.split(" ")[0] for basis in rules.mapped("som_basis")], ["20", "40"])
        alone = [(rule.som_safety_stock, rule.som_suggested_min) for rule in rules]
        self.assertTrue(all(safety > 0 for safety, _minimum in alone))
        self.assertNotEqual(*alone)
        rules.invalidate_recordset()
        self.assertEqual([(rule.som_safety_stock, rule.som_suggested_min) for rule in rules], alone)

    def test_demand_of_one_is_none_of_the_other(self):
        self._sold(self.warehouse, 4, *range(2, 21, 2))
        mine, theirs = self._rules()
        self.assertEqual((mine.som_daily_demand, theirs.som_daily_demand), (2, 0))
        self.assertFalse(theirs.som_enough_data)

    def test_applied_to_each_alone(self):
        self._vendor(4)
        self._sold(self.warehouse, 4, *range(2, 21, 2))
        self._sold(self.place, 8, *range(4, 41, 4))
        mine, theirs = self._rules()
        mine.action_som_apply_suggestion()
        self.assertEqual((mine.product_min_qty, theirs.product_min_qty), (mine.som_suggested_min, 0))
