import base64

from odoo.tests import tagged

from .common import SomCommon
from .suite_checks import SuiteChecks

FILE = b"order,channel,customer,sku,quantity\n1,test-web,TC-1,TP-1,2\n"


@tagged("post_install", "-at_install", "som_demo")
class TestSomCore(SuiteChecks, SomCommon):
    som_module = "som_core"
    som_open_methods = {
        "som.import.action_template": "every internal user may download a form; the attachment is his own",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the portal user who has come furthest: one of the customer whose order is tried
        cls.people["portal"].partner_id.parent_id = cls.customer
        order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id, "som_channel_id": cls.channel.id,
            "order_line": [(0, 0, {"product_id": cls.goods.id, "product_uom_qty": 2})]})
        order.action_confirm()
        number = cls.env["som.channel.customer"].create(
            {"channel_id": cls.channel.id, "number": "tc-1", "partner_id": cls.customer.id})
        imported = cls.env["som.import"].create({"filename": "orders.csv", "content": base64.b64encode(FILE)})
        mistake = cls.env["som.import.error"].create(
            {"import_id": imported.id, "row": 2, "field": "sku", "message": "No such product."})
        invoice = order._create_invoices() if order.invoice_status == "to invoice" else cls.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": cls.customer.id,
             "invoice_line_ids": [(0, 0, {"product_id": cls.service.id, "quantity": 1})]})
        cls.samples = {
            record._name: record for record in (
                order, order.som_milestone_ids[0], cls.channel, number, imported, mistake, invoice)}

    def _som_records(self, model_name):
        return self.samples.get(model_name) or super()._som_records(model_name)

    def _som_arguments(self, model_name, method_name):
        arguments = {"som.intake.submit": ([self._sent()],)}
        return arguments.get(f"{model_name}.{method_name}") or super()._som_arguments(model_name, method_name)
