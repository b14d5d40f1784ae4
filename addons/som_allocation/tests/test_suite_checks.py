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
        channel = cls.env["som.channel"].create({"name": "Sample", "code": "sample"})
        protection = cls.env["som.allocation.protection"].create({
            "name": "Sample", "product_id": cls.goods.id, "quantity": 1, "channel_ids": [(6, 0, channel.ids)]})
        replay = cls.env["som.allocation.replay"].create({"policy_id": policy.id})
        worst = cls.env["som.allocation.replay.line"].create({"replay_id": replay.id, "line_id": order.order_line.id})
        cls.samples = {record._name: record for record in (
            policy, policy.segment_ids, policy.segment_ids.sort_ids, policy._som_version(), order, order.order_line,
            run, run.line_ids[:1], protection, replay, worst, cls.env["som.stock.audit"].create({}))}
        cls.samples |= cls._backorder_samples()
        cls.samples |= cls._shortage_samples()
        cls.samples |= cls._sourcing_samples()

    @classmethod
    def _backorder_samples(cls):
        """An order shipped in part, and what can be done about its rest."""
        order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id, "som_rest_policy": "backorder",
            "order_line": [(0, 0, {"product_id": cls.goods.id, "product_uom_qty": 2})]})
        order.action_confirm()
        order.picking_ids.move_ids.write({"quantity": 1, "picked": True})
        order.picking_ids.button_validate()
        cls.env.flush_all()
        wizards = [cls.env[name].create({"line_ids": order.order_line.ids, **values}) for name, values in (
            ("som.backorder.cancel", {"reason": "No longer made"}), ("som.backorder.keep", {}))]
        backorder = cls.env["som.backorder"].search([("order_id", "=", order.id)])
        return {record._name: record for record in (backorder, *wizards)}

    @classmethod
    def _shortage_samples(cls):
        """An order that nothing covers, a vendor who would, and a reordering rule."""
        lacking = cls._product("TP-LACK", 10.0)
        cls.env["product.supplierinfo"].create({
            "partner_id": cls.customer.id, "product_tmpl_id": lacking.product_tmpl_id.id})
        order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id, "order_line": [(0, 0, {"product_id": lacking.id, "product_uom_qty": 2})]})
        order.action_confirm()
        cls.env["som.shortage"]._som_refresh_all(cls.company)
        shortage = cls.env["som.shortage"].search([("product_id", "=", lacking.id)])
        rule = cls.env["stock.warehouse.orderpoint"].create({"product_id": lacking.id})
        return {record._name: record for record in (shortage, shortage.line_ids, shortage.cure_ids, rule)}

    @classmethod
    def _sourcing_samples(cls):
        """An order that was sourced, and what there is around it."""
        cls.env.company.som_sourcing = True
        other = cls.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        cls._stock(cls.more_goods, 500, other)
        order = cls.env["sale.order"].create({
            "partner_id": cls.customer.id,
            "order_line": [(0, 0, {"product_id": cls.more_goods.id, "product_uom_qty": 550})]})
        order.action_confirm()
        where = cls.env["som.sourcing.where"].create({"order_id": order.id})
        reject = cls.env["som.sourcing.reject"].create({"picking_ids": order.picking_ids.ids, "reason": "Damaged"})
        refusal = cls.env["som.sourcing.refusal"].create({
            "line_id": order.order_line.id, "warehouse_id": other.id, "reason": "Damaged"})
        cls.env.flush_all()
        rule = cls.env["som.sourcing.rule"].search([], limit=1)
        return {record._name: record for record in (
            rule, order.som_decision_ids, order.order_line.som_part_ids[:1], refusal, where, reject)}

    def _som_records(self, model_name):
        return self.samples.get(model_name) or super()._som_records(model_name)

    def _som_arguments(self, model_name, method_name):
        arguments = {"product.product.som_available": ("sample",), "stock.rule.run": ([],),
                     "som.promise.what_if": ([],)}
        return arguments.get(f"{model_name}.{method_name}") or super()._som_arguments(model_name, method_name)
