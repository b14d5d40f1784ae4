from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged("post_install", "-at_install")
class TestPromiseProduction(ProductionCommon):
    """Promises of what is made: from components, levels, work centers and orders under way."""

    def test_components_in_stock(self):
        self._stock(self.board, 10)
        self.assertEqual(self._earliest(self._order((self.table, 2)), self._order((self.table, 3))), [2, None])

    def test_a_component_on_its_way(self):
        self._coming(10, 7, self.board)
        line = self._order((self.table, 2)).order_line
        self.assertEqual(self._earliest(line.order_id), [9])
        self.assertEqual(line.som_promise_info["parts"], [
            {"quantity": "2 Units", "date": "03/13/2026", "source": "to be produced"}])

    def test_two_levels(self):
        plank = self._product("TP-PLANK", 1.0, sale_delay=0)
        self._made(self.board, [(plank, 2)], produce_delay=3)
        self._coming(10, 4, plank)
        self.assertEqual(self._earliest(self._order((self.table, 2))), [9])

    def test_nobody_else_counts_on_components(self):
        self._stock(self.board, 10)
        self.assertEqual(self._earliest(self._order((self.table, 2), (self.scarce, 3))), [2, None])

    def test_other_units(self):
        self._stock(self.board, 10)
        self.bom.bom_line_ids[0].write({"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "product_qty": 0.5})
        self.assertEqual(self._earliest(self._order((self.table, 1)), self._order((self.table, 2))), [2, None])

    def test_where_routes_do_not_manufacture_vendors_deliver(self):
        self._stock(self.board, 10)
        self.warehouse.manufacture_to_resupply = False
        self.assertEqual(self._earliest(self._order((self.table, 2))), [None])

    def test_other_companies_make_nothing_here(self):
        self._stock(self.board, 10)
        self.bom.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        self.assertEqual(self._earliest(self._order((self.table, 2))), [None])

    def test_work_centers(self):
        self._stock(self.board, 10)
        center = self.env["mrp.workcenter"].create({
            "name": "Saw", "resource_calendar_id": self.env.company.resource_calendar_id.id})
        self.bom.operation_ids = [(0, 0, {"name": "Saw", "workcenter_id": center.id, "time_cycle_manual": 1500})]
        [date] = self._earliest(self._order((self.table, 2)))
        self.assertGreater(date, 7)  # fifty hours

    def test_kit(self):
        kit = self._product("TP-KIT", 60.0, sale_delay=0, is_storable=False)
        self._made(kit, [(self.scarce, 2), (self.board, 1)], type="phantom")
        self._coming(10, 7, self.board)
        order = self._order((kit, 3))
        self.assertEqual(self._earliest(order), [7])
        order.action_confirm()
        self.assertEqual((self._promised(order), len(order.order_line.move_ids)), ([7], 2))

    def _waiting(self):
        self._stock(self.board, 2)
        production = self._production(2, 5)
        order = self._confirmed((self.table, 2))
        self._look()
        return order, production

    def test_production_that_slips_and_comes_back(self):
        self.bom.bom_line_ids[0].product_qty = 6  # nothing is left for another
        self.env["stock.quant"]._update_available_quantity(self.scarce, self.warehouse.lot_stock_id, 2)
        self.company.som_promise_tell = True
        order, production = self._waiting()
        self.assertEqual(self._promised(order), [7])
        production.date_start = self._in(12)
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([14], "later"))
        self.assertEqual(self._rows(order)[1:], [(14, 0, f"{production.name} is planned for 03/18/2026")])
        self.assertTrue(order.activity_ids)
        told = order.message_ids.filtered(lambda message: message.message_type == "comment")
        self.assertIn("03/18/2026", " ".join(told.body.striptags().split()))
        production.date_start = self._in(5)
        self._look()
        self.assertEqual((self._promised(order), order.som_promise_state), ([7], "kept"))
        production.action_cancel()
        self._look()
        self.assertEqual(self._promised(order), [2])  # another can be made at once

    def test_a_component_that_slips_moves_what_is_made_of_it(self):
        coming = self._coming(2, 4, self.board)
        production = self._production(2, 5)
        order = self._confirmed((self.table, 2))
        self._look()
        self.assertEqual(self._promised(order), [7])
        coming.date = self._in(9)
        self._look()
        self.assertEqual(self._promised(order), [11])
        self.assertEqual(self._rows(order)[-1][2], f"{production.name} waits for [TP-BOARD] Goods TP-BOARD:"
                         f" {coming.picking_id.name} is planned for 03/13/2026")
        coming.date = self._in(4)
        self._look()
        self.assertEqual(self._promised(order), [7])

    def test_made_to_order(self):
        route = self.warehouse.mto_pull_id.route_id
        route.active = True
        self.table.route_ids = [(4, route.id)]
        coming = self._coming(2, 7, self.board)
        self._stock(self.table, 10)  # others' goods
        order = self._order((self.table, 2))
        self.assertEqual(self._earliest(order), [9])
        order.action_confirm()
        self._look()
        production = self.env["mrp.production"].search([("product_id", "=", self.table.id)])
        self.assertEqual(len(production), 1)
        before = self._promised(order)
        coming.date = self._in(20)
        self._look()
        self.assertGreater(self._promised(order), before)
        self.assertIn(production.name, self._rows(order)[-1][2])

    def test_configured_products_take_what_their_configuration_takes(self):
        attribute = self.env["product.attribute"].create({
            "name": "Top", "create_variant": "no_variant", "value_ids": [
                (0, 0, {"name": "Plain"}), (0, 0, {"name": "Inlaid"})]})
        self.assertEqual(len(attribute.value_ids), 2)
        line = self.env["product.template.attribute.line"].create({
            "product_tmpl_id": self.table.product_tmpl_id.id, "attribute_id": attribute.id,
            "value_ids": [(6, 0, attribute.value_ids.ids)]})
        self.table.product_tmpl_id._create_variant_ids()
        plain, inlaid = line.product_template_value_ids
        self.bom.bom_line_ids[1].bom_product_template_attribute_value_ids = inlaid
        order = self._order((self.table, 1), (self.table, 1))
        order.order_line[0].product_no_variant_attribute_value_ids = plain
        order.order_line[1].product_no_variant_attribute_value_ids = inlaid
        self.assertEqual(self._earliest(order), [2, None])

    def test_queries_do_not_depend_on_lines(self):
        self._stock(self.board, 100)
        few, many = self._order((self.table, 1)), self._order(*[(self.table, 1)] * 30)
        counts = []
        for order in (few, few, many):
            self._forget()
            start = self.env.cr.sql_log_count
            self.assertTrue(order.order_line.mapped("som_promise_info"))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(*counts[1:])

    def test_who_waits_for_what_is_made_counts_on_its_components(self):
        self._coming(2, 7, self.board)
        order = self._confirmed((self.table, 2))
        self.assertEqual(self._promised(order), [9])
        self.assertEqual(self._earliest(self._order((self.board, 1))), [None])
        self._coming(1, 12, self.board)
        self.assertEqual(self._earliest(self._order((self.board, 1))), [12])
        self.assertEqual(self._promised(order), [9])
