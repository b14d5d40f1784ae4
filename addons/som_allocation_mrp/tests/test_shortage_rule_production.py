from unittest.mock import patch

from odoo.tests import tagged

from .production_common import ProductionCommon


@tagged("post_install", "-at_install")
class TestShortageRuleProduction(ProductionCommon):
    """Demand for what is made reaches its own reordering rule and those of its components, each of it once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for product in (cls.scarce, cls.board):
            product.seller_ids = [(0, 0, {"partner_id": cls.vendor.id, "delay": 5, "price": 1})]

    def _rules(self, *products):
        return [self._rule(product) for product in products]

    def _asked(self, *rules):
        """(promised and to be ordered, covered by nothing, to order) of each rule."""
        self.env.flush_all()
        rules = self.env["stock.warehouse.orderpoint"].union(*rules)
        rules._compute_qty_to_order_computed()
        return [(rule.som_promised_qty, rule.som_unmet_qty, rule.qty_to_order) for rule in rules]

    def _each_asked(self, *rules):
        """The same, where each rule is worked out by itself."""
        return [asked for rule in rules for asked in self._asked(rule)]

    def test_what_is_made_is_to_be_ordered_and_so_are_its_components(self):
        rules = self._rules(self.table, self.scarce, self.board)
        self._confirmed((self.table, 3))
        expected = [(3, 0, 3), (2, 0, 2), (3, 0, 3)]
        self.assertEqual(self._asked(*rules), expected)
        self.assertEqual(self._each_asked(*rules), expected)

    def test_components_that_are_there_are_not_ordered(self):
        self._stock(self.board, 10)
        rules = self._rules(self.table, self.scarce, self.board)
        self._confirmed((self.table, 2), (self.scarce, 1))
        self.assertEqual(self._each_asked(*rules), [(2, 0, 2), (0, 0, 0), (0, 0, 0)])

    def test_a_component_that_nobody_delivers_is_unmet_and_so_is_what_is_made_of_it(self):
        self.board.seller_ids.unlink()
        rules = self._rules(self.table, self.scarce, self.board)
        self._confirmed((self.table, 3))
        self.assertEqual(self._each_asked(*rules), [(0, 3, 3), (2, 0, 2), (0, 3, 3)])

    def test_level_by_level(self):
        self.board.seller_ids.unlink()
        plank = self._product("TP-PLANK", 1.0, sale_delay=0)
        self._vendor(4, plank)
        self._made(self.board, [(plank, 2)], produce_delay=3)
        rules = self._rules(self.table, self.board, plank)
        self._stock(self.board, 1)
        self._confirmed((self.table, 3))
        self.assertEqual(self._each_asked(*rules), [(3, 0, 3), (2, 0, 2), (4, 0, 4)])

    def test_nothing_is_ordered_twice_whatever_is_ordered_first(self):
        for turn in (1, 2, 3):
            with self.subTest(turn=turn):
                order = self._confirmed((self.table, 3))
                table, scarce, board = rules = self._rules(self.table, self.scarce, self.board)
                self._asked(*rules)
                for rule in {1: (table, board, scarce), 2: (board, table, scarce), 3: (scarce, table, board)}[turn]:
                    rule.action_replenish()
                    self.assertEqual(rule.qty_to_order, 0)
                self.assertEqual([quantity for _promised, _unmet, quantity in self._each_asked(*rules)], [0, 0, 0])
                production = self.env["mrp.production"].search([("orderpoint_id", "=", table.id)])
                self.assertEqual((production.state, production.product_qty), ("confirmed", 3))
                purchases = self.env["purchase.order.line"].search([("orderpoint_id", "in", (scarce + board).ids)])
                self.assertEqual(
                    sorted((line.product_id.default_code, line.product_qty) for line in purchases),
                    [("TP-BOARD", 3), ("TP-SCARCE", 2)])
                purchases.order_id.button_confirm()
                self.assertEqual([quantity for _promised, _unmet, quantity in self._each_asked(*rules)], [0, 0, 0])
                order._action_cancel()
                production.action_cancel()
                purchases.order_id.button_cancel()
                (table | scarce | board).unlink()

    def test_a_drafted_order_asks_for_its_components_before_it_is_confirmed(self):
        table, scarce, board = self._rules(self.table, self.scarce, self.board)
        table.write({"product_min_qty": 5, "product_max_qty": 5})
        with patch.object(self.env.registry["stock.warehouse.orderpoint"], "_post_process_scheduler"):
            table.action_replenish()
        self.assertEqual(self.env["mrp.production"].search([("product_id", "=", self.table.id)]).state, "draft")
        self.assertEqual(self._each_asked(table, scarce, board), [(0, 0, 0), (10, 0, 10), (5, 0, 5)])

    def test_what_is_being_made_is_not_made_again(self):
        """The order under way is planned for later than another could be made: it could be brought forward."""
        rules = self._rules(self.table, self.scarce, self.board)
        production = self._production(3, 60)
        self._confirmed((self.table, 3))
        self.assertEqual(self._each_asked(*rules), [(0, 0, 0), (2, 0, 2), (3, 0, 3)])
        production.action_cancel()
        self.assertEqual(self._each_asked(*rules), [(3, 0, 3), (2, 0, 2), (3, 0, 3)])

    def test_what_others_draft_by_hand_is_no_order(self):
        table, board = self._rules(self.table, self.board)
        self.env["mrp.production"].create({"product_id": self.table.id, "bom_id": self.bom.id, "product_qty": 3})
        self._confirmed((self.table, 3))
        self.assertEqual(self._each_asked(table, board), [(3, 0, 3), (3, 0, 3)])

    def test_kits_ask_for_their_parts(self):
        kit = self._product("TP-KIT", 60.0, sale_delay=0)
        self._made(kit, [(self.scarce, 4), (self.board, 1)], type="phantom")
        rules = self._rules(self.scarce, self.board)
        self._confirmed((kit, 3))
        self.assertEqual(self._each_asked(*rules), [(2, 0, 2), (3, 0, 3)])

    def test_demand_beyond_the_horizon_can_wait(self):
        self.company.horizon_days = 0
        table, board = self._rules(self.table, self.board)
        order = self._order((self.table, 3))
        order.commitment_date = self._in(90)
        order.action_confirm()
        self.assertEqual([asked[2] for asked in self._each_asked(table, board)], [0, 0])

    def test_another_company_makes_for_itself(self):
        other = self.env["res.company"].create({"name": "Elsewhere", "som_promise": True})
        place = self.env["stock.warehouse"].search([("company_id", "=", other.id)], limit=1)
        rule = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.board.id, "company_id": other.id, "warehouse_id": place.id,
            "location_id": place.lot_stock_id.id, "trigger": "manual"})
        self._confirmed((self.table, 3))
        self.assertEqual(self._each_asked(rule), [(0, 0, 0)])

    def test_components_hear_of_it_when_promises_are_looked_at(self):
        table, board = self._rules(self.table, self.board)
        self.assertEqual(self._each_asked(table, board), [(0, 0, 0), (0, 0, 0)])
        self._confirmed((self.table, 3))
        self._look()
        self.assertEqual((board.som_promised_qty, board.qty_to_order), (3, 3))

    def test_queries_do_not_grow_with_orders(self):
        table, board = self._rules(self.table, self.board)
        self._confirmed((self.table, 3))
        counts = []
        for number in (0, 0, 6):
            for _number in range(number):
                self._confirmed((self.table, 3))
            self._forget()
            (table | board).mapped("lead_days")  # native asks rule by rule
            before = self.env.cr.sql_log_count
            (table | board)._som_add_unmet(self.company)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[1:])
