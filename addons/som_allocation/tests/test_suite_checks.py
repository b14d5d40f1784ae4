from odoo.tests import tagged

from odoo.addons.som_core.tests.suite_checks import SuiteChecks

from .policy_common import PolicyCommon


@tagged("post_install", "-at_install", "som_demo")
class TestSomAllocation(SuiteChecks, PolicyCommon):
    som_module = "som_allocation"
    som_people = {"stock user": "stock.group_stock_user", "stock manager": "stock.group_stock_manager"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        policy = cls._policy({"sort": ["age"]})
        order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id,
            "order_line": [(0, 0, {"product_id": cls.goods.id, "product_uom_qty": 2})]})
        order.action_confirm()
        run = cls.env["som.allocation.run"].create({"policy_id": policy.id})
        run.action_preview()
        cls.samples = {record._name: record for record in (
            policy, policy.segment_ids, policy.segment_ids.sort_ids, policy._som_version(), order, order.order_line,
            run, run.line_ids[:1])}

    def _som_records(self, model_name):
        return self.samples.get(model_name) or super()._som_records(model_name)
