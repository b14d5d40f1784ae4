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
            run, run.line_ids[:1], *cls._samples_of_the_rest(policy))}

    @classmethod
    def _samples_of_the_rest(cls, policy):
        """What stock, protections, backorders and replays keep."""
        order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id,
            "order_line": [(0, 0, {"product_id": cls.goods.id, "product_uom_qty": 5})]})
        order.action_confirm()
        order.picking_ids.move_ids.quantity = 2
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_context(skip_backorder=True, skip_sms=True).button_validate()
        lines = [(6, 0, order.order_line.ids)]
        return (
            cls.env["som.backorder"].search([("order_id", "=", order.id)]),
            cls.env["som.backorder.cancel"].create({"line_ids": lines, "reason": "No more of it"}),
            cls.env["som.backorder.keep"].create({"line_ids": lines}),
            cls.env["som.allocation.protection"].create({
                "name": "Web", "product_id": cls.goods.id, "quantity": 1, "channel_ids": [(6, 0, cls.channel.ids)]}),
            cls.env["som.allocation.replay"].create({"policy_id": policy.id}),
            cls.env["som.stock.audit"].create({}),
            cls.goods)

    def _som_records(self, model_name):
        return self.samples.get(model_name) or super()._som_records(model_name)

    def _som_arguments(self, model_name, method_name):
        arguments = {"product.product.som_available": (self.channel.code,)}
        return arguments.get(f"{model_name}.{method_name}") or super()._som_arguments(model_name, method_name)
