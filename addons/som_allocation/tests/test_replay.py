from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .replay_common import ReplayCommon


@tagged("post_install", "-at_install")
class TestReplay(ReplayCommon):
    """What a stretch of the past would have looked like under a policy."""

    def test_a_case_reckoned_by_hand(self):
        """As in tests/allocation/test_history.py: the present policy serves by age, the tried one by value.

        Present: the first leaves on day 1, the second on day 3, the third waits for more than 1. Tried:
        the second leaves on day 1, the third on day 3, the first waits. Really: the first left on day 2.
        """
        self._march()
        self.assertEqual(self._figures(self._played()), {
            "actual": (3, round(80 / 350, 4), 0.3333, 0.3333, 0.3333, 2.67, 0, 270),
            "current": (3, round(200 / 350, 4), 0.6667, 0.3333, 0.3333, 1.67, 120, 150),
            "tried": (3, round(270 / 350, 4), 0.6667, 0.3333, 0.3333, 1.67, 150, 80),
        })

    def test_lines_that_fare_best_and_worst(self):
        first, second, third = self._march()
        replay = self._played()
        days = [date(2026, 3, day) for day in range(6)[1:]]
        self.assertEqual(
            [(line.order_id, line.due, line.actual, line.current, line.tried, line.days) for line in replay.better_ids],
            [(third, days[1], False, False, days[2], -3), (second, days[1], False, days[2], days[0], -2)])
        self.assertEqual(
            [(line.order_id, line.quantity, line.actual, line.current, line.tried, line.days)
             for line in replay.worse_ids],
            [(first, 8, days[1], days[0], False, 5)])

    def test_the_verdict_is_a_sentence_a_manager_reads(self):
        self._march()
        replay = self._played()
        self.assertEqual(replay.verdict, (
            "“Dearest first” would have changed little: of 3 lines 33% on time, 1.7 days late on average."))
        self.assertFalse(self._replay().verdict)

    def test_nothing_is_touched(self):
        orders = self.env["sale.order"].union(*self._march())

        def world():
            self.env.flush_all()
            self.env.cr.execute("SELECT id, quantity, reserved_quantity, write_date FROM stock_quant ORDER BY id")
            quants = self.env.cr.fetchall()
            self.env.cr.execute("SELECT id, quantity, state, write_date FROM stock_move ORDER BY id")
            moves = self.env.cr.fetchall()
            self.env.cr.execute("SELECT COUNT(*), SUM(quantity), MAX(id) FROM stock_move_line")
            lines = self.env.cr.fetchall()
            return quants, moves, lines, len(orders.som_milestone_ids), orders.order_line.mapped("som_waited_runs")

        before = world()
        self._played()
        self.assertEqual(world(), before)

    def test_playing_again_replaces_the_result(self):
        self._march()
        replay = self._played()
        before = self._figures(replay)
        replay.action_play()
        self.assertEqual((self._figures(replay), len(replay.result_ids), len(replay.line_ids)), (before, 3, 3))
        self.assertEqual(replay.version_id.policy_id, self.tried)

    def test_a_trial_of_something_else_must_be_played_anew(self):
        self._march()
        replay = self._played()
        replay.date_to = date(2026, 3, 4)
        self.assertEqual((replay.state, replay.verdict), ("draft", False))

    def test_what_was_shipped_before_is_neither_wanted_nor_there(self):
        first, *_others = self._march()
        replay = self._played(date_from=date(2026, 3, 3))
        past, rows, actual = replay._som_past()
        self.assertNotIn(first.order_line.id, [row.line for row in rows])
        opening = [flow.quantity for flow in past.flows if flow.day == date(2026, 3, 3).toordinal()]
        self.assertEqual((opening, actual), ([200 + 600], ()))  # ticks: 2 left over, 6 came that day

    def test_a_line_shipped_in_part_before_wants_the_rest(self):
        self._stock(self.scarce, 3)
        order = self._wanted(1, 8, 10)
        order.picking_ids.action_assign()
        self._validate(order.picking_ids.with_context(som_occurred_at=self._at(2)), {self.scarce: 3})
        _past, rows, _actual = self._replay(date_from=date(2026, 3, 3))._som_past()
        self.assertEqual([row.open for row in rows], [5])

    def test_orders_cancelled_in_the_period_wanted_nothing(self):
        self._stock(self.scarce, 10)
        gone, kept = self._wanted(1, 8, 10), self._wanted(1, 2, 10)
        gone.with_context(som_occurred_at=self._at(3), disable_cancel_warning=True)._action_cancel()
        _past, rows, _actual = self._replay()._som_past()
        self.assertEqual([row.order for row in rows], [kept.id])

    def test_days_are_the_companys(self):
        self.company.partner_id.tz = "America/Los_Angeles"
        self._stock(self.scarce, 10)
        order = self._order((self.scarce, 1), som_requested_date=self._at(5, 3))
        order.with_context(som_occurred_at=self._at(2, 3)).action_confirm()  # the evening before, in California
        past, _rows, _actual = self._replay()._som_past()
        self.assertEqual([(wish.day, wish.due) for wish in past.wishes],
                         [(date(2026, 3, 1).toordinal(), date(2026, 3, 4).toordinal())])

    def test_units_of_lines_are_counted_in_the_products(self):
        self._stock(self.scarce, 30)
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order((self.scarce, 2), som_requested_date=self._at(3))
        order.order_line.write({"product_uom_id": dozen.id, "price_unit": 120})
        order.with_context(som_occurred_at=self._at(1)).action_confirm()
        self._shipped(order, 2)
        past, _rows, actual = self._replay()._som_past()
        self.assertEqual([(wish.quantity, wish.unit_worth) for wish in past.wishes], [(2400, 100_000)])
        self.assertEqual([(each.day, each.quantity) for each in actual], [(date(2026, 3, 2).toordinal(), 2400)])
        self.assertEqual(self._figures(self._played())["tried"][:3], (1, 1.0, 1.0))

    def test_an_order_that_ships_complete_waits_in_every_world(self):
        self._stock(self.scarce, 4)
        whole = self._order((self.scarce, 4), (self.more_goods, 150), som_requested_date=self._at(2),
                            picking_policy="one")
        whole.with_context(som_occurred_at=self._at(1)).action_confirm()
        replay = self._played(product_ids=[(6, 0, (self.scarce | self.more_goods).ids)])
        self.assertEqual(self._figures(replay)["tried"][:3], (2, 0.0, 0.0))

    def test_without_an_active_policy_the_present_is_first_come_first_served(self):
        self._march()
        with_policy = self._figures(self._played())
        self.policy.action_deactivate()
        self.assertEqual(self._figures(self._played()), with_policy)

    def test_only_the_chosen_warehouses_are_played(self):
        self._march()
        other = self.env["stock.warehouse"].create({"name": "Elsewhere", "code": "ELSE"})
        with self.assertRaisesRegex(UserError, "Nothing that this policy could decide over"):
            self._played(warehouse_ids=[(6, 0, other.ids)])
        self._stock(self.scarce, 5, warehouse=other)
        self._wanted(1, 5, 10, warehouse_id=other.id)
        self.assertEqual(self._figures(self._played(warehouse_ids=[(6, 0, other.ids)]))["tried"][:3], (1, 1.0, 1.0))

    def test_each_warehouse_has_its_own_present_policy(self):
        other = self.env["stock.warehouse"].create({"name": "Elsewhere", "code": "ELSE"})
        self._policy("There", [{"strategy": "redistribute", "sort": ["value"]}], warehouse_ids=[(6, 0, other.ids)])
        self._stock(self.scarce, 5, warehouse=other)
        slow = self._wanted(1, 5, 1, warehouse_id=other.id)
        dear = self._wanted(1, 5, 9, warehouse_id=other.id)
        replay = self._replay(self.policy, warehouse_ids=[(6, 0, other.ids)])
        past, rows, _actual = replay._som_past()
        left = [self.env["sale.order.line"].browse(each.wish).order_id for each in replay._som_play_current(past, rows)]
        self.assertEqual((left, slow.state), ([dear], "sale"))

    def test_the_past_is_read_by_a_fixed_number_of_queries(self):
        self._march()

        def asked():
            replay = self._replay()
            self._forget()
            before = self.env.cr.sql_log_count
            past, rows, _actual = replay._som_past()
            replay._som_rules(self.tried, rows)
            return self.env.cr.sql_log_count - before, len(past.wishes)

        asked()
        few = asked()
        for _number in range(6):
            self._wanted(2, 1, 10)
        many = asked()
        self.assertEqual((few[1], many[1]), (3, 9))
        self.assertEqual(few[0], many[0])

    def test_too_much_is_refused_and_says_what_to_do(self):
        self._march()
        self.env["ir.config_parameter"].set_param("som_allocation.replay_lines", 2)
        with self.assertRaisesRegex(UserError, "More than 2 lines .* Choose a shorter period"):
            self._played()

    def test_periods_that_cannot_be_played(self):
        with self.assertRaisesRegex(ValidationError, "ends before it begins"):
            self._replay(date_to=date(2026, 2, 1))
        with self.assertRaisesRegex(ValidationError, "366 days are more .* 92 days at most"):
            self._replay(date_to=date(2027, 3, 1))

    def test_trials_are_for_managers_of_the_company(self):
        self._march()
        replay = self._played()
        seller = self._user("seller", "sales_team.group_sale_salesman_all_leads")
        with self.assertRaises(AccessError):
            replay.with_user(seller).read(["verdict"])
        manager = self._user("manager", "sales_team.group_sale_manager")
        self.assertEqual(self._figures(self._replay().with_user(manager)), {})
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self._user(
            "stranger", "sales_team.group_sale_manager", company_id=other.id, company_ids=[(6, 0, other.ids)])
        with self.assertRaises(AccessError):
            replay.with_user(stranger).action_play()

    def test_a_manager_plays_a_trial(self):
        self._march()
        manager = self._user("manager", "sales_team.group_sale_manager")
        replay = self._replay().with_user(manager)
        replay.action_play()
        self.assertEqual(replay.state, "done")

    def test_the_policy_opens_a_trial_of_itself(self):
        action = self.tried.action_som_try_on_past()
        replay = self.env[action["res_model"]].with_context(**action["context"]).new({})
        self.assertEqual(replay.policy_id._origin, self.tried)
        self.assertEqual((replay.date_to - replay.date_from).days, 30)
