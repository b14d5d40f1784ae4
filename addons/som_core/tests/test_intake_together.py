from odoo.tests import tagged

from ..intake import parser
from ..models.som_intake_directory import Directory
from ..models.som_intake_prepare import prepare_order
from .common import SomCommon


@tagged("post_install", "-at_install")
class TestIntakeTogether(SomCommon):
    """What many orders that come in need is read once."""

    def test_preparing_costs_the_same_for_one_product_and_customer_and_for_many(self):
        for number in range(10):
            self._product(f"MANY-{number}", 1.0)
            self.customer.copy({"ref": f"MANY-{number}", "email": False})
        asked = []
        for count in (1, 10):
            parsed = [
                parser.parse_order(self._sent(str(n), customer=f"MANY-{n}", lines=[
                    {"sku": f"MANY-{n}", "quantity": 1}]), n + 1) for n in range(count)]
            self._forget()
            directory, before = Directory(self.env, parsed), self.env.cr.sql_log_count
            prepared = [prepare_order(order, directory) for order in parsed]
            asked.append(self.env.cr.sql_log_count - before)
            self.assertEqual([len(one["lines"]) for one in prepared], [1] * count)
            self.assertFalse([order.issues for order in parsed if order.issues])
        self.assertEqual(asked[0], asked[1])

    def test_defaults_that_are_the_same_for_all_orders_reach_each(self):
        if "quotation_document_ids" not in self.env["sale.order"]._fields:
            self.skipTest("sale_pdf_quote_builder is not installed")
        document = self.env["quotation.document"].create({
            "name": "Header.pdf", "add_by_default": True, "document_type": "header"})
        answers = self._submit(self._sent("1"), self._sent("2"))
        orders = self.env["sale.order"].browse([answer["id"] for answer in answers])
        self.assertEqual([order.quotation_document_ids for order in orders], [document, document])
