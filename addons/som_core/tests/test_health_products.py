from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .health_common import HealthCommon


@tagged("post_install", "-at_install", "som_demo")
class TestObsoleteProducts(HealthCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls._aged("OLD", days=800)

    @classmethod
    def _aged(cls, sku, days, **values):
        product = cls._product(sku, 10.0, **values)
        cls.env.flush_all()
        moment = fields.Datetime.now() - timedelta(days=days)
        cls.env.cr.execute("UPDATE product_product SET create_date = %s WHERE id = %s", [moment, product.id])
        product.invalidate_recordset()
        return product

    def _sell(self, product, days_ago, company=None, **values):
        company = company or self.company
        order = self.env["sale.order"].with_company(company).create({
            "partner_id": self.customer.id, "company_id": company.id,
            "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 1})], **values})
        order.write({"state": "sale", "date_order": fields.Datetime.now() - timedelta(days=days_ago)})
        return order

    def _find(self, company=None):
        self.Finding._som_find_products(company or self.company)

    def _found(self, product, company=None):
        return self._findings("product", product_id=product, company_id=company or self.company)

    def test_not_sold_for_so_many_months_with_or_without_stock(self):
        sold_before, stocked, sold = (self._aged(name, 800) for name in ("BEFORE", "STOCKED", "SOLD"))
        self._sell(sold_before, 500)
        self._stock(stocked, 7)
        self._sell(sold, 20)
        self._find()
        self.assertEqual(self._found(self.old).message, "Last sold: never")
        self.assertEqual(self._found(sold_before).last_sale, fields.Date.today() - timedelta(days=500))
        self.assertIn("7 in stock", self._found(stocked).message)
        self.assertFalse(self._found(sold))

    def test_the_number_of_months_is_the_companys(self):
        product = self._aged("YEAR", 800)
        self._sell(product, 200)
        self._find()
        self.assertFalse(self._found(product))
        self.company.som_health_obsolete_months = 6
        self._find()
        self.assertTrue(self._found(product))

    def test_new_services_not_for_sale_archived_and_used_ones_are_not(self):
        new = self._aged("NEW", 30)
        service = self._aged("SERVICE", 800, type="service", is_storable=False)
        unsold = self._aged("INTERNAL", 800, sale_ok=False)
        archived = self._aged("ARCHIVED", 800, active=False)
        part = self._aged("PART", 800)
        self._deliver_without_order(part)
        self._find()
        self.assertFalse(self._found(new | service | unsold | archived | part))

    def _deliver_without_order(self, product):
        """As a component of a kit is delivered."""
        self._stock(product, 1)
        move = self.env["stock.move"].create({
            "product_id": product.id, "product_uom_qty": 1, "location_id": self.warehouse.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id, "quantity": 1, "picked": True})
        move._action_done()

    def test_quotations_are_counted_and_opened(self):
        order = self._order((self.old, 3))
        self._find()
        finding = self._found(self.old)
        self.assertEqual(finding.quotation_count, 1)
        action = finding.with_user(self.manager).action_open_quotations()
        self.assertEqual(self.env["sale.order"].search(action["domain"]), order)

    def test_a_sale_takes_the_finding_away(self):
        self._find()
        finding = self._found(self.old)
        self._sell(self.old, 1)
        self._find()
        self.assertFalse(finding.exists())

    def test_archived_or_discontinued_it_is_solved_and_goes(self):
        other = self._aged("OTHER", 800)
        self._find()
        archive, discontinue = self._found(self.old), self._found(other)
        self.manager.group_ids += self.env.ref("product.group_product_manager")
        archive.with_user(self.manager).action_archive_product()
        discontinue.with_user(self.manager).action_discontinue()
        self.assertFalse(self.old.active)
        self.assertTrue(other.som_discontinued)
        self.assertEqual((archive.state, discontinue.state), ("solved", "solved"))
        self._find()
        self.assertFalse((archive | discontinue).exists())

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_who_may_not_change_products_may_not_here_either(self):
        self._find()
        for method in ("action_archive_product", "action_discontinue"):
            with self.assertRaises(AccessError):
                getattr(self._found(self.old).with_user(self.manager), method)()
        self.assertEqual(self._found(self.old).state, "open")

    def test_discontinued_but_on_quotations_it_stays_in_the_list(self):
        self._order((self.old, 1))
        self._find()
        finding = self._found(self.old)
        finding.action_discontinue()
        self._find()
        self.assertEqual(finding.state, "open")

    def test_a_product_of_several_companies(self):
        sold_there, sold_both = self._aged("THERE", 800), self._aged("BOTH", 800)
        self._sell(sold_there, 5, self.other_company)
        self._sell(sold_both, 5, self.other_company)
        self._sell(sold_both, 500)
        self._find()
        self._find(self.other_company)
        self.assertFalse(self._found(sold_there), "never sold here, sold there")
        self.assertTrue(self._found(sold_both), "sold here once, not for long")
        self.assertFalse(self._found(sold_both, self.other_company))
        self.assertTrue(self._found(self.old) and self._found(self.old, self.other_company), "sold by nobody")
        for method in ("action_archive_product", "action_discontinue"):
            with self.assertRaisesRegex(UserError, "Another company still sells"):
                getattr(self._found(sold_both), method)()

    def test_queries_do_not_grow_with_the_number_of_products(self):
        counts = []
        for size in (2, 60):
            for number in range(size):
                self._aged(f"MANY-{size}-{number}", 800)
            before = self.env.cr.sql_log_count
            self._find()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)
