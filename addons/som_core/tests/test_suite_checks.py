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

    som_people = {
        "one who waives": "sales_team.group_sale_salesman_all_leads,som_core.group_som_waive",
        "accountant": "sales_team.group_sale_manager,account.group_account_manager",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the portal user who has come furthest: one of the customer whose order is tried
        cls.people["portal"].partner_id.parent_id = cls.customer
        order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id, "som_channel_id": cls.channel.id,
            "order_line": [(0, 0, {"product_id": cls.goods.id, "product_uom_qty": 2})]})
        number = cls.env["som.channel.customer"].create(
            {"channel_id": cls.channel.id, "number": "tc-1", "partner_id": cls.customer.id})
        imported = cls.env["som.import"].create({"filename": "orders.csv", "content": base64.b64encode(FILE)})
        mistake = cls.env["som.import.error"].create(
            {"import_id": imported.id, "row": 2, "field": "sku", "message": "No such product."})
        invoice = cls.env["account.move"].create(
            {"move_type": "out_invoice", "partner_id": cls.customer.id,
             "invoice_line_ids": [(0, 0, {"product_id": cls.service.id, "quantity": 1})]})
        order.action_confirm()
        check = cls.env["som.check"].create({
            "name": "Nothing passes", "message": "No.", "kind": "order", "domain": "[('id', '!=', 0)]",
            "stage": "invoiced"})
        order._som_check()
        waive = cls.env["som.hold.waive"].create({"hold_ids": [(6, 0, order.som_hold_ids.ids)], "reason": "Why not"})
        advance = cls.env["sale.advance.payment.inv"].create({"sale_order_ids": [(6, 0, order.ids)]})
        cls.samples = {
            record._name: record for record in (
                order, order.som_milestone_ids[0], cls.channel, number, imported, mistake, invoice, check,
                order.som_hold_ids[0], waive, advance, *cls._customer_samples())}

    @classmethod
    def _customer_samples(cls):
        """What accounting and data health keep of customers and products."""
        twin = cls.customer.copy({"name": "Ada Buyer"})
        Finding, Duplicate = cls.env["som.health.finding"], cls.env["som.partner.duplicate"]
        return (
            cls.env["som.credit.group"].create({"name": "Group"}),
            cls.env["som.product.restriction"].create({
                "name": "No licence", "product_tmpl_id": cls.goods.product_tmpl_id.id, "company_id": cls.company.id}),
            Finding.sudo().create({
                "kind": "address", "cause": "incomplete", "details": {"missing": ["zip"]},
                "partner_id": cls.customer.id, "company_id": cls.company.id}),
            Duplicate.sudo().create({"partner_id": cls.customer.id, "other_id": twin.id, "score": 90}),
        )

    def _som_records(self, model_name):
        return self.samples.get(model_name) or super()._som_records(model_name)

    def _som_arguments(self, model_name, method_name):
        arguments = {"som.intake.submit": ([self._sent()],), "som.hold.waive": ("Why not",)}
        return arguments.get(f"{model_name}.{method_name}") or super()._som_arguments(model_name, method_name)
