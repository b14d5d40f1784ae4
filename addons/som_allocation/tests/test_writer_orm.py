from functools import partial
from random import Random

from odoo import api
from odoo.tests import tagged

from odoo.addons.som_allocation.engine.plan import plan

from .writer_common import Queue, WriterCommon


@tagged("post_install", "-at_install")
class TestWriterOrm(WriterCommon):
    """Where another addon listens, reservations are written through the ORM; what comes of it is the same."""

    def _extend(self, model, extension):
        """Let a class extend a model, as an addon that is installed besides does."""
        kind = self.env.registry[model]
        bases = kind.__bases__
        kind.__bases__ = (extension, *bases)
        self.addCleanup(self.env.registry.clear_cache, "stable")
        self.addCleanup(setattr, kind, "__bases__", bases)
        self.env.registry.clear_cache("stable")

    def _belongs_to_another(self, model, field):
        """Let a field belong to an addon that nobody here knows."""
        self.patch(self.env[model]._fields[field], "_modules", ("other",))
        self.addCleanup(self.env.registry.clear_cache, "stable")
        self.env.registry.clear_cache("stable")

    def _listeners(self):
        return self.env["som.allocation.writer"]._som_listeners()

    def test_the_same_plan_leaves_the_same_either_way(self):
        for seed in ("first", "second", "third"):
            moves = self._random_moves(seed, 14)
            order = Random(seed).sample(moves.ids, len(moves))
            moves.browse(order[:len(order) // 2])._action_assign()
            snapshot = self._snapshot(moves.browse(reversed(order)), Queue)
            changes = plan(snapshot).changes
            self.assertLess(min(change.quantity for change in changes), 0)
            self.assertGreater(max(change.quantity for change in changes), 0)
            fast, slow = (
                self._left_by(moves, partial(self._write, snapshot, changes, slowly)) for slowly in (False, True))
            self._assert_same(fast, slow)
            self._write(snapshot, changes)
            self._assert_quants_say_what_lines_say(moves.product_id)

    def test_nobody_listens_where_only_modules_are_installed_that_were_read(self):
        self.assertEqual(self._listeners(), ())

    def test_who_extends_the_creation_of_lines_is_heard(self):
        heard = []

        class Listener:
            __slots__ = ()
            _module = "other"

            @api.model_create_multi
            def create(self, vals_list):
                heard.extend(vals["quantity"] for vals in vals_list)
                return super().create(vals_list)

        self._extend("stock.move.line", Listener)
        self.assertEqual(self._listeners(), ("other",))
        moves = self._open((self.goods, 3))
        snapshot = self._snapshot(moves)
        self.env["som.allocation.writer"]._som_write(snapshot, plan(snapshot).changes)
        self.assertEqual((heard, moves.quantity), ([3], 3))

    def test_who_checks_what_is_written_is_heard(self):
        class Listener:
            __slots__ = ()
            _module = "other"

            @api.constrains("quantity")
            def _check_something(self):
                pass

        self._extend("stock.move.line", Listener)
        self.assertEqual(self._listeners(), ("other",))

    def test_who_extends_something_else_is_not(self):
        class Listener:
            __slots__ = ()
            _module = "other"

            @api.constrains("lot_name")
            def _check_something(self):
                pass

            def action_something(self):
                pass

        self._extend("stock.move.line", Listener)
        self.assertEqual(self._listeners(), ())

    def test_automation_rules_are_heard_as_long_as_there_are_any(self):
        kind = self.env.registry["stock.picking"]
        kind.write = kind.write
        self.assertEqual(self._listeners(), ("stock.picking.write",))
        del kind.write
        self.assertEqual(self._listeners(), ())

    def test_fields_of_others_that_follow_are_heard(self):
        following = (
            ("stock.move", "quantity"), ("stock.picking", "shipping_weight"), ("stock.move.line", "state"))
        for model, field in following:
            with self.subTest(field=f"{model}.{field}"):
                self._belongs_to_another(model, field)
                self.assertEqual(self._listeners(), ("other",))

    def test_fields_of_others_that_a_new_line_must_have_are_heard(self):
        self._belongs_to_another("stock.move.line", "date")
        self.assertEqual(self._listeners(), ("other",))

    def test_fields_of_others_that_do_not_follow_are_not(self):
        self._belongs_to_another("stock.move.line", "lot_name")
        self._belongs_to_another("stock.picking", "note")
        self.assertEqual(self._listeners(), ())

    def test_fields_added_on_the_screen_are_heard_from_then_on(self):
        self.assertEqual(self._listeners(), ())
        self.addCleanup(self.env.registry.clear_cache, "stable")
        self.addCleanup(self.env.registry.reset_changes)
        self.env["ir.model.fields"].create({
            "model_id": self.env["ir.model"]._get_id("stock.move.line"), "name": "x_twice", "ttype": "float",
            "depends": "quantity", "compute": "for line in self: line['x_twice'] = 2 * line.quantity", "store": True})
        self.assertEqual(self._listeners(), ("stock.move.line.x_twice",))
        moves = self._open((self.goods, 3))
        snapshot = self._snapshot(moves)
        self.env["som.allocation.writer"]._som_write(snapshot, plan(snapshot).changes)
        self.assertEqual(moves.move_line_ids.x_twice, 6)

    def test_what_was_found_is_forgotten_when_modules_change(self):
        self.assertEqual(self._listeners(), ())
        self.patch(self.env["stock.move.line"]._fields["date"], "_modules", ("other",))
        self.addCleanup(self.env.registry.clear_all_caches)
        self.assertEqual(self._listeners(), ())
        self.env.registry.clear_all_caches()  # as loading modules does
        self.assertEqual(self._listeners(), ("other",))
