from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .run_common import RunCommon


@tagged("post_install", "-at_install")
class TestRun(RunCommon):
    """A run shows what it would do, does exactly that, and can be undone."""

    def setUp(self):
        super().setUp()
        self._stock(self.scarce, 10)
        self.late = self._confirmed((self.scarce, 8))
        self.early = self._confirmed((self.scarce, 8))
        self.key = self._policy("Big ones first", [{"strategy": "redistribute", "sort": ["value"]}], active=False)

    def _favour_early(self):
        """The order that came second is worth more, so it comes first."""
        self.early.order_line.price_unit = 50
        return self._preview(self.key)

    def test_orders_are_reserved_as_they_come(self):
        self.assertEqual(self._held(self.late, self.early), [8, 2])
        self._assert_clean()

    def test_a_preview_changes_nothing_but_itself(self):
        run = self._favour_early()
        self.assertEqual(run.state, "planned")
        self.assertEqual(self._held(self.late, self.early), [8, 2])
        lines = {line.order_id: line for line in run.line_ids}
        self.assertEqual((lines[self.early].before, lines[self.early].after), (2, 8))
        self.assertEqual((lines[self.late].before, lines[self.late].after), (8, 2))
        self.assertEqual((lines[self.early].rank, lines[self.late].rank), (1, 2))
        self.assertEqual((run.gain_count, run.loss_count, run.short_count), (1, 1, 1))
        self.assertEqual((run.gain_value, run.loss_value), (300, 60))
        self.assertEqual((lines[self.early].reason, lines[self.late].reason), ("full", "short"))

    def test_lines_are_found_grouped_and_sorted_by_their_order(self):
        run = self._favour_early()
        self.assertEqual(run.line_ids.filtered_domain([("order_id", "=", self.early.id)]).after, 8)
        Line = self.env["som.allocation.run.line"]
        mine = [("run_id", "=", run.id)]
        self.assertEqual(Line.search([*mine, ("order_id", "=", self.late.id)]).after, 2)
        self.assertEqual(dict(Line._read_group(mine, ["order_id"], ["after:sum"])), {self.late: 2, self.early: 8})
        by_order = Line.search(mine, order="order_id")
        self.assertEqual(set(by_order), set(run.line_ids))
        self.assertTrue(Line.fields_get(["order_id"])["order_id"]["groupable"])

    def test_applying_does_exactly_what_the_preview_shows(self):
        run = self._favour_early()
        run.action_apply()
        self.assertEqual(run.state, "applied")
        self.assertEqual(self._held(self.late, self.early), [2, 8])
        self.assertEqual(self._reserved(), (10, 10))
        self.assertEqual(self.early.order_line.move_ids.state, "assigned")
        self.assertEqual(self.late.order_line.move_ids.state, "partially_available")
        self._assert_clean()

    def test_undoing_gives_back_what_was_there(self):
        run = self._favour_early()
        run.action_apply()
        run.action_undo()
        self.assertEqual(run.state, "undone")
        self.assertEqual(self._held(self.late, self.early), [8, 2])
        self._assert_clean()

    def test_undoing_is_refused_for_what_was_picked(self):
        run = self._favour_early()
        run.action_apply()
        self._validate(self.early.picking_ids)
        with self.assertRaisesRegex(UserError, f"{self.early.name} has been picked"):
            run.action_undo()
        self.assertEqual(run.state, "applied")
        self._assert_clean()

    def test_a_plan_on_data_that_moved_is_refused(self):
        run = self._favour_early()
        self._stock(self.scarce, 5)
        run.action_apply()
        self.assertEqual(run.state, "stale")
        self.assertIn("was 10, is 15", run.note)
        self.assertEqual(self._held(self.late, self.early), [8, 2])
        run.action_preview()
        run.action_apply()
        self.assertEqual(run.state, "applied")
        self.assertEqual(self._held(self.late, self.early), [7, 8])

    def test_a_new_order_makes_a_plan_stale(self):
        run = self._favour_early()
        new = self._confirmed((self.scarce, 1))
        run.action_apply()
        self.assertEqual(run.state, "stale")
        self.assertIn(f"{new.name} wants 1", run.note)

    def test_the_same_data_give_the_same_plan(self):
        run = self._favour_early()
        again = self._preview(self.key)
        self.assertEqual(run.plan_hash, again.plan_hash)
        self.assertTrue(run._som_replays())
        run.action_apply()
        self.assertTrue(run._som_replays())

    def test_a_run_remembers_its_version_of_the_policy(self):
        run = self._favour_early()
        number = run.version_id.number
        self.key.segment_ids.strategy = "improve"
        run.action_apply()
        self.assertEqual(run.state, "stale")
        self.assertIn("policy has changed", run.note)
        run.action_preview()
        self.assertEqual(run.version_id.number, number + 1)

    def test_what_was_applied_stays_on_record(self):
        run = self._favour_early()
        run.action_apply()
        with self.assertRaisesRegex(UserError, "stays on record"):
            run.unlink()
        with self.assertRaisesRegex(UserError, "Start a new run"):
            run.action_preview()

    def test_only_managers_run(self):
        run = self._favour_early()
        seller = self._user("run-seller", "sales_team.group_sale_salesman")
        for action in ("action_preview", "action_apply", "action_undo", "action_stop"):
            with self.assertRaises(AccessError):
                getattr(run.with_user(seller), action)()
        with self.assertRaises(AccessError):
            self.env["som.allocation.run"].with_user(seller).create({"policy_id": self.key.id})
        run.with_user(self._user("run-manager", "sales_team.group_sale_manager")).action_apply()
        self.assertEqual(run.state, "applied")

    def test_a_salesperson_reads_lines_of_own_orders_only(self):
        seller = self._user("run-seller", "sales_team.group_sale_salesman")
        self.early.user_id = seller
        self.late.user_id = self.env.user
        run = self._favour_early()
        self.assertEqual(run.with_user(seller).line_ids.order_id, self.early)

    def test_a_run_by_hand_looks_at_what_the_orders_want(self):
        self.key.action_deactivate() if self.key.state == "active" else None
        action = (self.early + self.late).action_som_allocate()
        run = self.env["som.allocation.run"].browse(action["res_id"])
        self.assertEqual((run.state, run.policy_id, run.product_ids), ("planned", self.policy, self.scarce))

    def test_the_number_of_queries_does_not_depend_on_the_number_of_lines(self):
        counts = []
        for orders in (3, 2, 20):  # the first fills caches
            product = self._product(f"TP-Q{orders}", 10)
            self._stock(product, orders)
            for _order in range(orders):
                self._confirmed((product, 2))
            run = self._run(self.key, product)
            self._forget()
            before = self.env.cr.sql_log_count
            run.action_preview()
            run.action_apply()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(run.state, "applied")
        self.assertEqual(counts[1], counts[2])
