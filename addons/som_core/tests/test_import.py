import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SomCommon

GOOD = b"""order,channel,order_date,customer,sku,quantity
1,test-web,2026-01-10,TC-1,TP-1,2
1,,,,TP-2,1
2,test-web,,TC-1,TP-1,1
"""


@tagged("post_install", "-at_install")
class TestImport(SomCommon):

    def _import(self, content=GOOD, **values):
        return self.env["som.import"].create({
            "filename": "orders.csv", "content": base64.b64encode(content), "channel_id": self.channel.id, **values})

    def test_checking_keeps_nothing_and_importing_does(self):
        record = self._import()
        record.action_check()
        self.assertEqual((record.state, record.total, record.created, record.rejected), ("checked", 2, 2, 0))
        self.assertFalse(record.order_ids)
        record.action_import()
        self.assertEqual((record.state, record.created, record.progress), ("done", 2, 100))
        self.assertEqual(sorted(record.order_ids.mapped("som_external_ref")), ["1", "2"])
        self.assertEqual(len(record.order_ids.order_line), 3)

    def test_the_same_file_twice_makes_each_order_once(self):
        self._import().action_import()
        again = self._import()
        again.action_import()
        self.assertEqual((again.created, again.duplicates), (0, 2))

    def test_rejected_rows_come_back_with_reasons_and_can_be_imported_once_mended(self):
        record = self._import(
            b"order;sku;quantity;customer;price\n1;TP-1;2,5;TC-1;1,50\n2;NOPE;x;TC-1;\n3;TP-1;1;TC-1;\n")
        record.action_import()
        self.assertEqual((record.created, record.rejected), (2, 1))
        self.assertEqual([(e.row, e.field) for e in record.error_ids], [(3, "quantity"), (3, "sku")])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(record.error_content)))
        rows = list(book.active.iter_rows(values_only=True))
        self.assertEqual(rows[0], ("order", "sku", "quantity", "customer", "price", "_error"))
        self.assertEqual(rows[1][:2], ("2", "NOPE"))
        self.assertIn("NOPE", rows[1][5])
        book.active["B2"], book.active["C2"] = "TP-1", 3
        stream = io.BytesIO()
        book.save(stream)
        mended = self._import(stream.getvalue(), filename=record.error_filename)
        mended.action_import()
        self.assertEqual((mended.created, mended.rejected), (1, 0))
        self.assertEqual(record.order_ids.filtered(lambda o: o.som_external_ref == "1").order_line.product_uom_qty, 2.5)

    def test_files_that_cannot_be_read_say_why(self):
        for content, words in (
                (b"  \n", "empty"), (b"a,b\n1,2\n", "order"), (b"order,sku,colour\n1,2,3\n", "colour"),
                (b"order,sku,sku\n1,2,3\n", "twice"), (b"PK\x03\x04broken", "workbook"),
                (b"\xd0\xcf\x11\xe0old", ".xlsx"), (b"\0\1\2\xff\xfe\xfd", "CSV")):
            with self.subTest(content=content), self.assertRaisesRegex(UserError, words):
                self._import(content).action_check()

    def test_large_files_go_in_the_background_batch_by_batch(self):
        self.company.som_import_batch = 1
        record = self._import()
        record.action_import()
        self.assertEqual((record.state, record.processed), ("running", 0))
        steps = []
        record._run_in_background(lambda: steps.append(record.processed))
        self.assertEqual(steps, [1, 2])
        self.assertEqual((record.state, record.created), ("done", 2))

    def test_stopped_imports_go_on_where_they_stopped(self):
        self.company.som_import_batch = 1
        record = self._import()
        record.action_import()
        record._run_in_background(record.action_stop)
        self.assertEqual((record.state, record.processed, record.created), ("stopped", 1, 1))
        record.action_import()
        self.assertEqual((record.state, record.processed, record.created), ("done", 2, 2))

    def test_background_work_has_the_rights_of_who_made_the_import(self):
        self.company.som_import_batch = 1
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        record = self._import().with_user(seller)
        with self.assertRaises(AccessError):
            record.action_import()
        own = self.env["som.import"].with_user(seller).create(
            {"filename": "x.csv", "content": base64.b64encode(GOOD), "channel_id": self.channel.id})
        own.history = True
        with self.assertRaises(AccessError):
            own.action_import()
        own.state = "running"  # as a forged call would have it
        with self.assertRaises(AccessError):
            own.sudo()._run_in_background(lambda: None)

    def test_an_import_runs_once(self):
        record = self._import()
        record.action_import()
        with self.assertRaises(UserError):
            record.action_import()
        with self.assertRaises(UserError):
            record.action_check()

    def test_colleagues_do_not_see_each_others_files(self):
        seller = self._user("som_seller", "sales_team.group_sale_salesman")
        boss = self._user("som_boss", "sales_team.group_sale_manager")
        record = self._import()
        self.assertFalse(self.env["som.import"].with_user(seller).search([("id", "=", record.id)]))
        self.assertTrue(self.env["som.import"].with_user(boss).search([("id", "=", record.id)]))

    def test_the_template_is_a_file_that_can_be_filled_in(self):
        action = self.env["som.import"].action_template()
        attachment = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        book = openpyxl.load_workbook(io.BytesIO(attachment.raw))
        self.assertEqual(book.active["A1"].value, "order")

    def test_how_the_file_was_read_is_shown(self):
        record = self._import("order;sku;quantity;customer\nÅ1;TP-1;1,5;TC-1\n".encode("cp1252"))
        record.action_check()
        self.assertIn("cp1252", record.layout)
        self.assertIn("semicolon", record.layout)
